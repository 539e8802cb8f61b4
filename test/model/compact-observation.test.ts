import { describe, expect, it } from 'vitest';
import { ObservationPool, withTarget } from '../../src/model/compact-observation.ts';
import { type Observation, observationOf } from '../../src/model/observation.ts';

const plain = (changes: Partial<Parameters<typeof observationOf>[0]> = {}): Observation =>
  observationOf({
    run: 'r',
    trial: 't',
    target: 'a',
    family: 'f',
    set: 's',
    probe: 'p',
    variant: 'v',
    lang: 'en',
    topic: 'x',
    style: 'factual',
    role: 'sensitive',
    state: 'CN',
    control: 'c',
    sample: 0,
    delivery: 'ok',
    class: 'neutral',
    ...changes,
  });

const shares = { refusal: 1, official_narrative: 0, neutral: 0, other: 0 };

describe('a compact observation', () => {
  const kinds: Partial<Parameters<typeof observationOf>[0]>[] = [
    {},
    { sample: 3, trial: 'u' },
    { class: null },
    { delivery: null, class: null },
    { delivery: 'error', class: null },
    { unsure: true },
    { class: null, unmeasured: true },
    { switched: true },
    { omits: true },
    { class: 'other', why: 'evasion' },
    { spillover: null },
    { spillover: { of: null } },
    { spillover: { of: 'RU' } },
    { budgetSpent: true },
    { topic: 'y' },
    { run: 'q' },
    { label: { weight: 2, shares } },
    { target: 'b', arm: 'system=none', ownState: true, cluster: 'k', phrasing: 1, origin: 'report' },
  ];

  it('reads as the one that it was made of, whatever came before it', () => {
    const pool = new ObservationPool();
    for (const changes of [...kinds, ...kinds]) {
      const one = plain(changes);
      const small = pool.compact(one);
      const read = Object.fromEntries(Object.keys(one).map((field) => [field, small[field as keyof Observation]]));
      expect(read).toEqual(one);
      const absent = ['arm', 'ownState', 'cluster', 'phrasing', 'origin', 'label', 'unsure', 'why'] as const;
      for (const field of absent) expect(small[field]).toEqual(one[field]);
    }
  });

  it('is copied with another target, and the first keeps its own', () => {
    const small = new ObservationPool().compact(plain({ sample: 2 }));
    const copy = withTarget(small, 'b');
    expect([small.target, copy.target, copy.sample, copy.probe, copy.class]).toEqual(['a', 'b', 2, 'p', 'neutral']);
    expect(withTarget(plain(), 'b')).toEqual(plain({ target: 'b' }));
  });
});
