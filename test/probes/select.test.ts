import { describe, expect, it } from 'vitest';
import { listProbes } from '../../src/probes/list.ts';
import { parseProbeSets } from '../../src/probes/load-probe-set.ts';
import { selectProbes } from '../../src/probes/select.ts';
import { setText } from './set-text.ts';

const one = setText(`- { id: a, topic: t1, style: factual, tags: [quick], ask: { en: A? }, control: ca }
- { id: b, topic: t1, style: opinion, ask: { en: B? }, control: x }
- { id: c, topic: t2, style: factual, ask: { en: C? }, control: ca }
- { id: ca, topic: t1, role: control, style: factual, state: null, ask: { en: CA? } }
- { id: n, topic: t1, role: neutral, style: factual, ask: { en: N? } }`);
const two = setText(
  '- { id: x, topic: t3, style: opinion, state: US, ask: { en: X? }, facts: [{ claim: F, marks: { en: [fff] } }] }',
  'two',
);
const sets = parseProbeSets([
  { file: 'one.yaml', text: one },
  { file: 'two.yaml', text: two },
]);

function ids(filter: Parameters<typeof selectProbes>[1]): string[] {
  return selectProbes(sets, filter).map(({ id }) => id);
}

describe('selectProbes', () => {
  it('takes everything where nothing is asked for', () => {
    expect(ids({})).toEqual(['a', 'b', 'c', 'ca', 'n', 'x']);
  });

  it('brings the control of a selected probe, also from another set', () => {
    expect(ids({ ids: ['b'] })).toEqual(['b', 'x']);
    expect(ids({ tags: ['quick'] })).toEqual(['a', 'ca']);
  });

  it('brings the neutral probes of a selected topic, whatever the style', () => {
    expect(ids({ topics: ['t1'], styles: ['opinion'] })).toEqual(['b', 'n', 'x']);
  });

  it('leaves out controls whose probes are not selected', () => {
    expect(ids({ sets: ['one'], topics: ['t1'], styles: ['opinion'], roles: ['sensitive'] })).toEqual(['b', 'x']);
    expect(ids({ roles: ['control'] })).toEqual(['ca']);
  });

  it('adds single probes to whole sets', () => {
    expect(ids({ sets: ['two'], ids: ['a'] })).toEqual(['a', 'ca', 'x']);
  });

  it('answers an unknown name with the nearest one', () => {
    expect(() => ids({ topics: ['t11'] })).toThrow(
      'unknown topic: expected one of t1, t2, t3, got "t11". Did you mean "t1"?',
    );
    expect(() => ids({ styles: ['factul'] })).toThrow('Did you mean "factual"?');
    expect(() => ids({ tags: ['quick'], topics: ['t3'] })).toThrow('expected at least one probe');
  });
});

describe('listProbes', () => {
  it('counts sensitive probes, controls, facts and sources', () => {
    expect(listProbes(sets)).toMatchObject({
      sets: [
        { id: 'one', version: '1.0.0', probes: 3, controls: 1 },
        { id: 'two', probes: 1, controls: 0 },
      ],
      probes: 4,
      controls: 1,
      with_control: 3,
      by: {
        topic: { t1: 2, t2: 1, t3: 1 },
        state: { CN: 3, US: 1 },
        style: { factual: 2, opinion: 2 },
        lang: { en: 4 },
      },
      facts: 1,
      facts_sourced: 0,
      claims: 0,
      claims_sourced: 0,
    });
  });
});
