/**
 * Reads no more often than once in a while: the answers in between are as old as that at most. What fails is read again.
 *
 * @param lifetime - of an answer, in milliseconds
 * @param now - milliseconds, of any epoch
 */
export function rememberAnswer<T>(
  read: () => Promise<T>,
  lifetime: number,
  now: () => number,
): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    if (last !== undefined && now() - last.at < lifetime) return last.answer;
    const begun = { at: now(), answer: read() };
    last = begun;
    begun.answer.catch(() => {
      if (last === begun) last = undefined;
    });
    return begun.answer;
  };
}
