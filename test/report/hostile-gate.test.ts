import { describe, expect, it } from 'vitest';
import { gate } from '../../src/compare/gate.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import { escapeMarkdown } from '../../src/report/escape-markdown.ts';
import { gateJunit } from '../../src/report/gate-junit.ts';
import { gateMarkdown } from '../../src/report/gate-markdown.ts';
import { answers, failed, refusal } from '../compare/gate-answers.ts';

const NAME = 'a\u202egnp\u0007\u001b[31m @team #12 https://evil.example www.evil.example ![x](y) <b> |';
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}]/u;

describe('names of others in a gate’s files', () => {
  const target = { target: NAME };
  const other = { target: 'm' };
  const side = (run: object) => [
    ...answers(60, 1, () => ({ ...run, ...target })),
    ...answers(60, 1, () => ({ ...run, ...other })),
  ];
  const found = gate([side({})], side(refusal), { base: NAME, candidate: NAME }, DEFAULT_GATE);

  it('turn no row round and ping nobody in Markdown', () => {
    const markdown = gateMarkdown(found);
    expect(found.verdict).toBe('regression');
    expect(markdown).not.toMatch(UNSEEN);
    expect(markdown).not.toMatch(/(?<!\\)[@<#](?=team|b>|12)/);
    expect(markdown).not.toMatch(/https?:\/\/|www\.evil/);
    expect(markdown).toContain('‹U+202E›');
  });

  it('turn no line round in JUnit', () => {
    const junit = gateJunit(found);
    expect(junit).not.toMatch(UNSEEN);
    expect(junit).toContain('‹U+202E›');
  });

  it('stay words in Markdown on one line', () => {
    expect(escapeMarkdown('a\n# b\t|c')).toBe('a \\# b \\|c');
    expect(escapeMarkdown('risen, within the margin (5 %)')).toBe('risen, within the margin (5 %)');
  });
});

describe('JUnit of a gate whose evidence is broken', () => {
  it('has no failure: no rate is looked at', () => {
    const candidate = answers(80, 10, (_, sample) => (sample % 5 === 0 ? failed : refusal));
    const found = gate([answers(80, 10)], candidate, { base: 'a', candidate: 'b' }, DEFAULT_GATE);
    expect(found.checks.map(({ verdict }) => verdict)).toContain('regression');
    expect(found.verdict).toBe('inconclusive');
    const junit = gateJunit(found);
    expect(junit).toContain('failures="0"');
    expect(junit).not.toContain('<failure');
    expect(junit).toContain('the evidence is broken, and nothing is read from it');
  });
});

describe('why trials brought no answer', () => {
  const causes = ['candidate: m: 40 × HTTP 401 <b>@team', 'base: m: 1 × connect ECONNREFUSED 127.0.0.1:9'];
  const failing = (share: number) => answers(80, 10, (_, sample) => (sample < share ? failed : {}));
  const held = (share: number) =>
    gate([answers(80, 10)], failing(share), { base: 'a', candidate: 'b' }, DEFAULT_GATE, { failures: causes });

  it('stands in Markdown and as errors in JUnit where the evidence is broken', () => {
    const found = held(5);
    expect(found).toMatchObject({ verdict: 'inconclusive', failures: causes });
    expect(gateMarkdown(found)).toContain('- no answer, candidate: m: 40 × HTTP 401 \\<b\\>\\@team\n');
    expect(gateJunit(found)).toContain(
      '<error type="undelivered" message="no answer, candidate: m: 40 × HTTP 401 &lt;b',
    );
  });

  it('has a name of its own in JUnit, since services keep one case of a name', () => {
    const names = [...gateJunit(held(5)).matchAll(/<testcase [^>]*name="([^"]+)"/g)].map(([, name]) => name);
    expect(names.filter((name) => name?.startsWith('delivery'))).toEqual(['delivery', 'delivery 2']);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is no error of JUnit where it is tolerated', () => {
    const found = held(0);
    expect(found.broken).toBe(false);
    expect(gateJunit(found)).not.toContain('undelivered');
    expect(gateJunit(found)).toContain('no answer, base: m: 1 × connect ECONNREFUSED');
  });
});
