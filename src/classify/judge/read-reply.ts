import { answerEnd } from '../../reading/answer-end.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';
import { type JudgeAnswers, parseJudgeAnswers } from './judge-answers.ts';

/** Opening braces that are tried, from the end; a reply with more is no verdict. */
const MOST_BRACES = 400;
/** Characters of a reply that are looked at, from the end. */
const MOST_CHARACTERS = 40_000;

/** What a reply is expected to be about. */
export interface Expected {
  /** The word that stood beside the text judged: only who read the question can know it. */
  readonly seal: string;
  readonly claims: number;
  readonly facts: number;
}

/** Answers, or why there are none. */
export type ReadReply = { readonly answers: JudgeAnswers } | { readonly unreadable: string };

/**
 * Reads a judge's reply strictly: reasoning in think tags is taken off, prose and code fences round the JSON are passed over, and
 * of several objects the last complete one with the right seal counts. Never throws.
 */
export function readReply(reply: string, { seal, claims, facts }: Expected): ReadReply {
  const { text: said } = splitThinkTags(reply);
  const text = said.slice(0, answerEnd(said, null)?.at);
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
    const value = objectAt(tail, at);
    if (value === undefined) continue;
    complete += 1;
    const answers = parseJudgeAnswers(value, claims, facts);
    if (answers === null) continue;
    if (answers.seal.trim() === seal) return { answers };
    wrongSeal = true;
  }
  if (wrongSeal) return { unreadable: 'its verdict does not carry the seal of the text' };
  if (complete > 0) return { unreadable: 'its JSON does not answer the questions' };
  if (begun > 0) return { unreadable: 'its JSON is broken or cut off' };
  return { unreadable: text.trim() === '' ? 'it said nothing' : 'there is no JSON in its reply' };
}

/** The JSON object that begins at an offset; undefined: it does not end, or is no JSON. */
function objectAt(text: string, start: number): unknown {
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
      if (depth === 0) return parsed(text.slice(start, i + 1));
    }
  }
  return undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
