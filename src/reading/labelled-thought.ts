/** Reasoning at the beginning of an answer that no token marks. */
export interface UnmarkedThought {
  /** Where the answer begins, in UTF-16 code units; null: it cannot be told, or none has come. */
  readonly answer: number | null;
  readonly trace: string;
  readonly notation: string;
}

/** Names that only a thought bears, and such as also head a part of an ordinary answer: those count only where an answer is named after them. */
const THOUGHT =
  '(?:my |the |internal |inner |model )?(?:thinking(?: process| out loud)?|thoughts?(?: process)?|reasoning process|chain[ -]of[ -]thought|internal monologue|scratchpad)|(?:内心|内部|內心|內部)?(?:思考|思维|思維|推理)(?:过程|過程|链|鏈|步骤|步驟)?|(?:内心|內心)(?:独白|獨白)';
const PART =
  '(?:my |step[ -]by[ -]step )?(?:reasoning|analysis|deliberation|rationale)|(?:问题|問題)?分析(?:过程|過程)?|思路';
const FINAL =
  'final (?:answer|response|reply|output)|my (?:final )?(?:answer|response|reply)|(?:最终|最終|最后|最後|正式)(?:的)?(?:回答|答案|回复|回覆|答复|答覆|输出|輸出)';
const ANSWER = `${FINAL}|answer|response|reply|回答|答案|回复|回覆|答复|答覆`;

const DECORATION = String.raw`[#*_> \t]{0,8}`;
/** A label: in brackets, before a colon, or in bold or as a heading by itself on its line. */
const labelled = (names: string): string =>
  String.raw`(?:${DECORATION}(?:【|\[|「|《)(?:${names})(?:】|\]|」|》)[*_]{0,3}[:：]?|${DECORATION}(?:${names})[*_]{0,3}[ \t]?[:：][*_]{0,3}|(?=[#*_])${DECORATION}(?:${names})[*_]{0,3}[ \t]*(?=\n|$))`;

const OPENS = new RegExp(labelled(THOUGHT), 'iy');
const OPENS_PART = new RegExp(labelled(PART), 'iy');
/** Words by which a sentence, not a label, goes on. */
const ANSWERS = new RegExp(String.raw`(?:^|\n)[ \t]*${labelled(ANSWER)}`, 'gi');
const IS_FINAL = new RegExp(FINAL, 'i');
const QUOTED_LABEL = new RegExp(
  String.raw`>[ \t]?[*_# 💭🤔🧠]{0,8}(?:${THOUGHT}|reasoning)[*_]{0,3}[ \t]*[:：]?[*_]{0,3}[ \t]*(?:\n|$)`,
  'iuy',
);
/** The label that a harness writes has a reader of its own. */
const HARNESS = /(?:Redacted )?Thinking: /y;

/**
 * A thought under a label (`思考过程：`, `**Thought process**`, `【分析】`), up to the label of the answer: the one that says it is final, or the
 * only one. Without one it cannot be told where the thought ends. Offsets are those of `text`; null: no such label opens it.
 */
export function labelledThoughtAt(text: string, from: number): UnmarkedThought | null {
  const quoted = quotedThoughtAt(text, from);
  if (quoted !== null) return quoted;
  HARNESS.lastIndex = from;
  const isHarness = HARNESS.test(text);
  const own = matchEnd(OPENS, text, from);
  const begin = own ?? matchEnd(OPENS_PART, text, from);
  if (begin === null) return null;
  const found = Array.from(text.slice(begin).matchAll(ANSWERS));
  const final = found.filter(([label]) => IS_FINAL.test(label));
  const [end] = final.length > 0 ? final.slice(-1) : found.length === 1 ? found : [];
  if (end !== undefined && text.slice(begin, begin + end.index).trim() !== '') {
    const answer = begin + end.index + end[0].length;
    if (text.slice(answer).trim() !== '')
      return { answer, trace: text.slice(begin, begin + end.index), notation: 'labelled' };
  }
  if (own === null || isHarness) return null;
  return { answer: null, trace: '', notation: 'labelled' };
}

/** A thought in a block quote that says so in its first line: what follows the block is the answer. */
function quotedThoughtAt(text: string, from: number): UnmarkedThought | null {
  const begin = matchEnd(QUOTED_LABEL, text, from);
  if (begin === null) return null;
  let end = begin;
  while (end < text.length && /^[ \t]*>/.test(text.slice(end, end + 20))) {
    const feed = text.indexOf('\n', end);
    end = feed === -1 ? text.length : feed + 1;
  }
  const answer = text.slice(end).trim() === '' ? text.length : end;
  return { answer, trace: text.slice(begin, end), notation: 'block-quote' };
}

function matchEnd(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : null;
}

const JSON_OPENS = /(?:```(?:json)?\s{0,4})?\{/y;
const JSON_THOUGHT =
  /[{,]\s{0,20}"(?:thinking|thoughts?|thought_process|reasoning|reasoning_content|chain_of_thought|cot|scratchpad|思考|思考过程|推理|推理过程)"\s{0,4}:/i;
const JSON_ANSWER =
  /["\]}]\s{0,20},\s{0,20}"(?:final_answer|final|answer|response|output|reply|content|text|回答|答案|最终回答|回复)"\s{0,4}:\s{0,4}"/i;

/** An object with a field for the thought: the answer is the field of it that follows. */
export function jsonThoughtAt(text: string, from: number): UnmarkedThought | null {
  const begin = matchEnd(JSON_OPENS, text, from);
  if (begin === null) return null;
  const thought = JSON_THOUGHT.exec(text.slice(begin - 1));
  if (thought === null) return null;
  const inside = begin - 1 + thought.index + thought[0].length;
  const answer = JSON_ANSWER.exec(text.slice(inside));
  if (answer === null) return { answer: null, trace: '', notation: 'json' };
  const at = inside + answer.index + answer[0].length;
  return { answer: at, trace: text.slice(inside, inside + answer.index), notation: 'json' };
}
