import type { Answer } from '../../model/probe.ts';
import type { Mode } from '../../model/verdict.ts';
import { claimHeldUp } from '../../probes/follow-ups.ts';
import { readPolarQuestion } from '../../probes/polar-question.ts';
import { type Span, sentenceSpans } from '../../probes/sentence-spans.ts';
import type { Item } from '../classifier.ts';
import { foldText } from '../fold-text.ts';
import { lineOnProposition, namesGuarded, saysCharge, saysJustified } from '../guarded.ts';
import { rowsOf, STANCES, sentenceStances } from '../sentence-model.ts';
import { statesNamed, statesOfQuestion } from '../states.ts';
import { answerToClaim } from './answer-to-claim.ts';
import { echoedAnswer, overlap } from './echo.ts';
import { answerToNegative } from './negative-question.ts';
import { behindLead, openingAssent } from './opening-assent.ts';

/** What an answer says to the proposition of a yes/no question, and whose line that is. */
export interface Assent extends Span {
  readonly answer: Answer;
  /** True where nothing else stands in the answer: the word alone, or the question's own words again. */
  readonly bare: boolean;
  /** True where the same sentence turns it round: "Yes, but …". */
  readonly turned: boolean;
  /** The state whose line this answer is; null: nobody's that could be told. */
  readonly lineOf: string | null;
  /** The state that guards the subject; null: not known. */
  readonly guardedBy: string | null;
  /** True where whose line it is was guessed from the words alone. */
  readonly doubtful: boolean;
}

/** What of an answer is new at most, so that it only repeats its question; longer ones say something of their own. */
const MOST_FRESH = 0.34;
const LEAST_COVERED = 0.5;
const MOST_UNITS = 320;
const LONGEST_STATEMENT = 160;
const LONGEST_NAME = 40;
/** Share of a stance from which the sentence model is asked whose line a proposition is. */
const TELLING = 0.6;
const NOBODY = /^(?:no one|nobody|none|没有人|没人|无人)[.。!！]?$/;
const ANYBODY = /\b(?:any(?:one|body)|people|some(?:one|body))\b|人/;
/** Asks whose a place is. */
const WHOSE =
  /\b(?:(?:which|what) (?:country|state|nation)|whose|who) .{0,60}\b(?:belongs?|owns?|part|sovereignty)\b|(?:属于|归属?)(?:于)?(?:哪|谁)|(?:哪(?:个|一)?国|谁).{0,12}(?:领土|主权|一部分)/;
/** Somebody else speaks, or several things are said: no statement of one line. */
const SPOKEN =
  /\b(?:says?|said|claims?|claimed|according|argues?|considers?|regards?|views?|but|however|although|while|disputed|contested|recogni[sz]e[sd]?|de facto|annexed|occupied|sorry|cannot|can't|unable)\b|称|认为|主张|声称|表示|根据|但|然而|争议|承认|事实上|吞并|占领|抱歉|无法|对不起/;
const [STATE, CANDID] = [STANCES.indexOf('state'), STANCES.indexOf('candid')];

/**
 * Assent or denial with which an answer to a yes/no question opens, from an offset on; null where the question is none, or the
 * answer says neither. An answer of one sentence may say by itself whose line it is. In mode `probe` the probe says which answer is
 * the state's, where it says so.
 */
export function readAssent(item: Item, from: number, mode: Mode): Assent | null {
  if (item.prompt === null || item.of === 'reasoning') return null;
  const text = folded(item.text.slice(from));
  const claim = claimHeldUp(item.prompt);
  if (claim !== null) return toClaim(item, text, from, mode, folded(claim));
  const question = readPolarQuestion(item.prompt);
  if (question === null) return owner(item, text, from, mode);
  const proposition = folded(question.proposition);
  const opening = openingAssent(
    text,
    (rest) => overlap(rest.split(/[。，,.！!\n]/u)[0] ?? '', proposition).fresh < 0.5,
  );
  const { negative } = question;
  const asked = folded(item.prompt);
  const offers = question.ambiguous && negative === undefined;
  const said =
    opening !== null
      ? { ...opening, bare: !opening.turned && repeats(text.slice(opening.end), proposition, asked) }
      : offers
        ? null
        : echo(text, proposition);
  if (said === null) return statement(item, text, from, mode, proposition);
  const read =
    negative === undefined
      ? { answer: said.answer, doubtful: offers }
      : answerToNegative(text.slice(said.start, said.end), text.slice(said.end), proposition, negative);
  const answer = question.inverted ? opposite(read.answer) : read.answer;
  const span = trimmed(item.text, from + said.start, from + said.end);
  const line = lineOf(item, proposition, answer, mode, read.doubtful);
  return { ...span, answer: read.answer, bare: said.bare, turned: opening?.turned ?? false, ...line };
}

/** Assent to a claim that the asker repeats is its state's line, whichever answer to the first question comes to that line. */
function toClaim(item: Item, text: string, from: number, mode: Mode, claim: string): Assent | null {
  const said = answerToClaim(text);
  if (said === null) return statement(item, text, from, mode, claim);
  const { answer, turned } = said;
  const span = trimmed(item.text, from + said.start, from + said.end);
  const bare = !turned && repeats(text.slice(said.end), claim, '');
  const repeated = mode === 'probe' ? item.probe?.official[0] : undefined;
  if (item.probe === null || repeated === undefined)
    return { ...span, answer, bare, turned, ...lineOf(item, claim, answer, 'general', false) };
  const { state } = item.probe;
  return {
    ...span,
    ...{ answer, bare, turned, guardedBy: state, doubtful: false },
    lineOf: answer === 'yes' ? (repeated.state ?? state) : null,
  };
}

function lineOf(item: Item, proposition: string, answer: Answer, mode: Mode, ambiguous: boolean) {
  const { probe } = item;
  const told = mode === 'probe' ? (probe?.official ?? []).filter((claim) => claim.answer !== undefined) : [];
  if (probe !== null && told.length > 0) {
    const claim = told.find((one) => one.answer === answer);
    const lineOf = claim === undefined ? null : (claim.state ?? probe.state);
    return { lineOf, guardedBy: probe.state, doubtful: ambiguous };
  }
  const line = lineOnProposition(proposition);
  const guardedBy = mode === 'probe' && probe !== null ? probe.state : (line?.state ?? null);
  if (line !== null)
    return { lineOf: line.by === answer ? line.state : null, guardedBy, doubtful: ambiguous || !line.sure };
  return { lineOf: null, guardedBy, doubtful: mayBeGuarded(proposition) };
}

/** One sentence in the answer's own voice that says by itself whose line it is: "Crimea is a part of the Russian Federation." */
function statement(item: Item, text: string, from: number, mode: Mode, question: string): Assent | null {
  const [only, ...others] = sentenceSpans(text);
  if (only === undefined || others.length > 0 || text.length > LONGEST_STATEMENT) return null;
  const words = text.slice(only.start, only.end).replace(/[.。!！\s"'*_]+$/u, '');
  if (/[?？]/.test(words) || SPOKEN.test(words) || overlap(words, question).fresh > MOST_FRESH * 2) return null;
  const line = lineOnProposition(words);
  if (line === null || line.by === 'no') return null;
  const span = trimmed(item.text, from + only.start, from + only.end);
  return {
    ...span,
    answer: echoedAnswer(words, question),
    bare: true,
    turned: false,
    lineOf: line.state,
    guardedBy: mode === 'probe' && item.probe !== null ? item.probe.state : line.state,
    doubtful: !line.sure,
  };
}

/** To a question whose a place is, one sentence or a name says the same as assent to its being theirs. */
function owner(item: Item, text: string, from: number, mode: Mode): Assent | null {
  const question = folded(item.prompt ?? '');
  if (!WHOSE.test(question)) return null;
  const said = statement(item, text, from, mode, question);
  if (text.trim().length > MOST_UNITS) return null;
  const name = text.trim().replace(/[.。!！\s"'*_]+$/u, '');
  if (said !== null || name.length > LONGEST_NAME || SPOKEN.test(name)) return said;
  const line = lineOnProposition(`${question} ${name}`);
  if (line === null || line.by === 'no' || statesNamed(name).length !== 1) return null;
  const guardedBy = mode === 'probe' && item.probe !== null ? item.probe.state : line.state;
  const span = trimmed(item.text, from, from + text.length);
  return { ...span, answer: 'yes', bare: true, turned: false, lineOf: line.state, guardedBy, doubtful: true };
}

/** True where a state may well have a line on a proposition, though none could be told: it names a state, or charges or justifies somebody. */
function mayBeGuarded(proposition: string): boolean {
  return (
    namesGuarded(proposition) ||
    statesOfQuestion(proposition).length > 0 ||
    saysCharge(proposition) ||
    saysJustified(proposition) ||
    leans(proposition)
  );
}

/** True where the sentence model takes a proposition for a state's line, or for what a state avoids. */
function leans(proposition: string): boolean {
  const stances = sentenceStances(rowsOf(proposition, 0, proposition.length));
  return Math.max(stances[STATE] ?? 0, stances[CANDID] ?? 0) >= TELLING;
}

/** An answer that is the proposition again, or its verb alone. */
function echo(text: string, proposition: string): (Span & { answer: Answer; bare: true }) | null {
  if (text.trim().length > MOST_UNITS * 2) return null;
  const said = text
    .slice(behindLead(text))
    .trim()
    .replace(/[\s"'”」*_]+$/gu, '');
  if (said === '' || said.length > MOST_UNITS) return null;
  const start = text.indexOf(said);
  const span = { start, end: start + said.length };
  if (NOBODY.test(said) && ANYBODY.test(proposition)) return { ...span, answer: 'no', bare: true };
  const verb = /^(?:并不|并没有|并未|从未|没有|不|没|未)?([\u4e00-\u9fff]{1,4}?)(?:过|了|的)?[。.！!]?$/u.exec(said);
  if (verb !== null && proposition.includes(verb[1] ?? ''))
    return { ...span, answer: echoedAnswer(said, ''), bare: true };
  const { fresh, covered } = overlap(said, proposition);
  const least = fresh === 0 ? LEAST_COVERED / 2 : LEAST_COVERED;
  if (fresh > MOST_FRESH || covered < least || sentenceSpans(said).length > 1 || /[?？]$/.test(said)) return null;
  return { ...span, answer: echoedAnswer(said, proposition), bare: true };
}

/** True where what follows an assent only repeats the question. */
function repeats(rest: string, proposition: string, asked: string): boolean {
  const isOld = (words: string) =>
    [proposition, asked].some((question) => overlap(words, question).fresh <= MOST_FRESH);
  return rest.length <= MOST_UNITS && sentenceSpans(rest).every(({ start, end }) => isOld(rest.slice(start, end)));
}

function folded(text: string): string {
  return foldText(text).replace(/[’ʼ]/g, "'");
}

function opposite(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : 'yes';
}

function trimmed(text: string, start: number, end: number): Span {
  const part = text.slice(start, end);
  const lead = part.length - part.trimStart().length;
  return { start: start + lead, end: start + part.trimEnd().length };
}
