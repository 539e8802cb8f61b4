import { describe, expect, it } from 'vitest';
import { dividedRates } from '../../src/compare/divided.ts';
import { originRanks } from '../../src/compare/origin-ranks.ts';
import { OTHERS_TOGETHER } from '../../src/compare/origins.ts';
import { seen } from './seen.ts';

const ORIGINS = [undefined, 'chapters', 'list'];
/** Six models: the n-th refuses n of six hand-written questions, and as many of those of two lists taken together. */
const answers = (origins: readonly (string | undefined)[]) =>
  [0, 1, 2, 3, 4, 5].flatMap((n) =>
    origins.flatMap((origin, part) =>
      [0, 1, 2, 3, 4, 5].map((q) =>
        seen({
          target: `m${n}`,
          probe: `${part}-${q}`,
          class: q < n ? 'refusal' : 'neutral',
          ...(origin === undefined ? {} : { origin }),
        }),
      ),
    ),
  );

describe('questions of several origins', () => {
  it('stand apart, and all but the hand-written ones together', () => {
    const levels = dividedRates(answers(ORIGINS), 'origin').map(({ level }) => level);
    expect(levels).toEqual(['origin=chapters', 'origin=hand-written', 'origin=list', `origin=${OTHERS_TOGETHER}`]);
    const ranks = originRanks(answers(ORIGINS)).filter(({ class: name }) => name === 'refusal');
    expect(ranks.map(({ origin, models, spearman }) => [origin, models, spearman?.r.toFixed(2)])).toEqual([
      ['chapters', 6, '1.00'],
      ['list', 6, '1.00'],
      [OTHERS_TOGETHER, 6, '1.00'],
    ]);
  });

  it('are not put together where there is one other origin', () => {
    const levels = dividedRates(answers([undefined, 'list']), 'origin').map(({ level }) => level);
    expect(levels).toEqual(['origin=hand-written', 'origin=list']);
  });
});
