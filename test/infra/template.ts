/** A packaged CloudFormation template, as far as the tests read it. */
export interface Template {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown }>;
}

interface Resource {
  Type: string;
  Metadata?: Record<string, unknown>;
  Properties: Record<string, unknown>;
}

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
  Condition?: unknown;
}

interface PolicyDocument {
  Statement: Statement[];
}

export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
export const refTo = (logicalId: string) => ({ Ref: logicalId });

/** Everything has the same tag, which tags.test.ts checks: it is left out here. */
function withoutTags({ Tags: _, ...properties }: Record<string, unknown>): Record<string, unknown> {
  return properties;
}

export function propertiesOf(template: Template, logicalId: string): Record<string, unknown> {
  const resource = template.Resources[logicalId];
  if (!resource) throw new Error(`The template has no ${logicalId}`);
  return withoutTags(resource.Properties);
}

/** The resources of a type by logical id. */
export function resourcesOf(template: Template, type: string): [string, Record<string, unknown>][] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([logicalId, { Properties }]) => [logicalId, withoutTags(Properties)]);
}

/** What feeds a function from queues. */
export function mappingsOf(template: Template, lambdaFunction: string): Record<string, unknown>[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
    .map(([, mapping]) => mapping)
    .filter(({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(arnOf(lambdaFunction)));
}

/** Every statement that decides what a role may do: those inside the role and those of policies attached to it. */
export function statementsOfRole(template: Template, role: string): Statement[] {
  const { Policies = [], ManagedPolicyArns = [] } = propertiesOf(template, role) as {
    Policies?: { PolicyDocument: PolicyDocument }[];
    ManagedPolicyArns?: unknown[];
  };
  if (ManagedPolicyArns.length > 0)
    throw new Error(`${role} has managed policies, whose statements are elsewhere`);
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy']
    .flatMap(type => resourcesOf(template, type))
    .map(
      ([, properties]) =>
        properties as { PolicyDocument: PolicyDocument; Roles?: unknown; RoleName?: unknown },
    )
    .filter(({ Roles, RoleName }) => JSON.stringify([Roles, RoleName]).includes(JSON.stringify(refTo(role))));
  return [...Policies, ...attached].flatMap(policy => policy.PolicyDocument.Statement);
}

/** The statements of the policies of a type that are set on one resource: a queue, a topic. */
export function statementsOn(template: Template, type: string, resource: string): Statement[] {
  return resourcesOf(template, type)
    .filter(([, { Queues, Topics }]) =>
      JSON.stringify([Queues, Topics]).includes(JSON.stringify(refTo(resource))),
    )
    .flatMap(([, { PolicyDocument: document }]) => (document as PolicyDocument).Statement);
}

export const actionsOf = (statements: Statement[]) => statements.flatMap(statement => statement.Action);
