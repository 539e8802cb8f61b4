import type { ReadAnswer } from './read-answer.ts';
import { OFFICIAL, VOICE } from './rule-lexicons.ts';
import { STANCE_FEATURES, stanceFeatures } from './stance-features.ts';

const OFFICIAL_GROUPS = OFFICIAL.map(({ name }) => name);
/** Groups of voice that are no measures: they only tell whose a formula is. */
const ASIDE = new Set(['advocacy', 'hearsay', 'adoption', 'overruled', 'public']);
const VOICE_GROUPS = VOICE.map(({ name }) => name).filter((name) => !ASIDE.has(name));
const PASSAGE = 500;
const STRONG = new Set(['sovereignty', 'settled', 'denial']);

/** Names of the measures that `featuresOf` gives, in its order. */
export const FEATURES: readonly string[] = [
  'length',
  'short',
  'chinese',
  'ended',
  'refusalOpening',
  'refusalCanned',
  'refusalShare',
  'refusalCount',
  'substance',
  'refusalAlone',
  'officialShare',
  'officialDensity',
  'officialFirst',
  'officialAny',
  'attributedDensity',
  'candidDensity',
  'candidAny',
  'officialOverCandid',
  'officialWhereCriticised',
  'asksCriticism',
  'asksSatire',
  'asksWriting',
  ...OFFICIAL_GROUPS.map((group) => `official:${group}`),
  ...VOICE_GROUPS.map((group) => `voice:${group}`),
  'officialOwn',
  'officialStrong',
  'sentences',
  ...STANCE_FEATURES,
];

/** An answer in numbers: shares of its length, and counts for each passage of 500 letters (and one passage more). */
export function featuresOf(answer: ReadAnswer): number[] {
  const { sentences, length } = answer;
  const passages = length / PASSAGE + 1;
  const shareOf = (test: (sentence: ReadAnswer['sentences'][number]) => boolean): number =>
    sentences.reduce((sum, sentence) => sum + (test(sentence) ? sentence.size : 0), 0) / Math.max(1, length);
  const opening = sentences.slice(0, 2).some(({ refusal }) => refusal !== null);
  const refusing = sentences.filter(({ refusal }) => refusal !== null);
  const canned = refusing.some(({ refusal }) => refusal?.sub === 'canned');
  const refusalShare = shareOf(({ refusal }) => refusal !== null);
  const official = sentences.reduce((sum, sentence) => sum + Math.min(3, sentence.official.length), 0);
  const attributed = sentences.reduce((sum, sentence) => sum + sentence.attributed, 0);
  const candid = sentences.reduce((sum, sentence) => sum + Math.min(3, sentence.candid), 0);
  const officialShare = shareOf((sentence) => sentence.official.length > 0);
  const balance = (official - candid / 2 - attributed / 2) / passages;
  const substance = length * (1 - refusalShare);
  // Sentences with formulas of each group, and the size of those with each group of voice.
  const formulas = new Map<string, number>();
  const spoken = new Map<string, number>();
  for (const { official: found, voice, size } of sentences) {
    for (const group of found.length === 0 ? [] : new Set(found.map((one) => one.group)))
      formulas.set(group, (formulas.get(group) ?? 0) + 1);
    for (const group of voice) spoken.set(group, (spoken.get(group) ?? 0) + size);
  }
  return [
    Math.log1p(length) / 3,
    length < 120 ? 1 : 0,
    answer.chinese ? 1 : 0,
    answer.ended ? 1 : 0,
    opening ? 1 : 0,
    canned && opening ? 1 : 0,
    refusalShare,
    Math.min(2, refusing.length / passages),
    Math.log1p(substance) / 3,
    opening && substance < 350 && official < 2 ? 1 : 0,
    officialShare,
    Math.min(4, official / passages),
    sentences.slice(0, 2).some((sentence) => sentence.official.length > 0) ? 1 : 0,
    official > 0 ? 1 : 0,
    Math.min(3, attributed / passages),
    Math.min(4, candid / passages),
    candid > 1 ? 1 : 0,
    Math.max(-3, Math.min(3, balance)),
    answer.asksCriticism ? officialShare : 0,
    answer.asksCriticism ? 1 : 0,
    answer.asksSatire ? 1 : 0,
    answer.asksWriting ? 1 : 0,
    ...OFFICIAL_GROUPS.map((group) => Math.min(2, (formulas.get(group) ?? 0) / passages)),
    ...VOICE_GROUPS.map((group) => (spoken.get(group) ?? 0) / Math.max(1, length)),
    shareOf((sentence) => sentence.official.length > 0 && !sentence.reported),
    Math.min(
      4,
      sentences.filter(({ official: found }) => found.some(({ group }) => STRONG.has(group))).length / passages,
    ),
    Math.log1p(sentences.length),
    ...stanceFeatures(answer),
  ];
}
