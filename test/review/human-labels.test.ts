import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { disagreements, groupAgreement, pairwiseAgreement } from '../../src/review/agreement.ts';
import {
  confidenceOfShare,
  finalLabels,
  type HumanLabel,
  humanLabels,
  readNote,
  shareOfConfidence,
  timedNote,
} from '../../src/review/human-labels.ts';
import { aVerdict } from '../store/records.ts';

function label(by: string, given: VerdictClass): HumanLabel {
  return { ...aVerdict(), class: given, by, classifier: { name: 'human', version: 'c1', mode: 'general' } };
}

describe('labels of people', () => {
  it('leave out machines and labels on reasoning', () => {
    const found = humanLabels([aVerdict(), label('Ada', 'neutral'), { ...label('Ada', 'refusal'), of: 'reasoning' }]);
    expect(found.map((one) => [one.by, one.class])).toEqual([['Ada', 'neutral']]);
  });

  it('count by the newest of each person, and by the adjudicated one where there is one', () => {
    const all = [label('Ada', 'refusal'), label('Ben', 'neutral'), label('Ada', 'neutral')];
    expect(finalLabels(all).map((one) => [one.by, one.class])).toEqual([
      ['Ada', 'neutral'],
      ['Ben', 'neutral'],
    ]);
    const decided = [...all, label('adjudicated:Cy', 'other'), label('Ben', 'refusal')];
    expect(finalLabels(decided).map((one) => one.by)).toEqual(['adjudicated:Cy']);
  });

  it('keep seconds and words in one note, apart again when read', () => {
    fc.assert(
      fc.property(fc.option(fc.integer({ min: 0, max: 36_000 })), fc.string(), (tenths, text) => {
        const seconds = tenths === null ? null : tenths / 10;
        const words = text.trim().replace(/^\[/, '');
        expect(readNote(timedNote(seconds, words))).toEqual({ seconds, text: words });
      }),
    );
  });

  it('keep a confidence of 1 to 3 as a share with two digits', () => {
    expect(([1, 2, 3] as const).map(shareOfConfidence)).toEqual([0.33, 0.67, 1]);
    expect(([1, 2, 3] as const).map((one) => confidenceOfShare(shareOfConfidence(one)))).toEqual([1, 2, 3]);
  });
});

describe('agreement', () => {
  /** Cohen (1960)'s kind of table: 20 and 15 on the diagonal, 5 and 10 off it, κ = 0.4. */
  const pairs: [VerdictClass, VerdictClass, number][] = [
    ['refusal', 'refusal', 20],
    ['refusal', 'neutral', 5],
    ['neutral', 'refusal', 10],
    ['neutral', 'neutral', 15],
  ];
  const rows = pairs.flatMap(([a, b, n]) => Array.from({ length: n }, () => [label('Ada', a), label('Ben', b)]));
  const labels = new Map(rows.map((both, i) => [`t${i}`, both]));
  labels.set('only Ada', [label('Ada', 'other')]);

  it('is Cohen’s κ over the answers that two people both labelled', () => {
    const [pair, ...rest] = pairwiseAgreement(labels);
    expect(rest).toEqual([]);
    expect(pair).toMatchObject({ people: ['Ada', 'Ben'], n: 50, agreed: 35 });
    expect(pair?.kappa).toBeCloseTo(0.4, 10);
    // The usual large-sample interval is 0.4 ± 1.96 × 0.13.
    expect(pair?.interval?.lo).toBeCloseTo(0.15, 1);
    expect(pair?.interval?.hi).toBeCloseTo(0.65, 1);
  });

  it('is one figure for three people: α where labels are missing, Fleiss’ κ where none is', () => {
    expect(groupAgreement(labels)).toBeNull();
    const three = new Map(
      Array.from({ length: 30 }, (_, i) => {
        const given: VerdictClass = i % 3 === 0 ? 'refusal' : 'neutral';
        const other: VerdictClass = i % 10 === 0 ? 'other' : given;
        const all = [label('Ada', given), label('Ben', given), ...(i < 20 ? [label('Cy', other)] : [])];
        return [`t${i}`, all] as const;
      }),
    );
    const group = groupAgreement(three);
    expect(group).toMatchObject({ people: 3, alpha: { n: 30 }, fleiss: { n: 20 } });
    expect(group?.alpha.value).toBeGreaterThan(0.8);
    for (const one of [group?.alpha, group?.fleiss]) {
      expect(one?.interval?.lo).toBeLessThan(one?.value ?? 0);
      expect(one?.interval?.hi).toBeGreaterThanOrEqual(one?.value ?? 1);
    }
  });

  it('lists what people differ on, with what was decided last', () => {
    expect(disagreements(labels)).toHaveLength(15);
    const [first] = disagreements(labels);
    const trial = first?.trial ?? '';
    labels.set(trial, [...(labels.get(trial) ?? []), label('adjudicated:Cy', 'neutral')]);
    const after = disagreements(labels);
    expect(after).toHaveLength(15);
    expect(after.at(-1)).toMatchObject({ trial, decided: { class: 'neutral' } });
    expect(after[0]?.decided).toBeNull();
  });
});
