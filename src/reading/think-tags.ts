import type { ReasoningState } from '../model/reasoning.ts';

/** An answer with its reasoning taken apart. `text` is `content.slice(start)`, so that offsets can be carried over. */
export interface SplitContent {
  readonly text: string;
  /** UTF-16 offset in the content where the answer begins. */
  readonly start: number;
  readonly reasoning: string | null;
  readonly state: ReasoningState;
  /** How the tags were found; null: there were none. `unopened`: the template had opened them. */
  readonly tags: 'whole' | 'unopened' | 'unclosed' | null;
}

interface TagPair {
  readonly open: string;
  readonly close: string;
  /** False where a lone closing tag is too common a text to mean reasoning. */
  readonly alone: boolean;
}

const PAIRS: readonly TagPair[] = [
  { open: '<think>', close: '</think>', alone: true },
  { open: '◁think▷', close: '◁/think▷', alone: true },
  { open: '<thinking>', close: '</thinking>', alone: false },
  { open: '<thought>', close: '</thought>', alone: false },
  { open: '<reasoning>', close: '</reasoning>', alone: false },
  { open: '<seed:think>', close: '</seed:think>', alone: true },
  { open: '[THINK]', close: '[/THINK]', alone: true },
  { open: '<|channel|>analysis<|message|>', close: '<|channel|>final<|message|>', alone: true },
];

const HARMONY_BETWEEN = /<\|end\|>(<\|start\|>assistant)?\s*$/;

/**
 * Takes reasoning in think tags at the beginning of an answer apart: whole, empty, without its opening tag (the template
 * put it there), or without its end (then there is no answer). Tags further on, or quoted in code, belong to the answer.
 */
export function splitThinkTags(content: string): SplitContent {
  let start = 0;
  let tags: SplitContent['tags'] = null;
  const traces: string[] = [];
  for (;;) {
    const begin = skipSpace(content, start);
    const pair = PAIRS.find(({ open }) => content.startsWith(open, begin));
    if (pair === undefined) break;
    const inside = begin + pair.open.length;
    const end = content.indexOf(pair.close, inside);
    if (end === -1) {
      traces.push(content.slice(inside));
      return found(content, content.length, traces, 'unclosed');
    }
    traces.push(content.slice(inside, end));
    start = end + pair.close.length;
    tags = 'whole';
  }
  for (const { open, close, alone } of PAIRS) {
    const end = alone ? content.indexOf(close, start) : -1;
    if (end === -1 || content.slice(start, end).includes(open) || isQuoted(content, end, close)) continue;
    if (content.slice(start, end).trim() !== '') traces.push(content.slice(start, end));
    return found(content, end + close.length, traces, tags ?? 'unopened');
  }
  return tags === null
    ? { text: content, start: 0, reasoning: null, state: 'absent', tags: null }
    : found(content, start, traces, tags);
}

/** The state of a reasoning text: null is `absent`, white space only is `empty`. */
export function reasoningStateOf(reasoning: string | null): ReasoningState {
  if (reasoning === null) return 'absent';
  return reasoning.trim() === '' ? 'empty' : 'present';
}

function found(content: string, end: number, traces: readonly string[], tags: SplitContent['tags']): SplitContent {
  const start = skipSpace(content, end);
  const reasoning = traces.join('\n').replace(HARMONY_BETWEEN, '');
  return { text: content.slice(start), start, reasoning, state: reasoningStateOf(reasoning), tags };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at).trim() === '') at += 1;
  return at;
}

/** A tag inside backticks or quotation marks is spoken of, not used. */
function isQuoted(content: string, at: number, tag: string): boolean {
  const before = content.charAt(at - 1);
  const after = content.charAt(at + tag.length);
  return /["'`“‘「]/.test(before) && /["'`”’」]/.test(after);
}
