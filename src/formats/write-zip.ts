import { join } from 'node:path';
import { ZipFile } from 'yazl';
import type { WritePart } from '../lib/write-file.ts';

/** The first moment that a ZIP archive can name, whatever the time zone: the same files give the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * Writes files of a folder as a ZIP archive, in the order given, through `write`; the same files give the same bytes (with the same zlib). Of large
 * archives it is a ZIP64. Nothing is held whole. Throws where a file cannot be read.
 */
export async function writeZip(folder: string, files: readonly string[], write: WritePart): Promise<void> {
  const zip = new ZipFile();
  for (const file of files)
    zip.addFile(join(folder, file), file, { mtime: NO_TIME, mode: 0o100644, forceDosTimestamp: true });
  zip.end();
  const stream = zip.outputStream;
  zip.on('error', (error: Error) => (stream as unknown as { destroy(error: Error): void }).destroy(error));
  for await (const part of stream) await write(part as Buffer);
}
