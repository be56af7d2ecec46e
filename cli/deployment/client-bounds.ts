/**
 * How the SDK clients of an operator's machine are bounded in time: a server that accepts a request and never answers
 * would hold it for 300 seconds. More patient than those of the functions, since the way to AWS is longer.
 * Milliseconds.
 */
export const CLIENT_BOUNDS = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: 15_000,
    socketTimeout: 15_000,
    throwOnRequestTimeout: true,
  },
} as const;
