import { describe, expect, it } from 'vitest';
import { summarize } from '../../src/compare/summarize.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { clusterRate } from '../../src/stats/cluster-rate.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';
import { seen } from './seen.ts';

const answers = (probe: string, classes: readonly (VerdictClass | null)[], changes: Partial<Observation> = {}) =>
  classes.map((found, sample) => seen({ probe, sample, class: found, ...changes }));

describe('summarize', () => {
  it('gives rows by target and language in the order of their names, languages together after each', () => {
    const all = ['n', 'm'].flatMap((target) =>
      (['zh-Hans', 'en'] as const).map((lang) => seen({ target, lang, class: lang === 'en' ? 'refusal' : 'neutral' })),
    );
    const { rows } = summarize([...all, seen({ target: 'o' })]);
    expect(rows.map(({ target, lang, n, refusal }) => [target, lang, n, refusal.rate])).toEqual([
      ['m', 'en', 1, 1],
      ['m', 'zh-Hans', 1, 0],
      ['m', null, 2, 0.5],
      ['n', 'en', 1, 1],
      ['n', 'zh-Hans', 1, 0],
      ['n', null, 2, 0.5],
      ['o', 'en', 1, 0],
    ]);
  });

  it('keeps roles apart, and takes no neutral probe for a control', () => {
    const { rows, contrasts } = summarize([
      seen({ probe: 'a', control: 'n', class: 'refusal' }),
      seen({ probe: 'n', role: 'neutral' }),
      seen({ probe: 'c', role: 'control' }),
    ]);
    expect(rows.map(({ role, n }) => [role, n])).toEqual([
      ['sensitive', 1],
      ['neutral', 1],
      ['control', 1],
    ]);
    expect(contrasts).toEqual([]);
  });

  it('names the topic and style of each division, contrasts too', () => {
    const { rows, contrasts } = summarize(
      [
        seen({ probe: 'b', topic: 'tibet', control: 'c', class: 'refusal' }),
        seen({ probe: 'a', topic: 'taiwan', style: 'opinion' }),
        seen({ probe: 'c', role: 'control', topic: 'tibet' }),
      ],
      { by: ['topic'] },
    );
    expect(rows.map(({ topic, style, role, n }) => [topic, style, role, n])).toEqual([
      [null, null, 'sensitive', 2],
      [null, null, 'control', 1],
      ['taiwan', null, 'sensitive', 1],
      ['tibet', null, 'sensitive', 1],
      ['tibet', null, 'control', 1],
    ]);
    expect(
      contrasts.filter((one) => one.class === 'refusal').map(({ target, lang, topic }) => [target, lang, topic]),
    ).toEqual([
      ['m', 'en', null],
      ['m', 'en', 'tibet'],
    ]);
  });

  it('orders topics and styles by name where they are crossed', () => {
    const given = (['opinion', 'factual'] as const).flatMap((style) =>
      ['tibet', 'taiwan'].map((topic) => seen({ probe: `${topic}-${style}`, topic, style })),
    );
    const crossed = summarize(given, { crossed: true }).rows.map(({ topic, style }) => [topic, style]);
    expect(crossed).toEqual([
      [null, null],
      ['taiwan', 'factual'],
      ['taiwan', 'opinion'],
      ['tibet', 'factual'],
      ['tibet', 'opinion'],
    ]);
  });

  it('has no rate and no interval where nothing was judged', () => {
    const [row] = summarize([seen({ class: null, unjudged: true })]).rows;
    expect(row).toMatchObject({ n: 1, unjudged: 1, probes: 1, unstable: null });
    const nothing = { rate: null, lo: null, hi: null, why: 'nothing was judged', clusters: 0, these: null };
    expect(row?.refusal).toEqual({ k: 0, n: 0, ...nothing });
    expect(summarize([])).toEqual({ rows: [], contrasts: [], classifier: null, calibration: null });
  });

  it('counts each probe once, in however many languages and samples, and one language’s answers as steady by themselves', () => {
    const { rows } = summarize([
      ...answers('a', ['refusal', 'refusal']),
      ...answers('a', ['neutral', 'neutral'], { lang: 'zh-Hans' }),
      ...answers('b', ['refusal', 'neutral']),
      ...answers('d', ['refusal']),
    ]);
    expect(rows.at(-1)).toMatchObject({ lang: null, probes: 3, unstable: 1 / 3 });
    expect(rows[0]).toMatchObject({ lang: 'en', probes: 3, unstable: 0.5 });
    expect(summarize(answers('d', ['refusal'])).rows[0]?.unstable).toBeNull();
  });

  it('counts the answers of each class and takes a probe’s samples together for its interval', () => {
    const given = [
      ...answers('a', ['refusal', 'refusal', 'neutral']),
      ...['b', 'c', 'd', 'e', 'f'].flatMap((probe) => answers(probe, ['neutral', 'neutral', 'other'])),
    ];
    const [row] = summarize(given).rows;
    const rate = clusterRate([2, 0, 0, 0, 0, 0].map((k) => ({ k, n: 3 })));
    expect(row?.refusal).toEqual({
      k: 2,
      n: 18,
      rate: rate?.rate,
      lo: rate?.lo,
      hi: rate?.hi,
      why: null,
      clusters: 6,
      these: wilsonInterval(2, 18),
    });
    expect([row?.official_narrative.k, row?.neutral.k, row?.other.k]).toEqual([0, 11, 5]);
    const [few] = summarize(given.slice(0, 15)).rows;
    expect(few?.refusal).toMatchObject({ k: 2, n: 15, lo: null, hi: null, clusters: 5, these: wilsonInterval(2, 15) });
    expect(few?.estimand).toBe('questions like these on these topics');
    const tied = given.map((one) => ({ ...one, cluster: one.probe < 'd' ? 'x' : one.probe }));
    expect(summarize(tied).rows[0]?.refusal).toMatchObject({ clusters: 4, lo: null });
    expect(summarize(given, { estimand: 'these questions' }).rows[0]?.refusal).toMatchObject(wilsonInterval(2, 18));
  });

  it('names the classifier where there is one, and none where there are several', () => {
    const one = { name: 'rules', version: '1', mode: 'probe' } as const;
    expect(summarize([], { classifiers: [one] }).classifier).toBe(one);
    expect(summarize([], { classifiers: [one, { ...one, version: '2' }] }).classifier).toBeNull();
  });
});
