import { answerEnd } from '../../reading/answer-end.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';
import { type LooseJson, parseLooseJson } from './loose-json.ts';

/** Opening braces that are tried, from the end; a reply with more is no verdict. */
const MOST_BRACES = 400;
/** Characters of a reply that are looked at, from the end. */
const MOST_CHARACTERS = 40_000;

/** What was read from a reply, with the slips of form that were mended, or why nothing was. */
export type ReadReply<T> =
  | { readonly read: T; readonly slips: readonly string[] }
  | { readonly unreadable: string; readonly why: 'silent' | 'no_json' | 'broken' | 'form' | 'seal' };

/**
 * Reads a judge's reply: reasoning in think tags is taken off, prose and code fences round the JSON are passed over, and of several objects
 * the last that `parse` takes and that carries the seal counts. A verdict that ends the reply counts also inside a thought that was never
 * closed. `parse` gives null for what is no verdict. Never throws.
 */
export function readReply<T extends { readonly seal: string }>(
  reply: string,
  seal: string,
  parse: (value: unknown) => { readonly read: T; readonly slips: readonly string[] } | null,
): ReadReply<T> {
  const { text: said, tags } = splitThinkTags(reply);
  const text = said.slice(0, answerEnd(said, null)?.at);
  if (tags === 'unclosed' && text.trim() === '') {
    const ending = reply.trimEnd().replace(/\s*`{3}$/u, '');
    const found = ending.endsWith('}') ? lastVerdict(ending, seal, parse) : null;
    if (found !== null && 'read' in found && found.end === ending.slice(-MOST_CHARACTERS).length)
      return { read: found.read, slips: ['a thought that was never closed', ...found.slips] };
    return { unreadable: 'it said nothing', why: 'silent' };
  }
  const found = lastVerdict(text, seal, parse);
  if ('read' in found) return { read: found.read, slips: found.slips };
  if (found.begun === 0)
    return text.trim() === ''
      ? { unreadable: 'it said nothing', why: 'silent' }
      : { unreadable: 'there is no JSON in its reply', why: 'no_json' };
  if (found.wrongSeal) return { unreadable: 'its verdict does not carry the seal of the text', why: 'seal' };
  if (found.complete > 0) return { unreadable: 'its JSON does not answer the questions', why: 'form' };
  return { unreadable: 'its JSON is broken or cut off', why: 'broken' };
}

type Found<T> =
  | { readonly read: T; readonly slips: readonly string[]; readonly end: number }
  | { readonly begun: number; readonly complete: number; readonly wrongSeal: boolean };

function lastVerdict<T extends { readonly seal: string }>(
  text: string,
  seal: string,
  parse: (value: unknown) => { readonly read: T; readonly slips: readonly string[] } | null,
): Found<T> {
  const tail = text.slice(-MOST_CHARACTERS);
  let begun = 0;
  let complete = 0;
  let wrongSeal = false;
  for (
    let at = tail.lastIndexOf('{');
    at !== -1 && begun < MOST_BRACES;
    at = at === 0 ? -1 : tail.lastIndexOf('{', at - 1)
  ) {
    begun += 1;
    const object = objectAt(tail, at);
    if (object === null) continue;
    complete += 1;
    const parsed = parse(object.json.value);
    if (parsed === null) continue;
    if (plainSeal(parsed.read.seal) === seal)
      return { read: parsed.read, slips: [...object.json.slips, ...parsed.slips], end: object.end };
    wrongSeal = true;
  }
  return { begun, complete, wrongSeal };
}

function plainSeal(seal: string): string {
  return seal
    .trim()
    .replace(/^["'“”`<]+|["'“”`>]+$/gu, '')
    .toLowerCase();
}

/** The JSON object that begins at an offset; null: it does not end, or is no JSON. */
function objectAt(text: string, start: number): { readonly json: LooseJson; readonly end: number } | null {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth > 0) continue;
      const json = parseLooseJson(text.slice(start, i + 1));
      return json === null ? null : { json, end: i + 1 };
    }
  }
  return null;
}
