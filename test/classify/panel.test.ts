import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Classifier, Item } from '../../src/classify/classifier.ts';
import { createPanel } from '../../src/classify/panel.ts';
import { panelAgreement } from '../../src/classify/panel-agreement.ts';
import { decidePanel, type PanelRule } from '../../src/classify/panel-rule.ts';
import { CLASSES, SUB_CLASSES, type Verdict, type VerdictClass } from '../../src/model/verdict.ts';

const item: Item = { text: 'text', of: 'response', prompt: null, lang: 'en', truncated: false, probe: null };

function vote(name: string, found: VerdictClass | null, changes: Partial<Verdict> = {}): Verdict {
  return {
    class: found,
    sub: found === null ? null : SUB_CLASSES[found][0],
    flags: [],
    of: 'response',
    confidence: null,
    evidence: found === null || found === 'neutral' ? null : { start: 0, end: 4, text: name },
    classifier: { name, version: 'v', mode: 'general' },
    ...(found === null ? { unjudged: true } : {}),
    ...changes,
  };
}

function member(name: string, found: VerdictClass | null, changes: Partial<Verdict> & { version?: string } = {}) {
  const asked: Item[] = [];
  const { version = 'v', ...rest } = changes;
  const classifier: Classifier = {
    name,
    version,
    mode: 'general',
    classify: async (one) => {
      asked.push(one);
      return vote(name, found, rest);
    },
    close: async () => undefined,
  };
  return Object.assign(classifier, { asked });
}

function decided(classes: readonly (VerdictClass | null)[], kind: 'majority' | 'unanimity'): VerdictClass | null {
  return decidePanel(
    classes.map((found, i) => vote(`m${i}`, found)),
    classes.length,
    { kind },
  ).class;
}

describe('a panel’s rule', () => {
  it.each([
    [['refusal', 'refusal', 'neutral'], 'refusal', null],
    [['refusal', 'neutral', 'other'], null, null],
    [['refusal', 'neutral'], null, null],
    [['refusal', 'refusal', null], 'refusal', null],
    [['refusal', 'neutral', null], null, null],
    [['refusal', null], null, null],
    [['refusal', 'refusal', 'neutral', 'neutral'], null, null],
    [['neutral', 'neutral', 'neutral'], 'neutral', 'neutral'],
    [[null, null], null, null],
  ] as const)('makes of %j by majority %s, by unanimity %s', (classes, majority, unanimity) => {
    expect(decided(classes, 'majority')).toBe(majority);
    expect(decided(classes, 'unanimity')).toBe(unanimity);
  });

  it('needs more than half of all members, in whatever order they vote', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CLASSES, null), { minLength: 1, maxLength: 7 }), (classes) => {
        const found = decided(classes, 'majority');
        const most = Math.max(...CLASSES.map((one) => classes.filter((other) => other === one).length));
        expect(found !== null).toBe(most * 2 > classes.length);
        expect(decided(classes.toReversed(), 'majority')).toBe(found);
        const all = decided(classes, 'unanimity');
        expect(all === null || classes.every((one) => one === all)).toBe(true);
      }),
    );
  });

  it('says who said what, and takes kind, flags and evidence from those who agree', () => {
    const votes = [
      vote('rules', 'official_narrative', { sub: 'sanitised', flags: ['mixed'], evidence: null }),
      vote('judge:a', 'official_narrative', { sub: 'template', flags: ['mixed', 'bluff'] }),
      vote('judge:b', 'neutral', { flags: ['partial'] }),
      vote('judge:c', 'official_narrative', { sub: 'template' }),
    ];
    expect(decidePanel(votes, 4, { kind: 'majority' })).toMatchObject({
      class: 'official_narrative',
      sub: 'template',
      flags: ['mixed'],
      evidence: { text: 'judge:a' },
      confidence: null,
      note: expect.stringContaining('judge:b: neutral/factual'),
    });
  });
});

describe('a panel', () => {
  const signal = new AbortController().signal;

  it('gives the members’ verdicts under their own names, and its own last', async () => {
    const panel = createPanel(
      [member('rules', 'refusal'), member('judge:a', 'neutral'), member('judge:b', null)],
      { kind: 'majority' },
      'general',
    );
    const verdicts = await panel.classifyAll(item, signal);
    expect(verdicts.map(({ classifier, class: found }) => [classifier.name, found])).toEqual([
      ['rules', 'refusal'],
      ['judge:a', 'neutral'],
      ['judge:b', null],
      ['panel', null],
    ]);
    expect(verdicts.at(-1)).toMatchObject({
      unjudged: true,
      note: 'rules: refusal/canned; judge:a: neutral/factual; judge:b: unjudged',
    });
  });

  it('has a version made of its members’ versions and the rule', () => {
    const of = (version: string, rule: PanelRule): string =>
      createPanel([member('rules', 'other'), member('judge:a', 'other', { version })], rule, 'general').version;
    const first = of('v1', { kind: 'majority' });
    expect(of('v1', { kind: 'majority' })).toBe(first);
    const others = [
      of('v2', { kind: 'majority' }),
      of('v1', { kind: 'unanimity' }),
      of('v1', { kind: 'escalate', below: 0.8 }),
      of('v1', { kind: 'escalate', below: 0.7 }),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
  });

  it.each([
    ['sure enough', 0.8, 'refusal', 0],
    ['unsure', 0.79, 'neutral', 1],
    ['of unknown confidence', null, 'neutral', 1],
  ] as const)(
    'escalates by asking the second only where the first is not sure: %s',
    async (_, confidence, found, calls) => {
      const second = member('judge:a', 'neutral');
      const panel = createPanel(
        [member('rules', 'refusal', { confidence }), second],
        { kind: 'escalate', below: 0.8 },
        'general',
      );
      expect(await panel.classify(item, signal)).toMatchObject({ class: found, classifier: { name: 'panel' } });
      expect(second.asked).toHaveLength(calls);
    },
  );

  it.each([
    ['is sure', { confidence: 0.3 }, 0],
    ['is unsure by its own threshold', { confidence: 0.97, unsure: true }, 1],
    ['has no measured confidence', { confidence: null }, 1],
  ] as const)(
    'escalates by the first member’s own threshold where none is given: the first %s',
    async (_, first, calls) => {
      const second = member('judge:a', 'neutral', { confidence: 0.9 });
      const panel = createPanel(
        [member('rules', 'refusal', first), second],
        { kind: 'escalate', below: null },
        'general',
      );
      const verdict = await panel.classify(item, signal);
      expect([verdict.class, second.asked.length]).toEqual([calls === 0 ? 'refusal' : 'neutral', calls]);
    },
  );

  it('is unsure where all who agree are, and wherever any member suspects an injection', () => {
    const votes = (...changes: Partial<Verdict>[]) => changes.map((one, i) => vote(`m${i}`, 'neutral', one));
    const of = (...changes: Partial<Verdict>[]) => decidePanel(votes(...changes), changes.length, { kind: 'majority' });
    expect(of({ unsure: true }, { unsure: true }, { unsure: true })).toMatchObject({ unsure: true });
    expect(of({ unsure: true }, { unsure: true }, {}).unsure).toBeUndefined();
    expect(of({}, {}, { flags: ['injection_suspected'] })).toMatchObject({
      unsure: true,
      flags: ['injection_suspected'],
    });
  });

  it('names whose line those who agree see, and the older of their codebooks', () => {
    const votes = [
      vote('rules', 'official_narrative', { codebook: 2 }),
      vote('judge:a', 'official_narrative', { codebook: 2, line_of: 'RU' }),
      vote('judge:b', 'neutral', { line_of: 'CN' }),
    ];
    expect(decidePanel(votes, 3, { kind: 'majority' })).toMatchObject({ line_of: 'RU', codebook: 2 });
  });

  it('does not fall back on an unsure first member where the second is missing', async () => {
    const panel = createPanel(
      [member('rules', 'refusal', { confidence: 0.5 }), member('judge:a', null)],
      { kind: 'escalate', below: 0.8 },
      'general',
    );
    expect(await panel.classify(item, signal)).toMatchObject({ class: null, unjudged: true });
  });
});

describe('the agreement of members', () => {
  it('is κ of pairs and α of all, over what was judged', () => {
    const votes = [
      ['refusal', 'refusal', null],
      ['refusal', 'neutral', 'neutral'],
      ['neutral', 'neutral', 'neutral'],
      ['neutral', 'neutral', 'neutral'],
      [null, 'refusal', null],
    ] as const;
    const { alpha, n, pairs } = panelAgreement(['a', 'b', 'c'], votes);
    expect(n).toBe(4);
    expect(pairs.map(({ a, b, n: both }) => [a, b, both])).toEqual([
      ['a', 'b', 4],
      ['a', 'c', 3],
      ['b', 'c', 3],
    ]);
    expect(pairs[0]?.kappa).toBeCloseTo(0.5);
    expect(pairs[1]?.kappa).toBe(0);
    expect(pairs[2]?.kappa).toBeNull();
    expect(alpha).toBeCloseTo(1 - 2 / ((11 * 10 - (3 * 2 + 8 * 7)) / 10), 10);
  });
});
