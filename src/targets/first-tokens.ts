import type { Reply } from '../model/reply.ts';
import type { FirstToken } from '../model/served.ts';
import type { TargetSpec } from '../model/target-spec.ts';
import { objectsIn } from './http/json-fields.ts';

/** One token of an answer as a service tells it, with what might have stood in its place. */
export interface TokenEntry {
  /** UTF-8; a token may hold a part of a character. */
  readonly bytes: Buffer;
  readonly alternatives: readonly FirstToken[];
}

/** Below this a log probability stands for none: some servers write minus infinity as their smallest number. */
const NONE = -1e4;

/** Reads tokens in the shape of chat completions: `{token, logprob, bytes, top_logprobs}`. What is none of that is left out. */
export function tokenEntries(list: unknown): TokenEntry[] {
  return objectsIn(list).flatMap((item) => {
    const own = alternative(item);
    if (own === null) return [];
    const others = objectsIn(item.top_logprobs).flatMap((one) => alternative(one) ?? []);
    const isBytes = Array.isArray(item.bytes) && item.bytes.every((byte) => Number.isInteger(byte));
    const bytes = isBytes ? Buffer.from(item.bytes as number[]) : Buffer.from(own.token);
    return [{ bytes, alternatives: others.length === 0 ? [own] : others }];
  });
}

/**
 * The alternatives of the token with which an answer begins, likeliest first. Tokens of a thought before it are passed over;
 * null: the answer is not found among the tokens, so that nothing is said rather than something wrong.
 */
export function firstTokensOf(entries: readonly TokenEntry[], answer: string): FirstToken[] | null {
  const wanted = Buffer.from(answer.trim());
  if (wanted.length === 0) return null;
  const all = Buffer.concat(entries.map(({ bytes }) => bytes));
  const at = all.lastIndexOf(wanted);
  let from = 0;
  for (const { bytes, alternatives } of at === -1 ? [] : entries) {
    const before = all.subarray(from, at).toString();
    if (from + bytes.length > at) {
      return before.trim() === '' && from <= at ? [...alternatives].sort((a, b) => b.logprob - a.logprob) : null;
    }
    from += bytes.length;
  }
  return null;
}

/** The field of a reply, where there is something to say. */
export function withFirstTokens(tokens: readonly FirstToken[] | null): Pick<Reply, 'firstTokens'> {
  return tokens === null ? {} : { firstTokens: tokens };
}

/** Notices where alternatives are asked for and no answer brings them. */
export function noFirstTokens(spec: TargetSpec): { note(reply: Reply): void; warnings(): string[] } {
  let answered = 0;
  let told = 0;
  return {
    note(reply) {
      if (reply.failure === null && reply.text !== '') answered += 1;
      if (reply.firstTokens !== undefined) told += 1;
    },
    warnings: () =>
      spec.logprobs === undefined || answered === 0 || told > 0
        ? []
        : ['logprobs were asked for, and no answer brought those of its first token'],
  };
}

function alternative({ token, logprob }: Record<string, unknown>): FirstToken | null {
  return typeof token === 'string' && typeof logprob === 'number' && logprob > NONE ? { token, logprob } : null;
}
