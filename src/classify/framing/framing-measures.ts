import { leastOf, mostOf } from '../../lib/most-of.ts';
import { FEATURES } from '../answer-features.ts';
import type { ReadAnswer } from '../read-answer.ts';
import { STANCES } from '../sentence-model.ts';

const STATE = STANCES.indexOf('state');
const OTHERS = ['attrib', 'candid', 'plain'].map((stance) => STANCES.indexOf(stance as (typeof STANCES)[number]));
/** What a sentence that is somebody else's counts against one in the own voice. */
const REPORTED_WEIGHT = 1 / 4;
const BOUND = 0.01;

/** How the sentences of an answer lean to a state's line, as logarithms of odds: on the whole (by length), most, least, first and last. */
export interface OwnStance {
  readonly mean: number;
  readonly most: number;
  readonly least: number;
  readonly first: number;
  readonly last: number;
}

/** Weighs what the sentence model says of the answer's own voice; 0 throughout for an answer without sentences. */
export function ownStance({ sentences }: ReadAnswer): OwnStance {
  if (sentences.length === 0) return { mean: 0, most: 0, least: 0, first: 0, last: 0 };
  let sum = 0;
  let total = 0;
  const leans = sentences.map(({ stances, size, reported }) => {
    const lean = leanOf(stances);
    const weight = size * (reported ? REPORTED_WEIGHT : 1);
    sum += lean * weight;
    total += weight;
    return reported ? Math.min(0, lean) : lean;
  });
  return {
    mean: sum / Math.max(1e-9, total),
    most: mostOf(leans),
    least: leastOf(leans),
    first: leans[0] ?? 0,
    last: leans.at(-1) ?? 0,
  };
}

/** How a sentence leans to a state's line against what is reported, candid or plain, as a logarithm of odds. */
export function leanOf(stances: readonly number[]): number {
  const others = OTHERS.reduce((share, c) => share + (stances[c] ?? 0), 0);
  return Math.log(((stances[STATE] ?? 0) + BOUND) / (others + BOUND));
}

/** Names of the measures that the trees are grown on: those of answers at large that bear on framing, and the own stance. */
export const FRAMING_MEASURES: readonly string[] = [
  ...FEATURES.filter((name) => !/^(refusal|opening:refuse|led:refuse|short:refuse|ended|substance)/.test(name)),
  'stance:mean',
  'stance:most',
  'stance:least',
  'stance:first',
  'stance:last',
];

const STANCE_PARTS = ['mean', 'most', 'least', 'first', 'last'] as const satisfies readonly (keyof OwnStance)[];
/** Places of the measures: features of answers, and behind them the parts of the own stance. */
const places = new Map([...FEATURES, ...STANCE_PARTS.map((part) => `stance:${part}`)].map((name, i) => [name, i]));

/** What gives the measures named of an answer and its features, in that order. Throws where one is unknown. */
export function framingMeasures(
  names: readonly string[] = FRAMING_MEASURES,
): (answer: ReadAnswer, features: readonly number[]) => number[] {
  const taken = names.map((name) => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`expected a measure of an answer, found "${name}": fit framing anew`);
    return place;
  });
  return (answer, features) => {
    const stance = ownStance(answer);
    const all = [...features, ...STANCE_PARTS.map((part) => stance[part])];
    return taken.map((place) => all[place] ?? 0);
  };
}
