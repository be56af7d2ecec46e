import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { InputError } from '../input-error.ts';
import { toJson } from './yaml-nodes.ts';

/** A template as JSON would write it, with the lines of its resources. */
export interface YamlTemplate {
  readonly json: unknown;
  /** From 1. */
  readonly lineOf: (logicalId: string) => number | undefined;
}

/** Of tags that the parser does not know: those of CloudFormation. */
const UNKNOWN_TAG = 'TAG_RESOLVE_FAILED';

/**
 * Parses a CloudFormation template in YAML; the short forms of functions become their long forms.
 *
 * @throws InputError with the line at fault
 */
export function parseYamlTemplate(text: string, file: string): YamlTemplate {
  try {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { lineCounter });
    const fault = [...document.errors, ...document.warnings].find(({ code }) => code !== UNKNOWN_TAG);
    if (fault) throw fault;
    const resources: unknown = document.get('Resources');
    const lineOf = (logicalId: string) => {
      const keys = isMap(resources) ? resources.items.map(({ key }) => key) : [];
      const key = keys.find(each => isScalar(each) && each.value === logicalId);
      const start = isScalar(key) ? key.range?.[0] : undefined;
      return start === undefined ? undefined : lineCounter.linePos(start).line;
    };
    return { json: toJson(document.contents, document), lineOf };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]?.replace(/:$/, '') : String(error);
    throw new InputError(`${file}: not YAML: ${reason}`, { cause: error });
  }
}
