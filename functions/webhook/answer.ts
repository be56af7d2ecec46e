import type { WebhookService } from './service.ts';

/** Characters that are read of an answer; those of chats are a word. */
const LONGEST_ANSWER = 1_000;

/**
 * The answer where it is one that the chat is known to give.
 *
 * @returns an empty text where there is no answer, or it does not end in the time of the request
 */
export async function readAnswer(
  response: Response,
  { answers }: Pick<WebhookService, 'answers'>,
): Promise<string> {
  const answer = (await readStart(response).catch(() => '')).trim();
  return answer === '' || answers.has(answer) ? answer : 'an unknown answer';
}

/** Leaves the rest unread, however much there is. */
async function readStart({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) break;
  }
  return text;
}
