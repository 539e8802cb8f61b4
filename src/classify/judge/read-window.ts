import { coerceAnswers } from './coerce-answers.ts';
import { type Doubt, deriveVerdict } from './derive-verdict.ts';
import { neutralise } from './fence.ts';
import { CHOICES, type JudgeAnswers } from './judge-answers.ts';
import type { AskModel } from './judge-call.ts';
import { listedOf, wordsFor } from './judge-prompt.ts';
import type { Complaints, Contradiction } from './judge-words.ts';
import { type PlacedAnswers, placeQuotes, type QuoteKey } from './place-quotes.ts';
import type { Preparation, PreparedWindow } from './prepare-text.ts';
import { readReply } from './read-reply.ts';
import type { Known } from './readings.ts';

/** What a judge said of one window, with what there is to remark on it, or why that is nothing. */
export type WindowReading =
  | { readonly answers: PlacedAnswers; readonly remarks: readonly string[] }
  | { readonly unjudged: string };

/** A reply read: answers, and what was wrong with it. `complaint` null: nothing. */
interface Attempt {
  readonly answers: PlacedAnswers | null;
  readonly slips: readonly string[];
  readonly complaint: Complaint | null;
}

type Complaint =
  | { readonly kind: keyof Omit<Complaints, 'lacking' | 'byOthers'>; readonly text: string }
  | { readonly kind: 'lacking' | 'byOthers'; readonly key: QuoteKey; readonly said: string; readonly text: string };

/** Questions without an answer that are tried with every answer; with more missing, the reply is no verdict. */
const MOST_MISSING = 2;
/** Characters of a judge's own quote that it is shown again. */
const SHOWN_QUOTE = 80;

/** Asks about a window, and once more, with the mistake named, where the reply cannot be used or contradicts itself. */
export async function readWindow(window: PreparedWindow, prepared: Preparation, ask: AskModel): Promise<WindowReading> {
  const first = await ask(window.call);
  if ('failed' in first) return { unjudged: first.failed };
  const before = attemptOf(first.text, window, prepared);
  if (before.complaint === null) return readingOf(before, []);
  const prompt = window.question.again(complaintText(before.complaint, wordsFor(prepared.lang).complaints));
  const second = await ask({ ...window.call, prompt, purpose: 'again' });
  const asked = `asked again: ${before.complaint.text}`;
  if ('failed' in second)
    return before.answers === null ? { unjudged: second.failed } : readingOf(before, [`${asked}; ${second.failed}`]);
  const after = attemptOf(second.text, window, prepared);
  if (after.answers !== null) return readingOf(after, [asked]);
  if (before.answers !== null) return readingOf(before, [`${asked}; then ${after.complaint?.text ?? ''}`]);
  return { unjudged: `the judge could not be read: ${after.complaint?.text ?? ''} (${asked})` };
}

/** What is known beside the text. */
export function knownOf({ item }: Preparation): Known {
  const { claims, facts } = listedOf(item);
  return {
    truncated: item.truncated,
    state: item.probe?.state ?? null,
    claimStates: claims.map(({ state }) => state ?? null),
    factKinds: facts.map(({ kind }) => kind ?? 'omitted'),
    style: item.probe?.style ?? null,
  };
}

function readingOf({ answers, slips }: Attempt, remarks: readonly string[]): WindowReading {
  if (answers === null) return { unjudged: 'the judge could not be read' };
  return { answers, remarks: [...(slips.length === 0 ? [] : [`form mended: ${slips.join(', ')}`]), ...remarks] };
}

function attemptOf(reply: string, { question, shown, offset }: PreparedWindow, prepared: Preparation): Attempt {
  const { claims, facts } = listedOf(prepared.item);
  const known = knownOf(prepared);
  const read = readReply(reply, question.seal, (value) => {
    const coerced = coerceAnswers(value, claims.length, facts.length);
    if (coerced === null) return null;
    const { answers, missing, slips } = coerced;
    if (missing.length === 0) return { read: answers, slips };
    const whole = withoutDecision(answers, missing, shown.text, known);
    return whole === null ? null : { read: whole, slips: [...slips, `missing: ${missing.join(', ')}`] };
  });
  if ('unreadable' in read) return { answers: null, slips: [], complaint: { kind: read.why, text: read.unreadable } };
  const answers = placeQuotes(read.read, shown.text, offset);
  return { answers, slips: read.slips, complaint: complaintAbout(answers, known, shown.of > 1) };
}

/** The answers with some for the missing questions, where the class is the same whatever they are; null: they decide. */
function withoutDecision(
  answers: JudgeAnswers,
  missing: readonly string[],
  text: string,
  known: Known,
): JudgeAnswers | null {
  if (missing.length > MOST_MISSING) return null;
  const options = (key: string): readonly (string | boolean)[] =>
    key === 'voice_ordered' ? [false, true] : CHOICES[key as keyof typeof CHOICES];
  const sets = missing.reduce<Record<string, string | boolean>[]>(
    (all, key) => all.flatMap((set) => options(key).map((option) => ({ ...set, [key]: option }))),
    [{}],
  );
  const whole = sets.map((set) => ({ ...answers, ...set }) as JudgeAnswers);
  const derived = whole.map((one) => deriveVerdict(placeQuotes(one, text), known));
  const classes = new Set(derived.map((one) => ('lacking' in one ? null : one.class)));
  if (classes.size !== 1 || classes.has(null)) return null;
  const doubts = derived.map((one) => ('doubts' in one ? one.doubts.length : 0));
  return whole[doubts.indexOf(Math.min(...doubts))] ?? null;
}

/** What answers lack or contradict themselves in. Of a part of a text only contradictions count: what it lacks may stand in another. */
function complaintAbout(answers: PlacedAnswers, known: Known, isPart: boolean): Complaint | null {
  const derived = deriveVerdict(answers, known);
  if (!('lacking' in derived)) {
    const doubt = derived.doubts.find(isContradiction);
    return doubt === undefined ? null : { kind: doubt, text: `its answers contradict each other (${doubt})` };
  }
  if (isPart) return null;
  const key = derived.lacking;
  const { said, byOthers } = answers[key];
  const shown = neutralise(said.replace(/\s+/gu, ' ').trim()).slice(0, SHOWN_QUOTE).toWellFormed();
  const text = `its ${key} ${byOthers ? 'is somebody else’s words' : 'is not in the text'}: ${shown === '' ? 'none was given' : `“${shown}”`}`;
  return { kind: byOthers ? 'byOthers' : 'lacking', key, said: shown, text };
}

function isContradiction(doubt: Doubt): doubt is Contradiction {
  return doubt !== 'line_beside_attributed_facts';
}

function complaintText(complaint: Complaint, complaints: Complaints): string {
  if (complaint.kind === 'lacking' || complaint.kind === 'byOthers') {
    const { key, said } = complaint as Extract<Complaint, { key: QuoteKey }>;
    return complaints[complaint.kind](key, said);
  }
  return complaints[complaint.kind as Exclude<Complaint['kind'], 'lacking' | 'byOthers'>];
}
