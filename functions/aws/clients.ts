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

/** A page of 1,000 interfaces takes EC2 longer than any other answer. Milliseconds. */
const PAGE_TIMEOUT = 10_000;

/** The settings of the client that reads such pages. */
export const PAGE_CLIENT_SETTINGS = {
  ...CLIENT_SETTINGS,
  requestHandler: { ...REQUEST_HANDLER, requestTimeout: PAGE_TIMEOUT, socketTimeout: PAGE_TIMEOUT },
} as const;

/** A client that is made with its first call: what is ignored or covered needs not all of them. */
export function onFirstCall<Client>(make: () => Client): () => Client {
  let made: Client | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
