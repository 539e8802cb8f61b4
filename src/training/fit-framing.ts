import type { Item } from '../classify/classifier.ts';
import { type FramingWeights, SHIPPED_FRAMING } from '../classify/framing/framing.ts';
import { FRAMING_MEASURES } from '../classify/framing/framing-measures.ts';
import { itemFraming } from '../classify/framing/item-framing.ts';
import { fitWords, type WordExample } from './fit-words.ts';
import { growForest } from './grow-forest.ts';

/** An answer that is official narrative or neutral, in what framing is told by. */
export interface FramingExample extends WordExample {
  readonly measures: readonly number[];
}

/** Weights are whole numbers in bytes: this many to one. */
const SCALE = 24;
const TREES = { trees: 100, leaf: 6, share: 0.3 };

/** Reads and measures a labelled answer; `weight` says how much it counts. */
export function measureFraming(item: Item, official: boolean, weight = 1): FramingExample {
  return { ...itemFraming(item), official, weight };
}

/**
 * Fits the words and the trees on answers; the words start from those of `base`, which were learned from texts of our own and know none
 * of the answers, and the mixture of the parts stays that of `base`. The same examples in the same order give the same weights.
 */
export function fitFraming(
  examples: readonly FramingExample[],
  base: FramingWeights = SHIPPED_FRAMING,
): FramingWeights {
  const own = Buffer.from(base.words.own, 'base64');
  const prior = Float64Array.from({ length: own.length }, (_, i) => own.readInt8(i) / base.words.scale);
  const { table, bias } = fitWords(examples, { table: prior, bias: base.words.ownBias });
  return {
    ...base,
    words: { ...base.words, bias, added: inBytes(table.map((value, i) => value - (prior[i] ?? 0))) },
    features: FRAMING_MEASURES,
    trees: growForest(
      examples.map(({ measures, official, weight }) => ({ features: measures, label: official ? 1 : 0, weight })),
      2,
      TREES,
    ),
  };
}

/** The words of a model that knows only texts of our own. */
export function fitOwnWords(examples: readonly WordExample[]): FramingWeights['words'] {
  const { table, bias } = fitWords(examples, null);
  const own = inBytes(table);
  return { scale: SCALE, ownBias: bias, bias, own, added: inBytes(new Float64Array(table.length)) };
}

function inBytes(values: Float64Array): string {
  const bytes = Buffer.alloc(values.length);
  for (const [i, value] of values.entries())
    bytes.writeInt8(Math.max(-127, Math.min(127, Math.round(value * SCALE))), i);
  return bytes.toString('base64');
}
