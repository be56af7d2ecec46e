const END_OF_CENTRAL_DIRECTORY = 'PK\x05\x06';
const HEADER_BYTES = 46;

/** The names of the files in a zip, from its central directory. */
export function fileNames(zip: Buffer): string[] {
  const end = zip.lastIndexOf(END_OF_CENTRAL_DIRECTORY, undefined, 'latin1');
  const names: string[] = [];
  let header = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const name = header + HEADER_BYTES;
    const extra = name + zip.readUInt16LE(header + 28);
    names.push(zip.toString('utf8', name, extra));
    header = extra + zip.readUInt16LE(header + 30) + zip.readUInt16LE(header + 32);
  }
  return names;
}
