import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { decodeBytes, decodeText, type TextSource } from '../lib/decode-text.ts';
import { ConfigError } from '../lib/errors.ts';
import { parsePythonJson } from '../lib/parse-python-json.ts';
import { issueMessages } from '../lib/schema-mistakes.ts';
import { splitLines } from './split-lines.ts';

/** A line of a JSONL file, with its 1-based number. */
export interface Line<T> {
  readonly line: number;
  readonly value: T;
}

/** A line that could not be read, and why. */
export interface SkippedLine {
  readonly line: number;
  readonly reason: string;
  /** It could not be parsed at all; absent: it could, and is of no use. */
  readonly broken?: true;
}

/** What to do with a line that cannot be read: told, it is skipped; otherwise reading ends in a ConfigError. */
export type OnBadLine = (skipped: SkippedLine) => void;

/** A file, or a stream such as standard input, with the name to use in messages, and how its text is encoded. */
export interface LineSource extends TextSource {
  readonly stream: Readable;
}

/** Opens a file for reading line by line. Throws ConfigError at the first read where there is no such file. */
export function fileSource(file: string): LineSource {
  return { name: file, stream: createReadStream(file) };
}

/** Reads JSONL through a schema, a line at a time; blank lines are passed over. */
export async function* readJsonLines<T>(
  source: LineSource,
  schema: z.ZodType<T>,
  onBadLine: OnBadLine | null = null,
): AsyncGenerator<Line<T>> {
  let line = 0;
  try {
    for await (const text of splitLines(decodeText(source.stream, source))) {
      line += 1;
      // Files that were put one behind the other bring a mark each.
      const body = text.startsWith('\ufeff') ? text.slice(1) : text;
      if (body.trim() === '') continue;
      const parsed = parseLine(body, schema);
      if (parsed.reason === null) yield { line, value: parsed.value };
      else if (onBadLine !== null)
        onBadLine({ line, reason: parsed.reason, ...(parsed.broken === true ? { broken: true as const } : {}) });
      else throw new ConfigError([{ file: source.name, line, column: null, message: parsed.reason }]);
    }
  } catch (error) {
    throw unreadable(error, source.name) ?? error;
  }
}

/** The text of a source, piece by piece. Throws ConfigError where there is no such file, or its encoding is another. */
export async function* readTexts(source: LineSource): AsyncGenerator<string> {
  try {
    yield* decodeText(source.stream, source);
  } catch (error) {
    throw unreadable(error, source.name) ?? error;
  }
}

/** The text of a source, whole. Throws as above. */
export async function readWholeText(source: LineSource): Promise<string> {
  return decodeBytes(await readWhole(source), source);
}

/** Reads a source whole. Throws ConfigError where there is no such file. */
export async function readWhole(source: LineSource): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    for await (const part of source.stream) parts.push(Buffer.from(part));
  } catch (error) {
    throw unreadable(error, source.name) ?? error;
  }
  return Buffer.concat(parts);
}

/** A missing or forbidden file as a mistake of the person who named it; null for any other failure. */
export function unreadable(error: unknown, file: string): ConfigError | null {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'EACCES') return null;
  const found = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[code];
  return new ConfigError([{ file, line: null, column: null, message: `expected a file to read, but ${found}` }]);
}

type Parsed<T> = { readonly reason: null; readonly value: T } | { readonly reason: string; readonly broken?: true };

function parseLine<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  let value: unknown;
  try {
    value = parsePythonJson(text);
  } catch {
    // The error's own words quote the line, which may be of any file.
    return { reason: 'expected a JSON object on one line, got something that is not JSON', broken: true };
  }
  const result = schema.safeParse(value);
  if (result.success) return { reason: null, value: result.data };
  return { reason: issueMessages(result.error, value, schema).join('; ') };
}
