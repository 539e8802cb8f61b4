import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** Characters that are held before a file is made. */
const HELD = 4_000_000;
/** Characters that are written together, and bytes that are read together: strings so small are freed as soon as they are of no use. */
const TOGETHER = 1 << 15;

/**
 * JSON values that are written once and read once or more, in their order. Many of them stand in a file that only this process can see: it has no
 * name where the system lets an open file be removed, so that nothing is left behind whatever ends the process.
 */
export class Spool<T> {
  #waiting: string[] = [];
  #size = 0;
  #file: FileHandle | null = null;
  #name: string | null = null;

  async add(value: T): Promise<void> {
    const line = JSON.stringify(value);
    this.#waiting.push(line);
    this.#size += line.length + 1;
    if (this.#size < (this.#file === null ? HELD : TOGETHER)) return;
    this.#file ??= await this.#open();
    await this.#file.appendFile(`${this.#waiting.join('\n')}\n`);
    this.#waiting = [];
    this.#size = 0;
  }

  /** All values so far. Nothing is to be added before they are read. */
  async *read(): AsyncGenerator<T> {
    if (this.#file !== null) for await (const line of linesOf(this.#file)) yield JSON.parse(line);
    for (const line of this.#waiting) yield JSON.parse(line);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
    if (this.#name !== null) await rm(this.#name, { force: true });
  }

  async #open(): Promise<FileHandle> {
    const name = join(tmpdir(), `candor-${process.pid}-${Math.random().toString(36).slice(2)}`);
    const file = await open(name, 'wx+', 0o600);
    // Windows keeps the name of an open file.
    await rm(name).catch(() => {
      this.#name = name;
    });
    return file;
  }
}

/** The lines of a file from its beginning, wherever it was written last. */
async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(TOGETHER);
  let rest = '';
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
