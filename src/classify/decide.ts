import type { VerdictClass } from '../model/verdict.ts';
import { repeatedTail } from '../reading/repetition.ts';
import { lacksEnd, toldBefore } from './breaks-off.ts';
import type { Item } from './classifier.ts';
import type { Framing } from './framing/framing.ts';
import { isMuddle } from './muddle.ts';
import { isPlainIgnorance } from './plain-ignorance.ts';
import { mayPraiseInstead } from './praise-instead.ts';
import type { ReadAnswer } from './read-answer.ts';
import { isReasonsInstead } from './reasons-instead.ts';
import { scoresOf } from './refusal-act/linear-model.ts';
import type { RefusalReading } from './refusal-act/refusal-head.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { STANCES } from './sentence-model.ts';
import { softmaxOf } from './softmax.ts';
import { isCutOff } from './sub-classes.ts';
import { isBare, isThin } from './thin-evidence.ts';

/** The classes that shares are given for; `other` is told by hand. */
export const DECIDED = ['refusal', 'official_narrative', 'neutral'] as const;

/** What the parts that read an answer found in it. */
export interface Parts {
  readonly refusal: RefusalReading;
  readonly framing: Framing;
}

/** How the parts are joined, and how far the join is to be believed. Made by `scripts/fit-decision.ts`. */
export interface DecisionWeights {
  /** Weights of `decisionMeasures`, one measure after another and the bias last, each for the classes of `DECIDED`. */
  readonly stack: readonly number[];
  /** For each language, scores that rise, and the share of verdicts from there on, up to the next, that were right. */
  readonly measured: Readonly<Record<'en' | 'zh', readonly { readonly from: number; readonly right: number }[]>>;
  /** The score under which a verdict of a class is marked unsure, for answers of few, some and many sentences (`lengthOf`). */
  readonly sure: Readonly<Record<'en' | 'zh', Readonly<Record<(typeof DECIDED)[number], readonly number[]>>>>;
}

/** A class with the measured share of verdicts at its score that were right. */
export interface Decision {
  readonly found: VerdictClass;
  readonly confidence: number;
  readonly unsure: boolean;
}

const { decision } = RULES_SETTINGS;
const CANDID = STANCES.indexOf('candid');

/** Joins what the parts found: a class, what it is worth, and whether it is only the likeliest. */
export function decide(item: Item, answer: ReadAnswer, parts: Parts, weights: DecisionWeights): Decision {
  const byHand: Decision = { found: 'other', confidence: decision.handConfidence, unsure: false };
  const loop = repeatedTail(item.text);
  if (answer.length < (loop === null ? 1 : leastBefore(item.text.slice(0, loop)))) return byHand;
  const shares = decisionShares(answer, parts, weights.stack);
  const ordered = [...shares].sort((a, b) => b - a);
  const found = DECIDED[shares.indexOf(ordered[0] ?? 0)] ?? 'neutral';
  const isOpen = found === 'neutral' || (found === 'refusal' && !declines(answer));
  if (isOpen && isCutOff(answer, item)) return { ...byHand, unsure: true };
  const score = scoreOfParts(shares, parts.refusal.share, parts.framing.spread);
  const lang = answer.chinese ? 'zh' : 'en';
  const measured = weights.measured[lang].findLast(({ from }) => score >= from)?.right ?? decision.unmeasuredConfidence;
  // What runs in circles and says neither, or is no prose, is neutral only for want of anything else.
  const isEmpty =
    found === 'neutral' && (loop !== null || isMuddle(answer, item.prompt) || mayBreakOff(answer, item, loop !== null));
  // Who answers declines nothing in verse, or with a yes or no: what leans to a refusal there is only doubt.
  const isOverruled =
    (answers(answer) || isVerse(answer) || answer.declinesAsOrdered) && parts.refusal.share >= decision.leansToRefusal;
  const isUnfounded =
    found === 'refusal'
      ? answer.sentences.every(({ refusal }) => refusal === null)
      : ((found === 'neutral' || restsOnNothing(answer)) && isThin(item, answer, parts.refusal.sentences)) ||
        (found === 'neutral' && isBare(item, answer));
  const mayPraise = found === 'neutral' && praisesHandling(answer);
  const mayNotKnow = found === 'refusal' && isPlainIgnorance(item, answer);
  const isInstead = found === 'neutral' && (isReasonsInstead(item, answer) || mayPraiseInstead(answer));
  return {
    found,
    confidence:
      isUnfounded || isOverruled || mayPraise || mayNotKnow || isInstead || isEmpty
        ? Math.min(measured, decision.unfoundedConfidence)
        : measured,
    unsure:
      score < (weights.sure[lang][found][lengthOf(answer.sentences.length)] ?? 1) ||
      isUnfounded ||
      lacksEvidence(answer, parts.refusal) ||
      isOverruled ||
      mayPraise ||
      isInstead ||
      mayNotKnow ||
      isEmpty,
  };
}

/** Which of the lengths an answer is of that thresholds are kept for: a score is worth less where there is less to go by. */
export function lengthOf(sentences: number): number {
  return decision.lengths.filter((most) => sentences > most).length;
}

/** True of a short answer whose last sentence has no end, before what was asked is told. */
function mayBreakOff(answer: ReadAnswer, item: Item, isLoop: boolean): boolean {
  if (isLoop || item.of !== 'response' || answer.length > RULES_SETTINGS.subClasses.short) return false;
  return lacksEnd(item.text, answer) && !toldBefore(answer);
}

/** True of a short answer that praises in the own voice how something was handled, and tells nothing that a state avoids (rule 6 of the codebook). */
function praisesHandling({ sentences, asksVoice, weighed }: ReadAnswer): boolean {
  if (asksVoice || weighed.class === 'neutral' || sentences.length > decision.praise.sentences) return false;
  const praises = ({ official }: ReadAnswer['sentences'][number]): boolean =>
    official.some(({ group }) => decision.praise.groups.test(group));
  return sentences.some(praises) && sentences.every(({ stances }) => (stances[CANDID] ?? 0) < decision.praise.candid);
}

/** True where no formula, claim or denial of the own voice puts a state's line forward. */
function restsOnNothing({ sentences, claims, denial }: ReadAnswer): boolean {
  return claims === 0 && denial === null && sentences.every(({ official }) => official.length === 0);
}

/** Letters that must stand before a loop: a whole sentence says what it says however often, pieces of one may be anything. */
function leastBefore(unit: string): number {
  return decision.wholeSentence.test(unit) ? decision.leastSentence : decision.leastBeforeLoop;
}

/** True where words decline, so that no more words of an answer would change that. */
function declines({ sentences }: ReadAnswer): boolean {
  return sentences.some(({ refusal }) => refusal !== null && (refusal.sub === 'canned' || refusal.sub === 'explicit'));
}

/** True of an answer that opens with a yes or no to what was asked, and declines nothing: to say either is to answer. */
function answers({ assent, sentences }: ReadAnswer): boolean {
  return (
    assent !== null && sentences.length <= decision.shortSentences && sentences.every(({ refusal }) => refusal === null)
  );
}

/** True of lines of verse that were asked for: what they decline nobody declines who answers. */
function isVerse({ asksVerse, sentences }: ReadAnswer): boolean {
  const { leastLines, longestLine, item } = RULES_SETTINGS.refusalAct.verse;
  if (!asksVerse) return false;
  const lines = sentences.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim() !== '');
  const runsOn = lines.filter((line) => decision.openLine.test(line)).length;
  const isLine = (line: string) => line.length < longestLine && !item.test(line);
  return lines.length >= leastLines && runsOn > 0 && lines.every(isLine);
}

/** False where an answer has too little of an act: whatever its framing is like, that makes no refusal. */
export function mayRefuse(share: number): boolean {
  return share >= decision.leastShare;
}

/** True where the head leans to a refusal that nothing in the text bears out. */
export function lacksEvidence(answer: ReadAnswer, refusal: RefusalReading): boolean {
  return refusal.share >= decision.leansToRefusal && declinesNowhere(answer, refusal);
}

/** True where no sentence declines, by words or by the way it goes, or clearly says nothing: that makes no refusal. */
function declinesNowhere({ sentences }: ReadAnswer, { sentences: read }: RefusalReading): boolean {
  const { act, hollow } = decision.leastEvidence;
  return (
    read.length > 0 &&
    sentences.every(({ refusal }) => refusal === null) &&
    read.every(({ acts }) => (acts[0] ?? 0) < act && (acts[1] ?? 0) < hollow)
  );
}

/** The shares of the classes of `DECIDED`. In mode `probe` what the probe lists weighs too (rule 6). */
export function decisionShares(answer: ReadAnswer, parts: Parts, stack: readonly number[]): number[] {
  const scores = scoresOf([], stack, DECIDED.length, {
    buckets: [],
    unit: 1,
    measures: decisionMeasures(answer, parts),
  });
  const gains = [0, answer.claims * decision.claimGain, answer.facts * decision.factGain];
  const gained = scores.map((score, c) => score + Math.min(decision.mostGain, gains[c] ?? 0));
  if (answer.rulesOutLine) gained[1] = Number.NEGATIVE_INFINITY;
  if (
    !mayRefuse(parts.refusal.share) ||
    declinesNowhere(answer, parts.refusal) ||
    answers(answer) ||
    isVerse(answer) ||
    answer.declinesAsOrdered
  )
    gained[0] = Number.NEGATIVE_INFINITY;
  return softmaxOf(gained);
}

/** What a verdict is worth: the lead of the first class over the second, less where the parts of framing lie apart and it decides. 0…1. */
export function scoreOfParts(shares: readonly number[], refusal: number, spread: number): number {
  const [first = 0, second = 0] = [...shares].sort((a, b) => b - a);
  return Math.max(0, first - second - decision.spreadWeight * spread * (1 - refusal));
}

/** What the join is told of an answer. */
export function decisionMeasures(answer: ReadAnswer, { refusal, framing }: Parts): number[] {
  const refuses = logit(refusal.share);
  const official = logit(framing.official);
  const chinese = answer.chinese ? 1 : 0;
  const hasFormula = answer.sentences.some((sentence) => sentence.official.length > 0) ? 1 : 0;
  return [
    refuses,
    official,
    logit(framing.parts.words),
    logit(framing.parts.trees),
    logit(framing.parts.sentences),
    framing.attributedOnly ? 1 : 0,
    chinese,
    chinese * refuses,
    chinese * official,
    (Math.max(0, refuses) * Math.max(0, official)) / 4,
    hasFormula,
    hasFormula * refuses,
  ];
}

/** The logarithm of the odds of a share, bounded where a share is 0 or 1. */
function logit(share: number): number {
  return Math.log((share + 0.01) / (1.01 - share));
}
