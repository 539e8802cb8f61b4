import { describe, expect, it } from 'vitest';
import { comparability, type SideInfo } from '../../src/compare/comparability.ts';

const target = { id: 'm', params: 'p', quantization: 'Q4_K_M', template: 't' };
const side = (changes: Partial<SideInfo> = {}): SideInfo => ({
  label: 'a',
  classifiers: ['rules 1 (probe)'],
  targets: [target],
  probeSets: ['demo 1.0.0 h', 'more 1.0.0 i'],
  ...changes,
});
const other = (changes: Partial<SideInfo> = {}): SideInfo => side({ label: 'b', ...changes });

describe('comparability', () => {
  it('refuses other arms, unless one target is named on each side', () => {
    const inArm = (arm: string) => [{ ...target, id: `m@${arm}`, arm }];
    const [base, candidate] = [side({ targets: inArm('temperature=0') }), other({ targets: inArm('temperature=1') })];
    expect(comparability(base, candidate).misleading).toEqual([
      'the two sides were asked in different arms (temperature=0; temperature=1). Name a target in its arm on each side, as RUN/TARGET@ARM',
    ]);
    expect(comparability({ ...base, named: true }, { ...candidate, named: true }).misleading).toEqual([]);
    expect(comparability(base, other({ targets: inArm('temperature=0') })).misleading).toEqual([]);
    expect(comparability(base, other()).misleading).toHaveLength(1);
  });

  it('refuses other turns, and other follow-ups in one turn', () => {
    const second = { turn: 2, followUp: 'a' };
    expect(comparability(side(), other(second)).misleading).toEqual([
      'the two sides are other turns of conversations (1; 2)',
    ]);
    expect(comparability(side(second), other({ turn: 2, followUp: 'b' })).misleading).toHaveLength(1);
    expect(comparability(side(second), other({ turn: 2 })).misleading).toEqual([]);
    expect(comparability(side(second), other(second)).misleading).toEqual([]);
  });

  it('does not mind in which order classifiers and probe sets are listed', () => {
    const two = ['judge 2 (probe)', 'rules 1 (probe)'];
    const turned = other({ probeSets: ['more 1.0.0 i', 'demo 1.0.0 h'], classifiers: [...two].reverse() });
    const found = comparability(side({ classifiers: two }), turned);
    expect(found.misleading).toEqual([]);
    expect(found.warnings).toEqual([
      'a was judged by several classifiers (judge 2 (probe), rules 1 (probe)); what differs may be theirs',
      'b was judged by several classifiers (judge 2 (probe), rules 1 (probe)); what differs may be theirs',
    ]);
  });

  it('names the classifiers that differ and how to judge both alike', () => {
    expect(comparability(side(), other({ classifiers: ['rules 2 (probe)'] })).misleading).toEqual([
      'the answers were judged by different classifiers (rules 1 (probe); rules 2 (probe)). Judge both again with: candor classify RUN',
    ]);
  });

  it('is not misled by a side without verdicts', () => {
    expect(comparability(side({ classifiers: [] }), other())).toEqual({ warnings: [], misleading: [] });
    expect(comparability(side(), other({ classifiers: [] }))).toEqual({ warnings: [], misleading: [] });
  });

  it('speaks once of a run that stands on both sides', () => {
    const mixed = side({ classifiers: ['a 1 (probe)', 'b 1 (probe)'] });
    expect(comparability(mixed, mixed).warnings).toHaveLength(1);
  });

  it.each([
    [{ params: 'q' }, 'm: asked with different parameters'],
    [{ quantization: 'Q8_0' }, 'm: other quantisation (Q4_K_M, Q8_0)'],
    [{ quantization: null }, 'm: other quantisation (Q4_K_M, unknown)'],
    [{ template: null }, 'm: other chat template'],
  ])('says of %o that %s', (change, warning) => {
    const found = comparability(side(), other({ targets: [{ ...target, ...change }] }));
    expect(found).toEqual({ warnings: [warning], misleading: [] });
  });

  it('says where the base’s quantisation is unknown', () => {
    const unknown = side({ targets: [{ ...target, quantization: null }] });
    expect(comparability(unknown, other()).warnings).toEqual(['m: other quantisation (unknown, Q4_K_M)']);
  });

  it('says that the probe sets differ', () => {
    expect(comparability(side(), other({ probeSets: ['demo 1.0.1 h', 'more 1.0.0 i'] })).warnings).toEqual([
      'the probe sets differ in version or content; only questions of the same wording are paired',
    ]);
  });

  it('holds targets against the one of their id, any against a single one, and none against several strangers', () => {
    const [one, two] = [{ ...target, id: 'x', params: 'q' }, target];
    expect(comparability(side({ targets: [one, two] }), other()).warnings).toEqual([]);
    expect(comparability(side({ targets: [one] }), other()).warnings).toEqual([
      'x and m: asked with different parameters',
    ]);
    const moved = side({ targets: [one, { ...target, template: 'u' }] });
    expect(comparability(moved, other()).warnings).toEqual(['m: other chat template']);
    const strangers = [one, { ...one, id: 'y' }];
    expect(comparability(side({ targets: strangers }), other()).warnings).toEqual([]);
  });
});
