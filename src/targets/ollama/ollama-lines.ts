import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { MAX_RAW_BODY } from '../http/call-failure.ts';

/** What was read of a body of JSON lines. */
export interface LinesRead {
  raw: string;
  /** The line by which the server said that it failed, under a good status. */
  error: Record<string, unknown> | null;
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
    for (const line of lines) if (isObject(line, read)) yield line;
  }
  rest += decoder.end();
  if (isObject(rest, read)) yield rest;
  return undefined;
}

function isObject(line: string, read: LinesRead): boolean {
  if (!line.startsWith('{')) return false;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return false;
    if ('error' in value) read.error ??= value as Record<string, unknown>;
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
