import { describe, expect, it } from 'vitest';
import { clustersOf } from '../../src/compare/clusters.ts';
import { compare } from '../../src/compare/compare.ts';
import { summarize } from '../../src/compare/summarize.ts';
import type { Observation } from '../../src/model/observation.ts';
import { agreeing } from '../../src/stats/tested-difference.ts';
import { answers, empty, failed, filtered, refusal } from './gate-answers.ts';

const sides = { base: 'a', candidate: 'b' };

describe('intervals that agree with a test', () => {
  it('leave 0 out on the side of the difference, however far they reach on the other', () => {
    expect(agreeing({ lo: -1, hi: 1 }, true, 0.7)).toEqual({ lo: 1e-9, hi: 1 });
    expect(agreeing({ lo: -1, hi: 1 }, true, -0.7)).toEqual({ lo: -1, hi: -1e-9 });
    expect(agreeing({ lo: -0.9, hi: 0.6 }, true, 0.2)).toEqual({ lo: 1e-9, hi: 0.6 });
  });

  it('hold the difference where a family finds that of six questions beside larger ones', () => {
    const topic = (question: number) => (question < 6 ? 'tibet' : question < 36 ? 'taiwan' : 'leaders');
    const before = answers(66, 5, (question) => ({ topic: topic(question) }));
    const after = answers(66, 5, (question, sample) => ({
      topic: topic(question),
      ...(sample < (question < 6 ? 3 : 1 + (question % 2))
        ? { class: question < 36 ? 'refusal' : 'official_narrative' }
        : {}),
    }));
    const found = compare(before, after, sides).cells.filter(({ p_adjusted: p }) => p !== null && p <= 0.05);
    const small = found.find((cell) => cell.topic === 'tibet' && cell.class === 'refusal');
    expect(small).toMatchObject({ diff: expect.closeTo(0.6, 12), family: { lo: 1e-9, hi: 1 } });
    for (const { diff, family } of found) {
      expect(family?.lo).toBeLessThanOrEqual(diff);
      expect(family?.hi).toBeGreaterThanOrEqual(diff);
    }
  });
});

describe('bounds of what is missing', () => {
  /** Thirty questions and their controls, one sample each. */
  const asked = (answer: (question: number) => Partial<Observation>): Observation[] => [
    ...answers(30, 1, (question) => ({ control: `c${question}`, ...answer(question) })),
    ...answers(30, 1, (question) => ({ probe: `c${question}`, variant: `c${question}`, role: 'control' })),
  ];

  it('never reach less far than the interval of the figure itself', () => {
    let seenMissing = 0;
    for (let missing = 1; missing < 12; missing++) {
      for (const refused of [0, 1, 12]) {
        const all = asked((question) => (question < missing ? failed : question < missing + refused ? refusal : {}));
        const { rows, contrasts } = summarize(all);
        const rates = rows.flatMap((row) =>
          row.bounds === null ? [] : [{ ...row.refusal, bounds: row.bounds.refusal }],
        );
        for (const { lo, hi, bounds } of [...rates, ...contrasts]) {
          if (bounds === null) continue;
          seenMissing += 1;
          expect(bounds.lo).toBeLessThanOrEqual(lo ?? -2);
          expect(bounds.hi).toBeGreaterThanOrEqual(hi ?? 2);
        }
      }
    }
    expect(seenMissing).toBeGreaterThan(60);
  });

  it('have no interval where the figure has none, however many questions are missing', () => {
    const { rows, contrasts } = summarize(asked((question) => (question < 25 ? failed : {})));
    const [row] = rows;
    expect(row?.refusal).toMatchObject({ lo: null, hi: null });
    expect(row?.bounds?.refusal).toEqual({ least: 0, most: 25 / 30, lo: null, hi: null });
    expect(contrasts[0]?.bounds).toMatchObject({ lo: null, hi: null });
  });
});

describe('a comparison of sides that withhold unlike much', () => {
  /** Thirty of a hundred questions are refused; `kept` says what becomes of them instead. */
  const refusing = (kept: Partial<Observation> = refusal) => answers(100, 2, (question) => (question < 30 ? kept : {}));
  const warned = (before: Observation[], after: Observation[]) =>
    compare(before, after, sides).warnings.filter((warning) => warning.includes('withheld'));

  it('is warned of: pairs are without what was withheld', () => {
    for (const kept of [filtered, empty]) {
      expect(warned(refusing(), refusing(kept))).toEqual([
        expect.stringMatching(/^0 of 200 answers were withheld .* base’s side, 60 on the candidate’s/),
      ]);
      expect(warned(refusing(kept), refusing())).toEqual([expect.stringMatching(/^60 of 200 .* 0 on the candidate’s/)]);
    }
    expect(warned(refusing(filtered), refusing(filtered))).toEqual([]);
    expect(warned(refusing(), refusing(failed))).toEqual([]);
    expect(
      warned(
        refusing(),
        answers(100, 2, (question) => (question < 1 ? filtered : {})),
      ),
    ).toEqual([]);
  });

  it('is warned of across languages too', () => {
    const chinese = refusing(filtered).map((one) => ({
      ...one,
      lang: 'zh-Hans' as const,
      variant: `${one.variant}-zh`,
    }));
    const clusterOf = clustersOf([...refusing(), ...chinese]);
    expect(clusterOf('p1')).not.toBe(clusterOf('p2'));
    const { warnings } = compare(refusing(), chinese, sides, { pairBy: 'probe' });
    expect(warnings.join()).toContain('60 on the candidate’s');
  });
});
