import type { JsonObject } from '../lib/json.ts';
import type { Reply } from '../model/reply.ts';
import type { TargetSpec } from '../model/target-spec.ts';

/** Stands where a server repeated a secret. */
const MASK = '(secret)';
/** Shorter values are words like `local` or `none`, which stand in texts for themselves. */
const SHORTEST = 8;
const PUBLIC_HEADERS = /^(?:http-referer|x-title|user-agent|accept|accept-language)$/i;

/** A reply without secrets. */
export interface MaskedReply {
  readonly reply: Reply;
  /** True where the answer itself, or its reasoning, repeated one. */
  readonly answerMasked: boolean;
}

/** Takes the target's key and the values of its headers out of a reply: servers repeat them in messages of failed calls. */
export function maskSecrets(reply: Reply, { apiKey, headers }: Pick<TargetSpec, 'apiKey' | 'headers'>): MaskedReply {
  const secrets = Object.entries(headers).flatMap(([name, value]) => {
    return PUBLIC_HEADERS.test(name) ? [] : [value, value.replace(/^(?:Bearer|Basic|Token)\s+/i, '')];
  });
  const long = [apiKey ?? '', ...secrets].filter((secret) => secret.length >= SHORTEST);
  if (long.length === 0) return { reply, answerMasked: false };
  const mask = (text: string): string => without(text, long);
  const escaped = long.map((secret) => JSON.stringify(secret).slice(1, -1));
  const { failure, envelope, text, reasoning } = reply;
  const masked: Reply = {
    ...reply,
    text: mask(text),
    reasoning: reasoning === null ? null : mask(reasoning),
    failure:
      failure === null
        ? null
        : { ...failure, message: mask(failure.message), body: failure.body === null ? null : mask(failure.body) },
    envelope: JSON.parse(without(JSON.stringify(envelope), escaped)) as JsonObject,
  };
  return { reply: masked, answerMasked: masked.text !== text || masked.reasoning !== reasoning };
}

function without(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}
