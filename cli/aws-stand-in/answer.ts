/** What goes back over the wire, before a fault mutilates it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `ok`, or the error code that the body carries. */
  readonly outcome: string;
}

/** A refusal, as the service itself would answer it. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Anything thrown while a call was applied; what is no refusal is a defect here or in a test's hook. */
export function toServiceError(thrown: unknown): ServiceError {
  return thrown instanceof ServiceError
    ? thrown
    : new ServiceError('InternalError', 500, `The stand-in failed: ${thrown}`);
}
