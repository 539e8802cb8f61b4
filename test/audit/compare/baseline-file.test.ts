import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  baselineOf,
  extendedBaseline,
  renewedBaseline,
  sideOfBaseline,
} from '../../../src/audit/compare/baseline-file.ts';
import type { GateSide } from '../../../src/audit/compare/gate-sides.ts';
import { type Clustered, clustersOf } from '../../../src/compare/clusters.ts';
import { gate } from '../../../src/compare/gate.ts';
import { DEFAULT_GATE } from '../../../src/config/gate-config.ts';
import { readBaseline } from '../../../src/formats/baseline.ts';
import type { Observation } from '../../../src/model/observation.ts';
import { seen } from '../../compare/seen.ts';

const folder = mkdtempSync(join(tmpdir(), 'candor-baseline-'));
const save = (name: string, value: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
};

/** 24 questions in two languages: the first six of one template, the next six with one control, the rest by themselves. */
function observations(run: string): Observation[] {
  return Array.from({ length: 48 }, (_, i) => {
    const n = i % 24;
    return seen({
      run,
      trial: `${run}-${i}`,
      probe: `p${n}`,
      lang: i < 24 ? 'en' : 'zh-Hans',
      ...(n < 6 ? { cluster: 's/template' } : {}),
      control: n >= 6 && n < 12 ? 'shared' : n >= 12 ? `c${n}` : null,
      class: n % 3 === 0 ? 'refusal' : 'neutral',
    });
  });
}
const sideOf = (run: string): GateSide => ({
  info: { label: run, classifiers: ['rules v1 (probe)'], targets: [], probeSets: [] },
  observations: observations(run),
});

/** The clusters that probes are in, by what they hang together by. */
const clustersIn = (side: readonly Clustered[], controls: boolean): number => {
  const clusterOf = clustersOf(side, { controls });
  return new Set(side.map(({ probe }) => clusterOf(probe))).size;
};

describe('a baseline file', () => {
  it('keeps by what questions hang together: template, control and languages', async () => {
    const read = await sideOfBaseline(save('one.json', baselineOf('a', sideOf('a'))));
    expect(read.observations).toHaveLength(48);
    for (const controls of [false, true])
      expect(clustersIn(read.observations, controls)).toBe(clustersIn(observations('a'), controls));
    expect(clustersIn(read.observations, false)).toBe(19);
    expect(clustersIn(read.observations, true)).toBe(14);
    const { checks } = gate([read.observations], observations('b'), { base: 'a', candidate: 'b' }, DEFAULT_GATE);
    expect(checks[0]).toMatchObject({ clusters: 19, pairs: 48 });
  });

  it('does so in further runs and in the first one, in files of version 2', async () => {
    const one = baselineOf('a', sideOf('a'));
    const two = extendedBaseline('b', sideOf('b'), one);
    const renewed = renewedBaseline('c', sideOf('c'), two);
    expect([one.version, two.version, renewed.version]).toEqual([1, 2, 2]);
    const { further = [] } = await sideOfBaseline(save('two.json', two));
    const { first = [] } = await sideOfBaseline(save('renewed.json', renewed));
    for (const side of [...further, ...first]) expect(clustersIn(side.observations, true)).toBe(14);
    expect([further.length, first.length]).toEqual([1, 2]);
  });

  it('of an older version is read as it was: without controls, and of 0.1.0 without templates', async () => {
    const { questions, ...rest } = baselineOf('a', sideOf('a'));
    const plain = questions.map(({ control: _, ...question }) => question);
    const noControls = save('no-controls.json', { ...rest, questions: plain });
    expect(clustersIn((await sideOfBaseline(noControls)).observations, true)).toBe(19);
    const oldest = {
      format: 'candor-baseline',
      version: 1,
      run: 'a',
      label: 'a',
      classifiers: ['rules v1 (probe)'],
      targets: [{ id: 'm', params: 'x', quantization: null, template: null }],
      probe_sets: ['s 1.0.0 abc'],
      questions: plain.map(({ cluster: _, ...question }) => question),
    };
    const read = await sideOfBaseline(save('oldest.json', oldest));
    expect(clustersIn(read.observations, true)).toBe(24);
    expect(read.observations.every(({ cluster, control }) => cluster === undefined && control === null)).toBe(true);
    const { checks } = gate([read.observations], observations('b'), { base: 'a', candidate: 'b' }, DEFAULT_GATE);
    // What the newer side knows of its templates holds for both.
    expect(checks[0]).toMatchObject({ clusters: 19, pairs: 48 });
  });

  it('of a version to come is refused', async () => {
    const file = save('later.json', { ...baselineOf('a', sideOf('a')), version: 3 });
    await expect(readBaseline(file)).rejects.toThrow(/expected a baseline as .*version/);
  });
});
