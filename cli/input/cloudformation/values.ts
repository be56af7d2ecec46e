/** A value that is known only when the template is deployed. */
export class Open {
  /** What gives the value. */
  readonly expression: string;

  constructor(expression: string) {
    this.expression = expression;
  }
}

/** A resource of the same template. */
export class ResourceRef extends Open {
  readonly logicalId: string;

  constructor(logicalId: string) {
    super(logicalId);
    this.logicalId = logicalId;
  }
}

/** `AWS::NoValue`: the property is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** The first value in a list, or in what is inside, that is not known. */
export function findOpen(value: unknown): Open | undefined {
  if (value instanceof Open) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const open = findOpen(inner);
    if (open) return open;
  }
  return undefined;
}
