import { describe, expect, it } from 'vitest';
import { clusterCount, clustersOf } from '../../src/compare/clusters.ts';
import { whyNoInterval } from '../../src/compare/estimand.ts';
import type { Observation } from '../../src/model/observation.ts';
import { seen } from './seen.ts';

const together = (trials: readonly Observation[], links?: Parameters<typeof clustersOf>[1]): string[][] => {
  const of = clustersOf(trials, links);
  const groups = new Map<string, string[]>();
  for (const { probe } of trials) groups.set(of(probe), [...(groups.get(of(probe)) ?? []), probe]);
  return [...groups.values()].map((probes) => [...new Set(probes)].sort()).sort();
};

describe('clustersOf', () => {
  it('leaves a probe by itself, in all its languages and samples', () => {
    const trials = [seen({ probe: 'a' }), seen({ probe: 'a', lang: 'zh-Hans' }), seen({ probe: 'b', sample: 1 })];
    expect(together(trials)).toEqual([['a'], ['b']]);
    expect(clusterCount(trials, clustersOf(trials))).toBe(2);
  });

  it('joins what shares a template, and through controls what shares one or whose controls share a template', () => {
    const trials = [
      seen({ probe: 'a', cluster: 's/{x}', control: 'k' }),
      seen({ probe: 'b', cluster: 's/{x}', control: 'l' }),
      seen({ probe: 'c', control: 'l' }),
      seen({ probe: 'd', control: 'm' }),
      seen({ probe: 'e', control: 'n' }),
      seen({ probe: 'f', control: 'o' }),
      seen({ probe: 'm', role: 'control', cluster: 's/{y}' }),
      seen({ probe: 'n', role: 'control', cluster: 's/{y}' }),
    ];
    expect(together(trials)).toEqual([['a', 'b'], ['c'], ['d'], ['e'], ['f'], ['m', 'n']]);
    expect(together(trials, { controls: true })).toEqual([['a', 'b', 'c'], ['d', 'e', 'm', 'n'], ['f']]);
  });

  it('is the same in whatever order the trials come', () => {
    const links = [1, 2, 3, 4, 5, 6].map((i) => seen({ probe: `p${i}`, control: `c${i % 3}`, cluster: `t${i % 2}` }));
    const expected = together(links, { controls: true });
    expect(together([...links].reverse(), { controls: true })).toEqual(expected);
    expect(expected).toHaveLength(1);
  });

  it('joins topics where topics are the sample; the controls’ own topics join nothing', () => {
    const trials = [
      seen({ probe: 'a', topic: 'x', control: 'k' }),
      seen({ probe: 'b', topic: 'x', control: 'l' }),
      seen({ probe: 'c', topic: 'y', control: 'm' }),
      ...['k', 'l', 'm'].map((probe) => seen({ probe, topic: 'controls', role: 'control' })),
    ];
    const estimand = 'topics in general';
    expect(together(trials, { estimand, controls: true })).toEqual([
      ['a', 'b', 'k', 'l'],
      ['c', 'm'],
    ]);
    expect(together(trials, { estimand })).toEqual([['a', 'b'], ['c'], ['k', 'l', 'm']]);
  });
});

describe('whyNoInterval', () => {
  it('asks for six clusters, and for ten topics where topics are the sample; these questions need none', () => {
    const like = 'questions like these on these topics';
    expect(whyNoInterval(6, like)).toBeNull();
    expect(whyNoInterval(5, like)).toBe('5 independent questions; fewer than 6 speak for themselves only');
    expect(whyNoInterval(10, 'topics in general')).toBeNull();
    expect(whyNoInterval(9, 'topics in general')).toContain('at least 10 topics that share no questions, here are 9');
    expect(whyNoInterval(1, 'these questions')).toBeNull();
  });
});
