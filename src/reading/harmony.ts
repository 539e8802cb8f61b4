import { useOfToken } from './spoken-of.ts';

/** A beginning of a text in OpenAI's harmony format, taken apart. */
export interface HarmonyStart {
  /** Where the answer begins, in UTF-16 code units; null: none has come, or none that can be told. */
  readonly answer: number | null;
  readonly traces: readonly string[];
  /** True where a channel is named that the format does not know. */
  readonly unknown: boolean;
}

/**
 * A message begins: optional role, optional channel with recipient and content type (openai/harmony, docs/format.md). Servers leave out
 * the first tokens, or `<|start|>assistant` between messages.
 */
const HEADER =
  /\s*(?:(<\|start\|>)([^<]{0,80}))?\s*(?:assistant\s*)?(?:<\|channel\|>([^<]{0,120}))?\s*(?:<\|constrain\|>[^<]{0,40})?<\|message\|>/y;
const ENDS = /<\|(?:end|return|call|start|channel)\|>/g;
const BEGINS = /\s*(?:assistant\s*)?<\|(?:start|channel|message)\|>/y;

/** Reads messages in harmony's tokens from an offset; null: there are none. */
export function harmonyAt(text: string, from: number): HarmonyStart | null {
  BEGINS.lastIndex = from;
  if (!BEGINS.test(text)) return null;
  const traces: string[] = [];
  let preamble: number | null = null;
  let unknown = false;
  for (let at = from; at < text.length; ) {
    HEADER.lastIndex = at;
    const header = HEADER.exec(text);
    if (header === null) break;
    const [whole, , role = '', channel = null] = header;
    const body = at + whole.length;
    const kind = channelOf(role, channel);
    if (kind === 'final') return { answer: body, traces, unknown: false };
    if (kind === 'other role') break;
    if (kind === 'preamble') preamble ??= body;
    if (kind === 'unknown') unknown = true;
    ENDS.lastIndex = body;
    const end = ENDS.exec(text);
    const until = end?.index ?? text.length;
    traces.push(text.slice(body, until));
    at = end === null ? text.length : end[0] === '<|start|>' || end[0] === '<|channel|>' ? until : ENDS.lastIndex;
  }
  if (preamble !== null) return { answer: preamble, traces: traces.slice(0, -1), unknown };
  return { answer: null, traces, unknown };
}

function channelOf(
  role: string,
  channel: string | null,
): 'final' | 'analysis' | 'tool' | 'preamble' | 'unknown' | 'other role' {
  const who = role.trim().toLowerCase();
  if (who !== '' && !who.startsWith('assistant')) return 'other role';
  // A message to the user is no call of a tool.
  const tool = /\bto=(?!user\b)/.test(role) || /\bto=(?!user\b)/.test(channel ?? '');
  const name = channel === null ? '' : (/^\s*([\w-]*)/.exec(channel)?.[1] ?? '').toLowerCase();
  if (tool) return 'tool';
  if (name === 'final' || channel === null || name === '') return 'final';
  if (name === 'analysis') return 'analysis';
  // A preamble is meant for the user, but the answer is what follows it.
  return name === 'commentary' ? 'preamble' : 'unknown';
}

/** What is left of harmony where a detokenizer dropped its tokens: channel words glued to the text. */
const BARE_OPEN = /\s*(?:assistant\s?)?(?:analysis|commentary)(?=\S)/y;
const BARE_FINAL =
  /assistant\s?final(?![a-z])|(?<=\S)assistantfinal(?!i[sz]|ly|e)|(?<=[.!?。！？\n"”] ?)assistant ?final ?(?=[A-Z\p{Script=Han}"“'*])/gu;
const ONLY_FINAL = /\s*(?:assistant\s?final(?![a-z])|assistantfinal|final(?=[A-Z\p{Script=Han}"“*]|[ \t]*\n))/uy;

/** Reads harmony's bare words (`analysis…assistantfinal…`) from an offset; null: there are none. */
export function bareHarmonyAt(text: string, from: number): HarmonyStart | null {
  ONLY_FINAL.lastIndex = from;
  if (ONLY_FINAL.test(text)) return { answer: ONLY_FINAL.lastIndex, traces: [], unknown: false };
  BARE_OPEN.lastIndex = from;
  const opened = BARE_OPEN.exec(text);
  const spaced = opened === null ? /\s*(?:assistant\s?)?analysis\s/y : null;
  if (spaced !== null) spaced.lastIndex = from;
  const begin = opened !== null ? BARE_OPEN.lastIndex : spaced?.test(text) === true ? spaced.lastIndex : null;
  if (begin === null) return null;
  BARE_FINAL.lastIndex = begin;
  const final = BARE_FINAL.exec(text);
  if (final !== null) return { answer: BARE_FINAL.lastIndex, traces: [text.slice(begin, final.index)], unknown: false };
  // Without its end, only a word that is glued to the next one is no word of prose.
  const glued = opened !== null && /analysis$/.test(opened[0]) && /[A-Z\p{Script=Han}"“<*\d]/u.test(text.charAt(begin));
  return glued ? { answer: null, traces: [text.slice(begin)], unknown: false } : null;
}

/** Where a thought ends in harmony's bare words though its beginning stood in the prompt: the offsets of `assistantfinal`, or null. */
export function bareFinalIn(text: string): { readonly at: number; readonly end: number } | null {
  const match = /(?<=[\s\S])assistantfinal(?!i[sz]|ly|e)/.exec(text);
  if (match === null) return null;
  const end = match.index + match[0].length;
  return useOfToken(text, match.index, end) === 'spoken' ? null : { at: match.index, end };
}
