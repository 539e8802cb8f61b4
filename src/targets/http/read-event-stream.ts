import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { MAX_RAW_BODY } from './call-failure.ts';

/** Milliseconds that a body may stay open after `[DONE]`; ended by itself, its connection can be used again. */
const LINGER_MS = 500;

/** What was read of a body: events were handed on, this is the rest. */
export interface StreamRead {
  /** The text as it came, up to a little over the limit of what is kept. */
  raw: string;
  /** Lines that belong to no event: a JSON body, a page of HTML, an error without `data:`. */
  stray: string;
  /** True where `[DONE]` came. */
  done: boolean;
}

/** The data of one event. */
export interface EventData {
  readonly data: string;
  /** The event's own type; null: it names none. */
  readonly type: string | null;
  /** True where it came after `[DONE]`. */
  readonly late: boolean;
}

/**
 * Reads server-sent events and hands on each event's data; comments and blank keep-alive lines are passed over. Everything
 * else is kept as `stray`. `read` is filled as the body comes, so that it holds what there was when the body breaks.
 */
export async function readEventStream(
  body: Readable,
  read: StreamRead,
  onData: (event: EventData) => void,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let data = '';
  let type: string | null = null;
  let linger: NodeJS.Timeout | undefined;
  const takeLine = (line: string): void => {
    if (line.startsWith('data:')) {
      const value = line.startsWith(' ', 5) ? line.slice(6) : line.slice(5);
      // Lines of one event are joined; some servers leave out the blank line between events.
      if (isWhole(data)) flush();
      data = data === '' ? value : `${data}\n${value}`;
      if (data.startsWith('[DONE]')) flush();
    } else if (line === '') {
      flush();
      type = null;
    } else if (line.startsWith('event:')) {
      if (isWhole(data)) flush();
      type = line.slice(6).trim();
    } else if (!/^(?::|(?:id|retry|event|data)(?::|$))/.test(line)) {
      read.stray = read.stray === '' ? line : `${read.stray}\n${line}`;
    }
  };
  const flush = (): void => {
    const whole = data;
    data = '';
    if (whole.startsWith('[DONE]')) {
      read.done = true;
      linger ??= setTimeout(() => body.destroy(), LINGER_MS);
    } else if (whole !== '') onData({ data: whole, type, late: read.done });
  };
  let held = '';
  let first = true;
  const takeText = (incoming: string): void => {
    if (read.raw.length <= MAX_RAW_BODY) read.raw += incoming;
    let text = first && incoming.startsWith('\uFEFF') ? incoming.slice(1) : held + incoming;
    if (incoming !== '') first = false;
    // A line ends with CR, LF or both; a CR at the end of a chunk may have its LF in the next.
    held = text.endsWith('\r') ? '\r' : '';
    if (held !== '') text = text.slice(0, -1);
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      const line = rest === '' ? text.slice(from, end) : rest + text.slice(from, end);
      rest = '';
      takeLine(line);
      from = end + 1;
    }
    rest += text.slice(from);
  };
  try {
    for await (const chunk of body) takeText(decoder.write(chunk as Buffer));
  } catch (error) {
    if (isWhole(data)) flush();
    if (!read.done) throw error;
  } finally {
    clearTimeout(linger);
  }
  takeText(decoder.end());
  if (rest !== '') takeLine(rest);
  takeLine('');
}

/** True for an event's data that needs no further line: `[DONE]`, or JSON that is complete. */
function isWhole(data: string): boolean {
  if (data === '[DONE]') return true;
  if (!data.startsWith('{') || !data.endsWith('}')) return false;
  try {
    JSON.parse(data);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** A whole body as text. `read.raw` is filled as it comes. */
export async function readText(body: Readable, read: StreamRead): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  for await (const chunk of body) {
    text += decoder.write(chunk as Buffer);
    read.raw = text.length > MAX_RAW_BODY ? read.raw : text;
  }
  text += decoder.end();
  read.raw = text;
  return text;
}
