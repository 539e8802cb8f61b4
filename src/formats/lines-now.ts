import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import { issueMessages } from '../lib/schema-mistakes.ts';

/** Bytes that are read together. */
const TOGETHER = 1 << 16;

/** Reads JSONL through a schema without waiting, a line at a time, for who has to be given all of it at once. Throws ConfigError. */
export function* linesNow<T>(file: string, schema: z.ZodType<T>): Generator<T> {
  let line = 0;
  for (const text of textLines(file)) {
    line += 1;
    if (text.trim() === '') continue;
    const wrong = (message: string): ConfigError => new ConfigError([{ file, line, column: null, message }]);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw wrong('expected a JSON object on one line, got something that is not JSON');
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw wrong(issueMessages(parsed.error, value, schema).join('; '));
    yield parsed.data;
  }
}

function* textLines(file: string): Generator<string> {
  const opened = openSync(file, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const bytes = Buffer.alloc(TOGETHER);
    let rest = '';
    for (;;) {
      const read = readSync(opened, bytes, 0, bytes.length, null);
      if (read === 0) break;
      const lines = (rest + decoder.write(bytes.subarray(0, read))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    yield rest + decoder.end();
  } finally {
    closeSync(opened);
  }
}
