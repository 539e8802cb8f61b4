import { inflateRawSync } from 'node:zlib';
import { decompress } from 'fzstd';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;
const ZSTANDARD = 93;
/** Stand for numbers that only ZIP64 can hold. */
const MORE_16 = 0xffff;
const MORE_32 = 0xffffffff;

/** A file in a ZIP archive; `read` unpacks it, and throws a RangeError for a method other than stored, deflated and Zstandard. */
export interface ZipEntry {
  readonly name: string;
  read(): Buffer;
}

/** True for bytes that begin as a ZIP archive does. */
export function isZip(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes.readUInt32LE(0) === 0x04034b50;
}

/** The files of a ZIP archive in the order of its directory (APPNOTE 6.3, without ZIP64). Throws RangeError where it is broken. */
export function zipEntries(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw new RangeError('the archive has no directory');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count === MORE_16 || at === MORE_32) throw new RangeError('the archive is a ZIP64, which cannot be read');
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError('the archive has a broken directory');
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const skipped = bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    const header = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, read: () => unpack(bytes, header, packed, method, name) });
    at += 46 + nameLength + skipped;
  }
  return entries;
}

function unpack(bytes: Buffer, header: number, packed: number, method: number, name: string): Buffer {
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const body = bytes.subarray(start, start + packed);
  if (method === STORED) return body;
  if (method === DEFLATED) return inflateRawSync(body);
  if (method === ZSTANDARD) return Buffer.from(decompress(body));
  throw new RangeError(`${name} is packed by method ${method}; stored, deflated and Zstandard files can be read`);
}
