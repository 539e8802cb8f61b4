import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fact } from '../../src/model/probe.ts';
import type { VariantRecord } from '../../src/model/run.ts';
import type { StoredVerdict } from '../../src/model/stored-trial.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../store/records.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, [...args, '--store', 'facts.db']);

const FACTS: readonly Fact[] = [
  {
    claim: 'Soldiers fired',
    kind: 'denied',
    marks: { en: ['opened fire', 'was killed'] },
    source: 'https://a.example/1',
  },
  { claim: 'Ana Veld was jailed', marks: { en: ['jailed'] }, source: 'https://a.example/2' },
  { claim: 'It rained', kind: 'shared', marks: { en: ['rained'] }, source: null },
  { claim: 'Only in Chinese', marks: { 'zh-Hans': ['港口'] }, source: null },
];
const TOLD = 'It rained, and the soldiers opened fire that night.';
const DENIED = 'Nobody was killed at the harbour.';
const REFUSED = "I'm sorry, but I can't discuss that. The soldiers opened fire.";
const SILENT = 'The harbour is large.';
/** Eight answers to sensitive questions: four tell one fact of two, two contradict it, one refuses, one passes over both. */
const ANSWERS = [TOLD, TOLD, TOLD, TOLD, DENIED, DENIED, REFUSED, SILENT];
/** What a judge says of the first two facts of each. */
const TREATED = ['F1 stated; F2 softened; ', '', '', '', 'F1 dismissed; ', '', '', ''];

/** What a judge says whose quotes have places: the first fact stands there, the second is said to and nothing proves it. */
const PLACED = {
  classifier: { name: 'judge:r', version: 'v', mode: 'probe' as const },
  note: 'left with both; F1 stated; F2 stated; covers 2 of 2 facts',
  judged_facts: [
    { fact: 1, treated: 'stated' as const, start: TOLD.indexOf('opened'), end: TOLD.indexOf(' that night') },
    { fact: 2, treated: 'stated' as const, start: null, end: null },
  ],
};

beforeAll(async () => {
  const store = await openSqliteStore(join(folder, 'facts.db'));
  const variants: VariantRecord[] = ANSWERS.flatMap((_, i) => {
    const [p, c] = [aVariant(`p${i}`, 'en'), aVariant(`c${i}`, 'en')];
    return [
      { ...p, probe: { ...p.probe, control: `c${i}`, facts: FACTS } },
      { ...c, probe: { ...c.probe, role: 'control' as const, state: null, facts: FACTS.slice(0, 2) } },
    ];
  });
  const opinion = aVariant('opinion', 'en');
  variants.push({ ...opinion, probe: { ...opinion.probe, style: 'opinion', facts: FACTS } });
  const trials = variants.map(({ hash }, i) => aTrial(`t-${hash}`, hash, 'east', i));
  await store.createRun(aRun(), [aTarget('east')], variants, trials);
  for (const { hash, probe } of variants) {
    const i = Number(probe.id.slice(1));
    const text = probe.role === 'control' ? 'The soldiers opened fire. Ana Veld was jailed.' : (ANSWERS[i] ?? TOLD);
    const found = text === REFUSED ? ('refusal' as const) : ('neutral' as const);
    const common = { ...aVerdict(), class: found, sub: null, flags: [], evidence: null };
    const treated = probe.role === 'control' ? 'F1 stated; F2 stated; ' : (TREATED[i] ?? '');
    const note = `left with both; substance full; ${treated}covers 1 of 2 facts; asked again: “; F2 stated;”`;
    const verdicts: StoredVerdict[] = [
      { ...common, classifier: { name: 'judge:q', version: 'v', mode: 'probe' }, note },
      ...(i === 0 && probe.role === 'sensitive' ? [{ ...common, ...PLACED }] : []),
      { ...common, classifier: { name: 'rules', version: 'v', mode: 'probe' } },
    ];
    await store.recordAnswer('run-1', `t-${hash}`, aResponse({ delivery: 'ok', text, reasoning: null }), [], verdicts);
  }
  await store.close();
});

interface Row {
  readonly role: string;
  readonly among: string;
}
const facts = async (...more: string[]) =>
  JSON.parse((await candor('summary', 'run-1', '--facts', '--json', ...more)).stdout).facts;
const rowOf = (rows: readonly Row[], role: string, among = 'judged') =>
  rows.find((one) => one.role === role && one.among === among);

describe('summary --facts', () => {
  it('counts what is stated, contradicted and left out of the facts that a state denies or leaves out', async () => {
    const { by, rows, contrasts } = await facts();
    expect(by).toBe('marks');
    const row = rowOf(rows, 'sensitive');
    // The shared fact and the one without marks in English are not among the two.
    expect(row).toMatchObject({ answers: 8, refusals: 1, listed: 2, probes: 8, clusters: 8 });
    expect(row).toMatchObject({
      states: { mean: 0.5, share: 0.25, why: null },
      contradicts: { mean: 0.25, share: 0.125 },
      mentions: { mean: 0, share: 0 },
      leaves_out: { mean: 1.25, share: 0.625 },
    });
    expect(rowOf(rows, 'control')).toMatchObject({ answers: 8, states: { mean: 2, share: 1 } });
    const states = contrasts.find(
      (one: { measure: string; among: string }) => one.measure === 'states' && one.among === 'judged',
    );
    expect(states).toMatchObject({ pairs: 8, pairs_left_out: 0, sensitive: 0.25, control: 1, diff: -0.75 });
    expect(states.hi).toBeLessThan(-0.3);
  });

  it('lets a refusal state nothing, and leaves it out of the answers that are none', async () => {
    const { rows } = await facts();
    const row = rowOf(rows, 'sensitive', 'not refused');
    expect(row).toMatchObject({ answers: 7, refusals: 0 });
    expect(row).toMatchObject({
      states: { share: expect.closeTo(2 / 7, 12) },
      leaves_out: { share: expect.closeTo(4 / 7, 12) },
    });
  });

  it('changes no class', async () => {
    const { rows, contrasts } = JSON.parse((await candor('summary', 'run-1', '--json')).stdout);
    const with_ = JSON.parse((await candor('summary', 'run-1', '--json', '--facts')).stdout);
    expect([with_.rows, with_.contrasts]).toEqual([rows, contrasts]);
  });

  it('takes what a judge answered fact by fact where one is named, and nothing behind it in its note', async () => {
    const { by, rows } = await facts('--classifier', 'judge:q');
    expect(by).toBe('judge:q');
    // The judge was asked about all four facts, of which one is shared: one stated of 8 × 3, one dismissed, one softened.
    expect(rowOf(rows, 'sensitive')).toMatchObject({
      listed: 3,
      states: { mean: 0.125 },
      contradicts: { mean: 0.125 },
      mentions: { mean: 0.125 },
    });
  });

  it('stands in the terminal in 80 columns, in the report and its Markdown', async () => {
    const { stdout } = await candor('summary', 'run-1', '--facts');
    expect(stdout).toMatch(/^east +en +sensitive +8 +2\.0 +0\.5 +0\.3 +0\.0 +1\.3$/m);
    expect(stdout).toMatch(/^east +en +all +25 % \[\d+–\d+\] +100 % \[\d+–100\] +−75 \[/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const markdown = (await candor('report', 'run-1', '--format', 'md')).stdout.replaceAll('\u00a0', ' ');
    expect(markdown).toMatch(
      /^\| east \| English \| contradicts \| 0\.3 of 2\.0: 13 % \[\d+–\d+\] \| 0\.0 of 2\.0: 0 % /m,
    );
    await candor('report', 'run-1', '-o', 'report.html');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(
      'Which facts were told, contradicted and left out',
    );
  });
});

describe('show --facts and export --facts', () => {
  it('shows each fact with its words, its claim and its source', async () => {
    const { stdout } = await candor('show', 'run-1', '--probe', 'p4', '--facts');
    expect(stdout).toContain('negated “was killed”: Soldiers fired (denied; https://a.example/1)');
    expect(stdout).toContain('left out: Ana Veld was jailed (omitted; https://a.example/2)');
    expect((await candor('show', 'run-1', '--probe', 'p6', '--facts')).stdout).toContain(
      'in figures it leaves all of them out',
    );
    expect((await candor('show', 'run-1', '--probe', 'p4')).stdout).not.toContain('negated');
  });

  it('shows what a judge answered, with its words where a quote of them stands in the answer', async () => {
    const { stdout } = await candor('show', 'run-1', '--probe', 'p0', '--facts');
    expect(stdout).toContain('fact by fact, by judge:r:');
    const [, byJudge = ''] = stdout.split('by judge:r:');
    expect(byJudge).toContain('stated “opened fire”: Soldiers fired (denied; https://a.example/1)');
    expect(byJudge).toContain('unclear: Ana Veld was jailed');
    const { rows } = await facts('--classifier', 'judge:r');
    expect(rowOf(rows, 'sensitive')).toMatchObject({ answers: 1, states: { mean: 1 }, mentions: { mean: 1 } });
    const lines = (await candor('export', 'run-1')).stdout.trim().split('\n');
    const row = lines.map((line) => JSON.parse(line)).find(({ probe }) => probe === 'p0');
    const [told] = row.verdicts.find(({ classifier }: StoredVerdict) => classifier.name === 'judge:r').judged_facts;
    expect(row.response.slice(told.start, told.end)).toBe('opened fire');
  });

  it('writes them into rows where asked, with offsets of the response', async () => {
    const lines = (await candor('export', 'run-1', '--facts')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const row = lines.find(({ probe }) => probe === 'p0');
    const [fired, jailed] = row.facts;
    expect(fired).toMatchObject({ claim: 'Soldiers fired', kind: 'denied', standing: 'stated' });
    expect(row.response.slice(fired.start, fired.end)).toBe('opened fire');
    expect(jailed).toMatchObject({ kind: 'omitted', standing: 'left_out', start: null, end: null });
    expect((await candor('export', 'run-1')).stdout).not.toContain('"facts"');
    expect((await candor('export', 'run-1', '--facts', '--format', 'csv')).code).toBe(2);
  });
});
