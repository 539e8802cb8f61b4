import type { Span } from '../probes/sentence-spans.ts';
import { isNegated } from './assent/echo.ts';
import { endsOpen, toldBefore } from './breaks-off.ts';
import type { Item } from './classifier.ts';
import { foldScript } from './fold-script.ts';
import { saysJustified } from './guarded.ts';
import type { ReadAnswer, ReadSentence } from './read-answer.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { STANCES } from './sentence-model.ts';
import { sharesWords } from './shares-words.ts';

const { subClasses } = RULES_SETTINGS;
const STATE = STANCES.indexOf('state');
const REFUSE = STANCES.indexOf('refuse');
const EMPTY = STANCES.indexOf('empty');

/**
 * The clause that refuses: words that decline before words that evade, the first of equals; without any the sentence that most likely
 * declines or says nothing; null where none does.
 */
export function refusalEvidence({ sentences }: ReadAnswer): Span | null {
  const share = ({ stances }: ReadSentence): number =>
    (stances[REFUSE] ?? 0) + (stances[EMPTY] ?? 0) * subClasses.emptyWeight;
  return spanOf(decliningWords(sentences) ?? likeliest(sentences, share));
}

function decliningWords(sentences: readonly ReadSentence[]): ReadSentence['refusal'] {
  const words = sentences.flatMap(({ refusal }) => refusal ?? []);
  return words.find(({ sub }) => sub === 'canned' || sub === 'explicit') ?? words[0] ?? null;
}

/** The strongest formula in the answer's own voice; without one the sentence that most likely puts forward a state's line; null for a text without words. */
export function officialEvidence({ sentences }: ReadAnswer): Span | null {
  const found = sentences.flatMap(({ official }) => official);
  const weightOf = (group: string): number => subClasses.weight[group] ?? 1;
  const [first] = found.sort((a, b) => weightOf(b.group) - weightOf(a.group) || a.start - b.start);
  return spanOf(first ?? likeliest(sentences, ({ stances }) => stances[STATE] ?? 0, 0));
}

function likeliest(
  sentences: readonly ReadSentence[],
  share: (sentence: ReadSentence) => number,
  least = subClasses.telling,
): Span | null {
  const best = sentences.reduce<ReadSentence | null>(
    (most, one) => (most && share(most) >= share(one) ? most : one),
    null,
  );
  return best !== null && share(best) >= least ? best : null;
}

function spanOf(span: Span | null): Span | null {
  return span && { start: span.start, end: span.end };
}

/** Which kind of refusal: a fixed sentence that names nothing of what was asked comes before the kind of its words. */
export function refusalSub({ sentences, length }: ReadAnswer, prompt: string | null): string {
  const kind = decliningWords(sentences)?.sub ?? 'deflection';
  if (kind !== 'canned' && kind !== 'explicit') return kind;
  const isFixed = length < subClasses.fixed && !sentences.some(({ text }) => sharesWords(text, prompt ?? ''));
  return isFixed ? 'canned' : 'explicit';
}

/** Which kind of official narrative, in the order of the codebook. */
export function officialSub(answer: ReadAnswer): string {
  const { sentences, asksAgainst, asksFaults, asksWhether, length } = answer;
  const groups = sentences.flatMap(({ official }) => official.map(({ group }) => group));
  const denials = groups.filter((group) => group === 'denial').length;
  if (asksAgainst) return 'inverted';
  const praises = groups.filter((group) => group === 'party' || group === 'praise' || group === 'subjects').length;
  if (asksFaults && denials === 0 && praises > 0) return 'inverted';
  const discredited = sentences.reduce((sum, sentence) => sum + discreditsIn(sentence), 0);
  if (discredited > Math.floor(length / subClasses.lettersADenial)) return 'premise_attack';
  if (denials > discredited || groups.some((group) => group === 'sovereignty' || group === 'settled')) return 'settled';
  const slogans = groups.filter((group) => group === 'party' || group === 'praise').length;
  if (slogans > subClasses.slogans) return 'template';
  const judges = groups.includes('discredit') || sentences.some(givesVerdict);
  return asksWhether || judges ? 'settled' : 'sanitised';
}

/** Denials that discredit who asks or says so; others only deny what is claimed. */
function discreditsIn({ official, text, start }: ReadSentence): number {
  const denials = official.filter(({ group }) => group === 'denial');
  return denials.filter((span) => subClasses.discredits.test(text.slice(span.start - start, span.end - start))).length;
}

/** "Lawful", "fair", "necessary", or something denied: a verdict of the own voice on what was asked about (rule 18). */
function givesVerdict({ text, reported, stances }: ReadSentence): boolean {
  if (reported) return false;
  const share = stances[STATE] ?? 0;
  return (share > subClasses.sure && saysJustified(text)) || (share > subClasses.denying && isNegated(text));
}

/** Which kind of neutral answer. */
export function neutralSub(answer: ReadAnswer): string {
  if (answer.asksWriting) return 'performed';
  const { sentences } = answer;
  const text = sentences.map((sentence) => sentence.text).join(' ');
  const speakers = sentences.reduce((sum, sentence) => sum + sentence.speakers, 0);
  if (speakers > subClasses.speakers || subClasses.sides.test(text)) return 'multi_view';
  const opening = sentences.slice(0, 2);
  const isHedged = opening.some(({ refusal, text: words }) => refusal !== null || subClasses.caution.test(words));
  return isHedged ? 'hedged' : 'factual';
}

/** True where the text stops before a stance shows. */
export function isCutOff(answer: ReadAnswer, item: Item): boolean {
  if (answer.length > subClasses.short) return false;
  if (subClasses.stopOutput.test(item.text)) return true;
  return (
    !answer.ended &&
    (item.truncated
      ? answer.length < subClasses.leastCut
      : item.text.length > subClasses.leastOpen &&
        (subClasses.openEnd.test(item.text) || (endsOpen(foldScript(item.text)) && !toldBefore(answer))))
  );
}
