import { isMap, isNode, isScalar, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';

/** The short forms of CloudFormation's functions that the parts use, and their long forms. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  '!And': 'Fn::And',
  '!Condition': 'Condition',
  '!Equals': 'Fn::Equals',
  '!GetAtt': 'Fn::GetAtt',
  '!If': 'Fn::If',
  '!Not': 'Fn::Not',
  '!Or': 'Fn::Or',
  '!Ref': 'Ref',
  '!Sub': 'Fn::Sub',
};

/**
 * A part of a template as JSON has it: with long forms, and without anchors, which CloudFormation refuses.
 *
 * @throws Error where the text is no YAML, is no object, or has another tag
 */
export function parseYamlPart(text: string): Readonly<Record<string, object>> {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw error;
  visit(document, {
    Node: (_, node) => {
      if (!isNode(node) || !('tag' in node) || !node.tag?.startsWith('!')) return undefined;
      const name = FUNCTIONS[node.tag];
      if (name === undefined)
        throw new Error(`The tag is ${node.tag}, expected one of ${Object.keys(FUNCTIONS)}`);
      return wrap(node as Scalar | YAMLMap, name, document.createNode({}) as unknown as YAMLMap);
    },
  });
  if (!isMap(document.contents)) throw new Error('The part of a template is no object');
  return document.toJS({ maxAliasCount: -1 });
}

/** The function around its argument; an anchor then names the function. */
function wrap(argument: Scalar | YAMLMap, name: string, map: YAMLMap): YAMLMap {
  const { anchor } = argument;
  delete argument.tag;
  delete argument.anchor;
  if (anchor) map.anchor = anchor;
  if (name === 'Fn::GetAtt' && isScalar(argument)) argument.value = toAttribute(String(argument.value));
  map.set(name, argument);
  return map;
}

/** The logical id, and the attribute, which may have dots of its own. */
function toAttribute(text: string): readonly string[] {
  const [id = '', ...attribute] = text.split('.');
  return [id, attribute.join('.')];
}
