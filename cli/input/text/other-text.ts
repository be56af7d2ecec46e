const RUN_JSON = 'run "aws ec2 describe-network-acls --output json" instead';
const RUN_SHOW = 'run "terraform show -json PLAN" instead';

/** What a text that is not JSON is, and what to run instead. */
interface OtherText {
  readonly pattern: RegExp;
  readonly says: string;
}

const LIST = '(?:NetworkAcls?|NetworkInterfaces|SecurityGroups|Subnets|Vpcs)';

/** In the order in which they are tried. */
const OTHER_TEXTS: readonly OtherText[] = [
  { pattern: /^\s*$/, says: `the file is empty: ${RUN_JSON}` },
  {
    pattern:
      /^\s*(?:aws: \[ERROR\]: )?An error occurred \(|^\s*(?:Unable to locate credentials|You must specify a region|Error when retrieving|Error loading SSO|The config profile|The SSO session|Could not connect to the endpoint|Partial credentials|usage: aws|aws: error|Unknown options)/,
    says: `an error message of the AWS CLI: fix its cause and ${RUN_JSON}`,
  },
  { pattern: /^\s*[-+=]{5,}\s*\n\s*\|/, says: `a table of the AWS CLI: ${RUN_JSON}` },
  {
    pattern: /^(?:NETWORKACLS|ASSOCIATIONS|ENTRIES|NETWORKINTERFACES|SECURITYGROUPS|SUBNETS|VPCS)\t/m,
    says: `text output of the AWS CLI: ${RUN_JSON}`,
  },
  { pattern: new RegExp(`^(?:- )?${LIST}:`, 'm'), says: `YAML output of the AWS CLI: ${RUN_JSON}` },
  { pattern: /^\s*(?:- )?NetworkAclId:/m, says: `YAML output of the AWS CLI: ${RUN_JSON}` },
  {
    pattern: /^Terraform (?:used|will)|^OpenTofu (?:used|will)|^(?:Plan: \d+ to add|No changes\.)/m,
    says: `a plan for readers: save it with "terraform plan -out PLAN" and ${RUN_SHOW}`,
  },
  {
    pattern: /^\s*(?:resource|module|data|terraform|provider|variable)\s*(?:"[^"\n]*"\s*){0,2}\{/m,
    says: `Terraform code: save its plan with "terraform plan -out PLAN" and ${RUN_SHOW}`,
  },
  {
    pattern: /^\s*(?:╷\s*\n\s*│ )?Error: /,
    says: `an error message of Terraform: fix its cause and ${RUN_SHOW}`,
  },
];

/** What a text that is not JSON is, and in the same sentence what to run instead; undefined: unknown. */
export function explainText(text: string): string | undefined {
  return OTHER_TEXTS.find(({ pattern }) => pattern.test(text))?.says;
}

/** Whether the text can only be JSON. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{"]/.test(text);
}

/** Whether the text is a CloudFormation template in YAML; Terraform's `yamlencode` quotes the keys. */
export function looksLikeYamlTemplate(text: string): boolean {
  return (
    !/^\s*[[{]/.test(text) && /^(["']?)(?:AWSTemplateFormatVersion|Resources|Transform)\1\s*:/m.test(text)
  );
}
