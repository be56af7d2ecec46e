/** A line of the details: what it is about, and a text. */
interface Detail {
  readonly label: string;
  readonly text: string;
}

/** Details that are sentences, and those that are addresses, which chats show as links. */
export function splitDetails(details: readonly Detail[]) {
  const isAddress = ({ text }: Detail) => text.startsWith('https://');
  return { facts: details.filter(one => !isAddress(one)), addresses: details.filter(isAddress) };
}

/** `Evidence: security group web accepts tcp/443 from 0.0.0.0/0.` */
export function renderFact({ label, text }: Detail): string {
  return `${label}: ${text.replace(/\.$/, '')}.`;
}
