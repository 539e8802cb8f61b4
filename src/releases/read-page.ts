import { TargetError } from '../lib/errors.ts';
import { describeError } from '../targets/http/call-failure.ts';
import type { SourceIo } from './source.ts';

/** Bytes that a page or list may have; more is not read. */
const MOST_BYTES = 32 * 1024 * 1024;

/** A page as it came. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Reads a whole page of a bounded size. A key goes to the address itself alone. Throws TargetError where none came. */
export async function readPage(
  url: string,
  headers: Readonly<Record<string, string>>,
  { http, signal }: SourceIo,
): Promise<Page> {
  try {
    const asked = { 'user-agent': 'candor-audit', ...headers };
    const reply = await http.send({ method: 'GET', url, headers: asked, body: null, signal, elsewhere: {} });
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of reply.body) {
      parts.push(part as Buffer);
      bytes += (part as Buffer).length;
      if (bytes > MOST_BYTES) {
        reply.body.destroy();
        throw new TargetError(`expected at most ${MOST_BYTES / 1024 / 1024} MB from ${shown(url)}, got more`);
      }
    }
    const kept = Object.entries(reply.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && name !== 'content-encoding' && name !== 'content-length' ? [[name, value]] : [],
    );
    return { status: reply.status, headers: Object.fromEntries(kept), body: Buffer.concat(parts) };
  } catch (cause) {
    if (cause instanceof TargetError) throw cause;
    throw new TargetError(`could not ask ${shown(url)}: ${describeError(cause)}`, {}, { cause });
  }
}

/** The text of a page that is there. Throws TargetError for any other status than 200. */
export async function readPageText(
  url: string,
  headers: Readonly<Record<string, string>>,
  io: SourceIo,
): Promise<string> {
  const { status, body } = await readPage(url, headers, io);
  if (status === 200) return body.toString('utf8');
  const hint = status === 401 || status === 403 ? ' It may ask for a key: set apiKey.' : '';
  throw new TargetError(`expected a list of releases at ${shown(url)}, got HTTP ${status}.${hint}`, { status });
}

/** The header by which a key goes along; none without one. */
export function bearer(apiKey: string | null): Record<string, string> {
  return apiKey === null || apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` };
}

/** An address without what may be a key. */
export function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
