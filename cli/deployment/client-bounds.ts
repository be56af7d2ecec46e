/**
 * Time limits in milliseconds for SDK clients on an operator's machine. Without them, a server that never answers would
 * block a call for 300 seconds. They are longer than those of the functions, because the network path is longer.
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
