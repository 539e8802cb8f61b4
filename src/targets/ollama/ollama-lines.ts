import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { parseJson } from '../../lib/parse-json.ts';
import { MAX_RAW_BODY } from '../http/call-failure.ts';
import { objectAt } from '../http/json-fields.ts';

/** What was read of a body of JSON lines. */
export interface LinesRead {
  raw: string;
  /** The line by which the server said that it failed, under a good status. */
  error: Record<string, unknown> | null;
  /** True once a line came before the end that holds a broken object. */
  broken: boolean;
  /** True once the answer was done. */
  done: boolean;
  /** What was said behind the end of the answer, as far as it came with it. */
  after: string;
}

/**
 * Hands a body of JSON lines on, line by line, without the lines that are no JSON object: the client would print them.
 * `read` is filled as the body comes.
 */
export function jsonLinesOnly(body: Readable, read: LinesRead): ReadableStream<Uint8Array> {
  const lines = validLines(body, read);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${value}\n`));
    },
    async cancel() {
      body.destroy();
      await lines.return(undefined);
    },
  });
}

async function* validLines(body: Readable, read: LinesRead): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of body) {
    const text = decoder.write(chunk as Buffer);
    if (read.raw.length <= MAX_RAW_BODY) read.raw += text;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const [i, line] of lines.entries()) {
      if (!isObject(line, read)) continue;
      if (read.done && read.after === '')
        read.after = [...lines.slice(i + 1), rest].map(saidIn).join('').slice(0, MAX_RAW_BODY);
      yield line;
    }
  }
  rest += decoder.end();
  if (isObject(rest, read)) yield rest;
  return undefined;
}

function isObject(line: string, read: LinesRead): boolean {
  const text = line.trim();
  try {
    const value: unknown = text.startsWith('{') ? parseJson(text) : null;
    if (typeof value === 'object' && value !== null) {
      if ('error' in value) read.error ??= value as Record<string, unknown>;
      if ('done' in value && value.done === true) read.done = true;
      return true;
    }
    // Blank lines and words in between keep a connection open; what has braces or quotes was a piece of the answer.
    if (!read.done && /[{}"]/.test(text)) read.broken = true;
    return false;
  } catch (error) {
    if (error instanceof SyntaxError) {
      if (!read.done) read.broken = true;
      return false;
    }
    throw error;
  }
}

/** The content of a line that is a part of an answer; '' where there is none. */
function saidIn(line: string): string {
  try {
    const { content } = objectAt(parseJson(line), 'message');
    return typeof content === 'string' ? content : '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}
