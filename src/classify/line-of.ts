import type { Mode, VerdictClass } from '../model/verdict.ts';
import { overlap } from './assent/echo.ts';
import type { Item } from './classifier.ts';
import { lowerCase } from './fold-case.ts';
import { foldScript } from './fold-script.ts';
import { guardiansOf, lineOnProposition, otherClaimantOf } from './guarded.ts';
import type { ReadAnswer, ReadSentence } from './read-answer.ts';
import { STANCES } from './sentence-model.ts';
import { sharesWords } from './shares-words.ts';
import { statesNamed, statesOfQuestion, voicesOfState } from './states.ts';

/** Whose position an answer puts forward in its own voice, and whether that state guards what was asked about. */
export interface LineBehind {
  /** ISO 3166; null: nobody's that could be told. */
  readonly lineOf: string | null;
  /** True where it is another state's than the one guarding the subject (rule 4). */
  readonly isOther: boolean;
  /**
   * True where an official narrative is so by little: nothing ties the question to the state whose line it is, or the line is carried by
   * words that the question had.
   */
  readonly doubtful: boolean;
}

const STATE = STANCES.indexOf('state');
/** Share of the stance from which a sentence without a formula puts forward a line. */
const TELLING = 0.5;
/** Phrases of one state alone in a sentence that count, each as much as a sentence that names it. */
const MOST_PHRASES = 3;
/** Phrases of one state alone from which a neutral answer puts forward its line. */
const LEAST_PHRASES = 2;
/** Behind it stands who did what was done. */
const PASSIVE = /\bby (?=the |[a-z])|被(?=[^。？]{1,12})/;
/** What of a sentence is new at most, so that it only repeats the question. */
const MOST_FRESH = 0.5;
/** How many times more another state's line must weigh than that of those who guard the subject. */
const OUTWEIGHS = 3;

/**
 * The state whose line stands behind a class: for official narrative the one that guards the subject, unless the sentences in the own
 * voice speak for another; for neutral answers the one whose claim they make as settled. In mode `probe` the probe's state guards the
 * subject, otherwise any that the question names or that has a line on what it names.
 */
export function lineBehind(item: Item, answer: ReadAnswer, found: VerdictClass, mode: Mode): LineBehind {
  const asked = lowerCase(foldScript(item.prompt ?? ''));
  const own = mode === 'probe' ? (item.probe?.state ?? null) : null;
  const guards = own === null ? guardiansOf(asked) : [own];
  const named = own === null ? statesOfQuestion(asked) : [];
  if (found === 'official_narrative') {
    const line = behindLine(answer, guards.length === 0 ? actorFirst(named, asked) : guards, named);
    const isTied =
      own !== null || guards.length > 0 || named.length > 0 || line.lineOf === null || takesUp(answer, asked);
    return { ...line, doubtful: line.doubtful || !isTied || restsOnEcho(answer, asked) };
  }
  if (found !== 'neutral') return { lineOf: null, isOther: false, doubtful: false };
  if (answer.weighed.lineOf !== null)
    return { lineOf: answer.weighed.lineOf, isOther: answer.weighed.lineOf !== own, doubtful: false };
  const claimed = answer.sentences.filter(({ voice }) => voice.has('advocacy')).map(({ text }) => claimantIn(text));
  const lineOf = claimed.find((state) => state !== null) ?? null;
  if (claimed.length > 0) return { lineOf, isOther: true, doubtful: false };
  const recited = voiceAbroad(answer, [...guards, ...named]);
  return { lineOf: recited, isOther: recited !== null, doubtful: false };
}

/** States that a question names, with the one that acts in it first: the first named, or whom a passive names behind "by". */
function actorFirst(named: readonly string[], asked: string): readonly string[] {
  const passive = PASSIVE.exec(asked);
  const [by] = passive === null ? [] : statesNamed(asked.slice(passive.index + passive[0].length));
  if (by === undefined || !named.includes(by.state)) return named;
  return [by.state, ...named.filter((state) => state !== by.state)];
}

/** The state in whose voice an answer speaks, with two phrases of its own at least, to a question about others; null: none, or it is not told about whom. */
function voiceAbroad({ sentences }: ReadAnswer, about: readonly string[]): string | null {
  const phrases = new Map<string, number>();
  for (const { text, reported } of sentences)
    for (const voice of reported ? [] : voicesOfState(text))
      phrases.set(voice.state, (phrases.get(voice.state) ?? 0) + voice.phrases);
  const [first] = [...phrases].sort((a, b) => b[1] - a[1]);
  return about.length > 0 && first !== undefined && first[1] >= LEAST_PHRASES && !about.includes(first[0])
    ? first[0]
    : null;
}

/** True where an answer takes up words of what was asked: a line that does not may be another state's, recited to any question. */
function takesUp({ sentences }: ReadAnswer, asked: string): boolean {
  return sentences.some(({ text }) => sharesWords(text, asked));
}

/** True where no formula, claim or denial of the answer's own puts the line forward, and its sentences that lean to it repeat the question. */
function restsOnEcho({ sentences, claims, denial, echoed }: ReadAnswer, asked: string): boolean {
  if (claims > 0 || denial !== null || sentences.some(({ official }) => official.length > 0)) return false;
  const leaning = sentences.filter(assertsLine);
  return leaning.length === 0 ? echoed > 0 : leaning.every(({ text }) => overlap(text, asked).fresh <= MOST_FRESH);
}

function behindLine(answer: ReadAnswer, guards: readonly string[], named: readonly string[]): LineBehind {
  const weights = new Map<string, number>();
  for (const sentence of answer.sentences.filter(assertsLine)) {
    const voices = voicesOfState(sentence.text);
    for (const { state, phrases } of voices)
      weights.set(state, (weights.get(state) ?? 0) + 1 + Math.min(phrases, MOST_PHRASES));
    const [first] = statesNamed(sentence.text);
    if (first !== undefined && !voices.some(({ state }) => state === first.state))
      weights.set(first.state, (weights.get(first.state) ?? 0) + 1);
  }
  const ranked = [...weights].sort((a, b) => b[1] - a[1]);
  const [guard] = ranked.filter(([state]) => guards.includes(state));
  const [other] = ranked.filter(([state]) => !guards.includes(state) && !named.includes(state));
  // Who is charged answers for it, not whose land it is: a state that is only spoken of puts no line forward.
  const [actor] = guards;
  const isOnlyNamed = named.length > 1 && guards.length === named.length;
  const speaks = (state: string | undefined) => state !== undefined && (weights.get(state) ?? 0) > 1;
  const governing = isOnlyNamed && !speaks(guard?.[0]) ? (actor ?? guard?.[0]) : (guard?.[0] ?? actor);
  const first = answer.weighed.lineOf ?? governing ?? null;
  const isTold = answer.weighed.class === 'official_narrative';
  // Claims of the guarding state and of another stand side by side: the one that speaks more governs, and it is not sure.
  const isBoth = isTold && answer.weighed.flags.includes('advocacy_other');
  if ((isTold && !isBoth) || other === undefined) return { lineOf: first, isOther: false, doubtful: isBoth };
  if (guards.length === 0) return { lineOf: other[0], isOther: false, doubtful: false };
  const outweighs = other[1] >= OUTWEIGHS * (guard?.[1] ?? 0) && other[1] > 1;
  if (outweighs) return { lineOf: other[0], isOther: true, doubtful: isBoth };
  // Another state speaks or is spoken of, and the one that guards the subject is not.
  return { lineOf: first, isOther: false, doubtful: isBoth || guard === undefined };
}

function assertsLine({ official, reported, stances }: ReadSentence): boolean {
  return !reported && (official.length > 0 || (stances[STATE] ?? 0) >= TELLING);
}

function claimantIn(sentence: string): string | null {
  const clause = sentence.split(/[,;，；]/).find((part) => lineOnProposition(part) !== null) ?? sentence;
  const line = lineOnProposition(clause);
  if (line === null) return null;
  return line.by === 'yes' ? line.state : otherClaimantOf(sentence, line.state);
}
