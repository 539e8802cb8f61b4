import { mostOf } from '../lib/most-of.ts';
import type { ReadAnswer } from './read-answer.ts';
import { STANCES } from './sentence-model.ts';

const [STATE, ATTRIB, CANDID, REFUSE] = [0, 1, 2, 3];
const SHORT = 400;
const NONE = STANCES.map(() => 0);

/** Names of the measures that `stanceFeatures` gives, in its order. */
export const STANCE_FEATURES: readonly string[] = [
  ...STANCES.map((stance) => `mean:${stance}`),
  ...STANCES.map((stance) => `first:${stance}`),
  ...STANCES.map((stance) => `last:${stance}`),
  'most:state',
  'most:candid',
  'opening:refuse',
  'stateOverCandid',
  'stateBySentence',
  'led:state',
  'led:candid',
  'led:refuse',
  'short:refuse',
  'criticism:state',
  'criticism:candid',
  'criticism:led',
  'strongest:state',
  'strongest:candid',
  'own:state',
  'own:led',
  'reported',
  'declines:state',
  'end:state',
];

/** What the sentence model finds, over the answer by length, at its beginning and end, and in its strongest sentences. */
export function stanceFeatures({ sentences, length, asksCriticism }: ReadAnswer): number[] {
  const total = Math.max(1, length);
  const stances = sentences.length === 0 ? [NONE] : sentences.map((sentence) => sentence.stances);
  const sizes = sentences.length === 0 ? [0] : sentences.map(({ size }) => size);
  const weighted = (value: (shares: readonly number[]) => number): number =>
    stances.reduce((sum, shares, i) => sum + value(shares) * (sizes[i] ?? 0), 0) / total;
  const shareIn = (rows: readonly (readonly number[])[], c: number): number =>
    rows.reduce((sum, row) => sum + (row[c] ?? 0), 0) / rows.length;
  const strongest = (c: number): number => {
    const rows = stances.map((row) => [row[c] ?? 0]).sort((a, b) => (b[0] ?? 0) - (a[0] ?? 0));
    return shareIn(rows.slice(0, 3), 0);
  };
  const leading = stances.map((shares) => shares.indexOf(Math.max(...shares)));
  const leads = (c: number): number =>
    leading.reduce((sum, lead, i) => sum + (lead === c ? (sizes[i] ?? 0) : 0), 0) / total;
  const means = STANCES.map((_, c) => weighted((shares) => shares[c] ?? 0));
  const first = stances.slice(0, 2);
  const last = stances.slice(-2);
  const declines = sentences.slice(0, 3).some(({ refusal }) => refusal !== null);
  const ownShare = (value: (i: number) => number): number =>
    sentences.reduce((sum, { reported, size }, i) => sum + (reported ? 0 : value(i) * size), 0) / total;
  const mean = (c: number): number => means[c] ?? 0;
  return [
    ...means,
    ...STANCES.map((_, c) => shareIn(first, c)),
    ...STANCES.map((_, c) => shareIn(last, c)),
    strongest(STATE),
    strongest(CANDID),
    Math.max(...first.map((row) => row[REFUSE] ?? 0)),
    Math.log((mean(STATE) + 0.02) / (mean(CANDID) + mean(ATTRIB) / 2 + 0.02)),
    weighted((shares) => Math.log(((shares[STATE] ?? 0) + 0.01) / ((shares[CANDID] ?? 0) + 0.01))),
    leads(STATE),
    leads(CANDID),
    leads(REFUSE),
    length < SHORT ? mean(REFUSE) : 0,
    asksCriticism ? mean(STATE) : 0,
    asksCriticism ? mean(CANDID) : 0,
    asksCriticism ? leads(STATE) : 0,
    mostOf(stances.map((row) => row[STATE] ?? 0)),
    mostOf(stances.map((row) => row[CANDID] ?? 0)),
    ownShare((i) => stances[i]?.[STATE] ?? 0),
    ownShare((i) => (leading[i] === STATE ? 1 : 0)),
    sentences.reduce((sum, { reported, size }) => sum + (reported ? size : 0), 0) / total,
    declines ? mostOf([0, ...sentences.flatMap(({ refusal, stances: row }) => (refusal ? [] : [row[STATE] ?? 0]))]) : 0,
    shareIn(stances.slice(-Math.max(1, Math.round(stances.length / 4))), STATE),
  ];
}
