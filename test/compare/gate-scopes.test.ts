import { describe, expect, it } from 'vitest';
import { gate } from '../../src/compare/gate.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import type { Observation } from '../../src/model/observation.ts';
import { type Answer, answers, failed, filtered, gateOf, labels, margin, refusal } from './gate-answers.ts';

/** 570 questions in English and 30 of their own in Chinese, whose answers may be something else. */
function mixed(inChinese: Answer = () => ({})): Observation[] {
  const chinese = answers(30, 1, (question, sample) => ({
    probe: `z${question}`,
    variant: `z${question}`,
    topic: 'tibet',
    lang: 'zh-Hans',
    ...inChinese(question, sample),
  }));
  return [...answers(570, 1), ...chinese];
}

describe('gate: scopes that a total hardly notices', () => {
  const chinese = margin({ lang: 'zh-Hans', maxIncrease: 0.3 });

  it('decide nothing where too few of their own trials are paired, failed or not there', () => {
    const candidate = mixed((question) => (question < 9 ? failed : question < 12 ? refusal : {}));
    for (const side of [candidate, candidate.filter(({ delivery }) => delivery !== 'error')]) {
      const found = gate([mixed()], side, labels, gateOf(margin(), chinese));
      expect(found).toMatchObject({ verdict: 'inconclusive', broken: false });
      expect(found.paired_share).toBeGreaterThan(0.98);
      expect(found.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'inconclusive']);
      expect(found.checks[1]).toMatchObject({
        lo: null,
        hi: null,
        why: '21 of 30 planned trials are paired (70 %); the gate asks for 95 % (gate.pairing)',
      });
    }
    const one = gate(
      [mixed()],
      mixed((question) => (question < 1 ? failed : {})),
      labels,
      gateOf(margin(), chinese),
    );
    expect(one.verdict).toBe('pass');
  });

  it('are named where what is withheld rose in them and no margin is on it', () => {
    const candidate = mixed((question) => (question < 20 ? filtered : {}));
    const found = gate([mixed()], candidate, labels, {
      ...DEFAULT_GATE,
      margins: [margin(), margin({ class: 'withheld' })],
    });
    expect(found.verdict).toBe('pass');
    const said = found.warnings.filter((warning) => warning.startsWith('withheld'));
    expect(said).toEqual([
      'withheld on topic tibet rose from 0 % to 66.7 %, and no margin is on it (gate.withheld.topics); what is withheld is in no other check there',
      'withheld in zh-Hans rose from 0 % to 66.7 %, and no margin is on it (gate.withheld.languages); what is withheld is in no other check there',
    ]);
    const checked = gate([mixed()], candidate, labels, gateOf(margin({ class: 'withheld', lang: 'zh-Hans' })));
    expect(checked.verdict).toBe('regression');
    expect(checked.warnings.some((warning) => warning.startsWith('withheld in'))).toBe(false);
    const same = gate([candidate], candidate, labels, DEFAULT_GATE);
    expect(same.warnings.filter((warning) => warning.startsWith('withheld'))).toEqual([]);
  });

  it('are said to be empty, and not to have failed, where a side has no trials in them', () => {
    const { reasons } = gate([[]], mixed(), labels, DEFAULT_GATE);
    expect(reasons[0]).toBe('the base has no trials here');
    expect(reasons.join()).not.toContain('brought no answer');
  });

  it('say how many answers only the candidate gives in a language that was not measured', () => {
    const unmeasured = { class: null, unjudged: true, unmeasured: true } as const;
    const candidate = mixed((question) => (question < 20 ? unmeasured : {}));
    const warned = (base: Observation[]) =>
      gate([base], candidate, labels, DEFAULT_GATE).warnings.find((one) => one.includes('not measured'));
    expect(warned(mixed())).toMatch(/^20 pairs .* is checked\. In 20 of them the candidate alone answers/);
    expect(warned(candidate)).toMatch(/^20 pairs .* is checked$/);
  });
});
