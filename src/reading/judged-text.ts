import { answerEnd } from './answer-end.ts';
import { withoutEntities } from './html-entities.ts';
import { splitThinkTags } from './think-tags.ts';

/** What of a text is put before a classifier. Offsets in it are offsets in the whole text. */
export interface JudgedText {
  /** The text up to where the answer ends, with signs in the place of HTML's entities. */
  readonly text: string;
  /** True where it goes on as somebody else: what was judged is whole, though the text may have been cut. */
  readonly runsOn: boolean;
  /** Why it is not to be judged: reasoning may stand in it in a way that cannot be told, or nobody reads so much. null: it is. */
  readonly unclear: string | null;
}

const UNCLEAR =
  'the answer begins with, or holds, what may be reasoning in a notation that is not known (reasoning_unknown): not judged';

/** The part of an answer's text that classifiers see. `prompt` null: not known. `flagged`: its reasoning was found unclear before. */
export function judgedText(text: string, prompt: string | null, flagged = false): JudgedText {
  const { start, text: answer, unknown } = splitThinkTags(text);
  const end = answerEnd(answer, prompt);
  const unclear = (flagged || unknown) && answer.trim() !== '' ? UNCLEAR : null;
  const judged = end === null ? text : text.slice(0, start + end.at);
  return { text: withoutEntities(judged), runsOn: end?.runsOn === true, unclear: unclear ?? tooLong(judged) };
}

/** Characters of a text, in UTF-16 code units, above which it is not judged: some hundred thousand tokens, and most of a second for the rules. */
const MOST_JUDGED = 500_000;

/** Why a text is not judged for its length; null: it is. */
export function tooLong({ length }: string): string | null {
  if (length <= MOST_JUDGED) return null;
  return `the text has ${length} characters; up to ${MOST_JUDGED} are judged`;
}
