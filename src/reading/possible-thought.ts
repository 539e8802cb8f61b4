import { splitThinkTags } from './think-tags.ts';

/** Tags of pages and documents, and such as stand round an answer: they open answers that are no thought. */
const PLAIN_TAGS = new Set(
  'a abbr article aside audio b big blockquote body br button caption center cite code dd del details div dl dt em figure font footer form g h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd label li link main mark math meta nav ol p poem pre q root s samp script section small span strong style sub summary sup svg table tbody td text th thead title tr tt u ul video xml answer final final_answer output reply response result solution'.split(
    ' ',
  ),
);
const OPENING_TAG = /^[\s\u200b\ufeff]*<([a-z][\w-]{0,30})(?:\s[^<>\n]{0,100})?>/i;

/**
 * Whether a text that is to be published as an answer may begin with, or hold, a thought: in a notation that no rule takes off, in one that does and was left
 * in, or in a tag of an unknown name that is closed before the answer goes on. It can be wrong both ways; who leaves a text out for it says so.
 */
export function mayHoldThought(text: string): boolean {
  const { unknown, reasoning } = splitThinkTags(text);
  return unknown || reasoning !== null || opensUnknownTag(text);
}

function opensUnknownTag(text: string): boolean {
  const [whole, name = ''] = OPENING_TAG.exec(text) ?? [];
  if (whole === undefined || PLAIN_TAGS.has(name.toLowerCase())) return false;
  const end = text.toLowerCase().indexOf(`</${name.toLowerCase()}>`, whole.length);
  return end !== -1 && text.slice(end + name.length + 3).trim() !== '';
}
