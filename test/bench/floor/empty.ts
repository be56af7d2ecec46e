/** What loading any handler costs. */
export async function handler(): Promise<void> {}
