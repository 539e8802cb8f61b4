import { answerEnd } from './answer-end.ts';
import { splitThinkTags } from './think-tags.ts';

/** What of a text is put before a classifier. Offsets in it are offsets in the whole text. */
export interface JudgedText {
  /** The text up to where the answer ends. */
  readonly text: string;
  /** True where it goes on as somebody else: what was judged is whole, though the text may have been cut. */
  readonly runsOn: boolean;
  /** Why it is not to be judged: reasoning may stand in it in a way that cannot be told. null: it is. */
  readonly unclear: string | null;
}

const UNCLEAR =
  'the answer begins with, or holds, what may be reasoning in a notation that is not known (reasoning_unknown): not judged';

/** The part of an answer's text that classifiers see. `prompt` null: not known. `flagged`: its reasoning was found unclear before. */
export function judgedText(text: string, prompt: string | null, flagged = false): JudgedText {
  const { start, text: answer, unknown } = splitThinkTags(text);
  const end = answerEnd(answer, prompt);
  const unclear = (flagged || unknown) && answer.trim() !== '' ? UNCLEAR : null;
  return { text: end === null ? text : text.slice(0, start + end.at), runsOn: end?.runsOn === true, unclear };
}
