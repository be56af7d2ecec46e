/**
 * How every SDK client is bounded in time. Without these a server that accepts a request and never answers holds it
 * for 300 seconds; `requestTimeout` alone only warns. Milliseconds.
 */
const REQUEST_HANDLER = {
  connectionTimeout: 1_000,
  requestTimeout: 3_000,
  // The time without a byte: requestTimeout ends with the head of the answer.
  socketTimeout: 3_000,
  throwOnRequestTimeout: true,
} as const;

/** The settings that the SDK clients of all functions share. */
export const CLIENT_SETTINGS = { maxAttempts: 3, requestHandler: REQUEST_HANDLER } as const;

/** A client that is made with its first call: what is ignored or covered needs not all of them. */
export function onFirstCall<Client>(make: () => Client): () => Client {
  let made: Client | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
