import { inflateRawSync } from 'node:zlib';

const END_OF_CENTRAL_DIRECTORY = 'PK\x05\x06';
const CENTRAL_HEADER_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const DEFLATED = 8;

/** The names of the files in a zip, from its central directory. */
export const fileNames = (zip: Buffer): string[] => headersOf(zip).map(({ name }) => name);

/** The files in a zip by name. */
export function filesIn(zip: Buffer): Map<string, Buffer> {
  return new Map(headersOf(zip).map(header => [header.name, contentOf(zip, header)]));
}

interface Header {
  name: string;
  method: number;
  bytes: number;
  /** Where the local header begins; the content follows it. */
  local: number;
}

function headersOf(zip: Buffer): Header[] {
  const end = zip.lastIndexOf(END_OF_CENTRAL_DIRECTORY, undefined, 'latin1');
  const headers: Header[] = [];
  let header = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const name = header + CENTRAL_HEADER_BYTES;
    const extra = name + zip.readUInt16LE(header + 28);
    headers.push({
      name: zip.toString('utf8', name, extra),
      method: zip.readUInt16LE(header + 10),
      bytes: zip.readUInt32LE(header + 20),
      local: zip.readUInt32LE(header + 42),
    });
    header = extra + zip.readUInt16LE(header + 30) + zip.readUInt16LE(header + 32);
  }
  return headers;
}

function contentOf(zip: Buffer, { method, bytes, local }: Header): Buffer {
  const start = local + LOCAL_HEADER_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const content = zip.subarray(start, start + bytes);
  return method === DEFLATED ? inflateRawSync(content) : content;
}
