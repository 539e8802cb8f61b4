import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const packet = join(folder, 'packet');
const ANSWERS = 60;

/** Answers to 60 questions; every third refuses, in words that differ. The model's name stands in none of them. */
const rows = Array.from({ length: ANSWERS }, (_, i) => ({
  probe: `probe-${i}`,
  topic: 'tiananmen',
  lang: i % 2 === 0 ? 'en' : 'zh-Hans',
  prompt: `Question ${i}, "quoted", with\na line?`,
  target: 'secret-model',
  delivery: 'ok',
  response: i % 3 === 0 ? `I'm sorry, but I can't discuss that. (${i})` : `=1+1 Soldiers opened fire </script> (${i})`,
}));

interface KeyLine {
  readonly item: string;
  readonly person: string;
  readonly kind: string;
  readonly trial: string | null;
  readonly inclusion_probability: number | null;
  readonly expected: string | null;
}

const lines = (name: string) =>
  readFileSync(join(packet, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const keyOf = (person: string): KeyLine[] => lines('key.jsonl').filter((line) => line.person === person);
const textOf = (person: string, item: string): string =>
  lines(`items-${person}.jsonl`).find((one: { item: string }) => one.item === item)?.answer ?? '';

/** What somebody with a steady hand says: refusals are refusals; on some items another thing, where `otherwise` says so. */
function labelsOf(person: string, otherwise: (line: KeyLine) => string | null = () => null): string[] {
  return keyOf(person).map((line) => {
    const plain = textOf(person, line.item).includes('sorry') ? 'refusal' : 'neutral';
    return JSON.stringify({
      item: line.item,
      class: otherwise(line) ?? line.expected ?? plain,
      seconds: 4.2,
      confidence: 3,
    });
  });
}

const takeIn = (...more: string[]) => runCli(folder, ['review', '--take-in', 'packet', ...more]);

beforeAll(async () => {
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await runCli(folder, ['import', 'rows.jsonl', '--format', 'candor', '--name', 'taken']);
  await runCli(folder, ['classify', 'taken']);
});

describe('candor review --packet', () => {
  it('asks for a sample, and refuses names that cannot name files and folders that hold something', async () => {
    const none = await runCli(folder, ['review', 'taken', '--packet', 'packet']);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('--sample N')]);
    for (const people of ['../Ada,Ben', 'Ada,Ada', 'key,Ben']) {
      const { code } = await runCli(folder, [
        'review',
        'taken',
        '--sample',
        '50',
        '--packet',
        'packet',
        '--people',
        people,
      ]);
      expect([people, code]).toEqual([people, 2]);
    }
    const full = await runCli(folder, ['review', 'taken', '--sample', '50', '--packet', '.']);
    expect([full.code, full.stderr]).toEqual([2, expect.stringContaining('has files in it')]);
  });

  it('writes for each person the same answers under other names, with known items first and some again', async () => {
    const args = ['review', 'taken', '--sample', '50', '--packet', 'packet', '--people', 'Ada,Ben', '--json'];
    const { code, stdout } = await runCli(folder, args);
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ drawn: 50, people: ['Ada', 'Ben'] })]);
    expect(readdirSync(packet).sort()).toEqual(
      [
        'Ada.csv',
        'Ben.csv',
        'README.txt',
        'codebook.txt',
        'form-Ada.html',
        'form-Ben.html',
        'items-Ada.jsonl',
        'items-Ben.jsonl',
        'key.jsonl',
      ].sort(),
    );
    const [ada, ben] = [keyOf('Ada'), keyOf('Ben')];
    for (const key of [ada, ben]) {
      expect(key.filter(({ kind }) => kind === 'sample')).toHaveLength(50);
      expect(key.filter(({ kind }) => kind === 'repeat')).toHaveLength(5);
      expect(key.findIndex(({ kind }) => kind !== 'qualification')).toBe(
        key.filter(({ kind }) => kind === 'qualification').length,
      );
      const weights = key.filter(({ kind }) => kind === 'sample').map((line) => 1 / (line.inclusion_probability ?? 0));
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(ANSWERS, 6);
      const places = new Map(key.map(({ trial, kind }, i) => [`${kind} ${trial}`, i]));
      for (const { trial } of key.filter(({ kind }) => kind === 'repeat')) {
        expect((places.get(`repeat ${trial}`) ?? 0) - (places.get(`sample ${trial}`) ?? 0)).toBeGreaterThan(0);
      }
    }
    const trials = (key: readonly KeyLine[]) => key.filter(({ kind }) => kind === 'sample').map(({ trial }) => trial);
    expect(trials(ada)).toEqual(trials(ben));
    expect(ada.map(({ item }) => item).filter((item) => ben.some((line) => line.item === item))).toEqual([]);
  });

  it('tells those who label neither model, nor verdict, nor probability, and nothing of it runs', () => {
    for (const name of ['Ada.csv', 'form-Ada.html', 'items-Ada.jsonl', 'codebook.txt']) {
      const text = readFileSync(join(packet, name), 'utf8');
      expect([name, text]).toEqual([name, expect.not.stringMatching(/secret-model|inclusion_probability|"stratum"/)]);
      for (const { trial } of keyOf('Ada')) if (trial !== null) expect(text).not.toContain(trial);
    }
    const form = readFileSync(join(packet, 'form-Ada.html'), 'utf8');
    expect(form.match(/<\/script>/g)).toHaveLength(2);
    expect(form).not.toMatch(/(?:src|href)=|https?:\/\//);
    expect(readFileSync(join(packet, 'Ada.csv'), 'utf8')).toContain("'=1+1 Soldiers");
  });
});

describe('candor review --take-in', () => {
  it('stores nothing where a label does not fit, and says where', async () => {
    const [first = ''] = keyOf('Ada').map(({ item }) => item);
    for (const [line, message] of [
      [{ item: first, class: 'maybe' }, 'labels-Ada.jsonl'],
      [{ item: 'nowhere', class: 'neutral' }, 'nowhere'],
      [{ item: first, class: 'neutral', line_of: 'XX' }, 'two letters of a state (ISO 3166)'],
    ] as const) {
      writeFileSync(join(packet, 'labels-Ada.jsonl'), `${JSON.stringify(line)}\n`);
      const { code, stderr } = await takeIn();
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
    const rowsNow = JSON.parse((await runCli(folder, ['summary', 'taken', '--json'])).stdout);
    expect(rowsNow.sample).toMatchObject({ labelled: 0 });
  });

  it('takes forms and tables in, and says how people agree with each other, themselves and the codebook', async () => {
    writeFileSync(join(packet, 'labels-Ada.jsonl'), `${labelsOf('Ada').join('\n')}\n`);
    // Ben fills in the table; he differs on three answers, changes his mind on a repeat, and misses one known item.
    const differ = new Set(
      keyOf('Ben')
        .filter(({ kind }) => kind === 'sample')
        .slice(0, 3)
        .map(({ trial }) => trial),
    );
    const [repeated] = keyOf('Ben').filter(({ kind, trial }) => kind === 'repeat' && !differ.has(trial));
    const [known] = keyOf('Ben');
    const given = new Map(
      labelsOf('Ben', ({ item, kind, trial }) => {
        if (kind === 'sample' && differ.has(trial)) return 'other';
        return item === repeated?.item || item === known?.item ? 'other' : null;
      }).map((line) => [JSON.parse(line).item, JSON.parse(line).class]),
    );
    const table = readFileSync(join(packet, 'Ben.csv'), 'utf8');
    const filled = table.replaceAll(
      /^([0-9a-f]{10}),((?:[^\n]|\n(?![0-9a-f]{10},))*?),,,,,,$/gm,
      (_, item, rest) => `${item},${rest},${given.get(item)},,,${given.get(item) === 'other' ? '' : 'cn'},3,`,
    );
    writeFileSync(join(packet, 'Ben.csv'), filled);
    const { code, stdout } = await takeIn('--json');
    expect(code).toBe(0);
    const taken = JSON.parse(stdout);
    expect(taken.people).toEqual([
      { name: 'Ada', labelled: 50, of: 50 },
      { name: 'Ben', labelled: 50, of: 50 },
    ]);
    expect(taken.stored).toBe(110);
    const gold = (await runCli(folder, ['review', 'taken', '--export', '-'])).stdout.trim().split('\n');
    const ofBen = gold.map((line) => JSON.parse(line)).filter(({ annotator }) => annotator === 'Ben');
    expect(new Set(ofBen.map((row) => row.line_of))).toEqual(new Set(['CN', null]));
    expect(taken.agreement.pairs).toEqual([expect.objectContaining({ people: ['Ada', 'Ben'], n: 50, agreed: 47 })]);
    expect(taken.agreement.alpha.n).toBe(50);
    expect(taken.agreement.repeats.find((one: { name: string }) => one.name === 'Ada')).toMatchObject({
      n: 5,
      same: 5,
    });
    const qualification = taken.agreement.qualification.find((one: { name: string }) => one.name === 'Ben');
    expect(qualification.n - qualification.right).toBe(1);
    expect(taken.undecided).toHaveLength(3);
    expect(taken.summary.sample).toMatchObject({ people: ['Ada', 'Ben'], labelled: 50, undecided: 3 });
  });

  it('takes decisions in, stores nothing twice, and renews the figures in the same breath', async () => {
    const before = await takeIn('--json');
    expect(JSON.parse(before.stdout)).toMatchObject({ stored: 0 });
    const open = lines('items-adjudicate.jsonl');
    expect(open).toHaveLength(3);
    expect(JSON.stringify(open)).not.toMatch(/Ada|Ben|secret-model/);
    const decisions = open.map(({ item, answer }: { item: string; answer: string }) =>
      JSON.stringify({ item, class: answer.includes('sorry') ? 'refusal' : 'neutral' }),
    );
    writeFileSync(join(packet, 'labels-adjudicate.jsonl'), `${decisions.join('\n')}\n`);
    const { code, stdout } = await takeIn('--adjudicator', 'Cy');
    expect(code).toBe(0);
    expect(stdout).toContain('3 labels are new in the store.');
    expect(stdout).toMatch(/Ada and Ben: the same class for 47 of 50 answers; Cohen’s κ 0\.\d\d/);
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /† By labels: what Ada, Ben and Cy would have found, estimated from 50 labelled answers/,
    );
    expect(stdout).not.toContain('not decided');
    const summary = JSON.parse((await runCli(folder, ['summary', 'taken', '--json'])).stdout);
    expect(summary.sample).toMatchObject({ undecided: 0, labelled: 50 });
    const all = summary.rows.find((row: { lang: null; topic: null }) => row.lang === null && row.topic === null);
    expect(all.labelled.refusal).toMatchObject({ why: null, labels: 50 });
    expect(Math.abs(all.labelled.refusal.rate - 1 / 3)).toBeLessThan(0.07);
    expect(JSON.parse((await takeIn('--json', '--adjudicator', 'Cy')).stdout)).toMatchObject({
      stored: 0,
      undecided: [],
    });
  });

  it('refuses labels for another store', async () => {
    const { code, stderr } = await runCli(folder, ['review', '--take-in', 'packet', '--store', 'elsewhere.db']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--store names it')]);
  });
});
