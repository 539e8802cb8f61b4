import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * A process's output, where it goes to a file or a device, so that each piece is written whole or ends in an error: Node takes
 * a write that a full disk cut short for done. Terminals and pipes stay as they are.
 */
export function outputOf(stream: Writable & { readonly fd: number; readonly isTTY?: boolean }): Writable {
  const kind = fstatSync(stream.fd);
  if (stream.isTTY === true || !(kind.isFile() || kind.isCharacterDevice())) return stream;
  const output = new Writable({
    write(part: Buffer, _encoding, done) {
      try {
        let at = 0;
        while (at < part.length) at += writeSync(stream.fd, part, at);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return output.on('error', () => undefined);
}
