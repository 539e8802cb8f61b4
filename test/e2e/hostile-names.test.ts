import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

/** Turns the row round, rings, clears the screen, ends a line by stealth. */
const BAD = '\u202e\u0007\u001b[2J\u2028\u061c';
const RAW =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Rows in which every word of others holds such characters. */
function rows(): string {
  const list = ['../../a', `b${BAD}b`].flatMap((target) =>
    [0, 1, 2, 3].map((i) => ({
      run: `r${BAD}`,
      trial: `t-${target}-${i}`,
      set: `set${BAD}`,
      probe: `p${BAD}-${i}`,
      topic: `topic${BAD}`,
      state: 'CN',
      style: 'factual',
      role: i % 2 === 0 ? 'sensitive' : 'control',
      control: i % 2 === 0 ? `p${BAD}-${i + 1}` : null,
      tags: [`tag${BAD}`],
      lang: 'en',
      prompt: `Is it ${BAD}?`,
      target,
      sample: 0,
      seed: 1,
      delivery: 'ok',
      finish: `stop${BAD}`,
      response: `I cannot discuss ${BAD} this topic.`,
      delivery_flags: [`flag${BAD}`],
      served_model: `model${BAD}`,
      served_by: `host${BAD}`,
    })),
  );
  return list.map((row) => `${JSON.stringify(row)}\n`).join('');
}

it('reach no page, Markdown, JUnit, terminal, log or baseline raw, and stand in data files as they came', async () => {
  const cwd = emptyFolder();
  const read = (file: string): string => readFileSync(join(cwd, file), 'utf8');
  writeFileSync(join(cwd, 'rows.jsonl'), rows());
  const said: string[] = [];
  const run = async (...args: string[]): Promise<void> => {
    const { code, stdout, stderr } = await runCli(cwd, args);
    expect([0, 3], stderr).toContain(code);
    said.push(`${args.join(' ')}\n${stdout}${stderr}`);
  };
  await run('import', 'rows.jsonl', '--format', 'candor', '--name', 'hostile');
  await run('show', 'hostile');
  await run('summary', 'hostile', '--all');
  await run('summary', 'hostile', '--json');
  await run('runs');
  await run('compare', 'hostile', '--across', 'targets');
  await run('report', 'hostile', '-o', 'r.html');
  await run('report', 'hostile', '--format', 'md', '-o', 'r.md');
  await run('report', 'hostile', '--format', 'json', '-o', 'r.json');
  await run('gate', 'hostile', '--baseline', 'hostile', '--write-baseline', 'b.json');
  await run('gate', 'hostile', '--baseline', 'b.json', '--markdown', 'g.md', '--junit', 'g.xml');
  await run('export', 'hostile', '-o', 'e.jsonl');
  await run('review', 'hostile', '--sample', '4', '--packet', 'packet', '--people', 'ada,ben');
  for (const text of said) expect(text).not.toMatch(RAW);
  for (const file of ['r.html', 'r.md', 'r.json', 'b.json', 'g.md', 'g.xml', 'e.jsonl.meta.json'])
    expect(`${file}: ${RAW.exec(read(file))?.[0] ?? 'none'}`).toBe(`${file}: none`);
  // Of a packet people open the forms and what stands beside them; of who was asked nothing is in them, and the key is data.
  for (const file of ['form-ada.html', 'form-ben.html', 'README.txt', 'codebook.txt'])
    expect(`${file}: ${RAW.exec(read(`packet/${file}`))?.[0] ?? 'none'}`).toBe(`${file}: none`);
  for (const file of ['form-ada.html', 'ada.csv', 'items-ada.jsonl'])
    for (const name of ['b\u202e', '../../a', '.._.._a', 'model\u202e', 'host\u202e'])
      expect(read(`packet/${file}`)).not.toContain(name);
  const [head, ...key] = read('packet/key.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(head.run).toEqual(expect.any(String));
  expect(key.some(({ stratum }) => stratum?.includes(BAD) === true)).toBe(true);
  expect(JSON.parse(read('b.json')).questions[0].topic).toBe(`topic${BAD}`);
  const exported = read('e.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(exported).toHaveLength(8);
  for (const row of exported) {
    expect(row).toMatchObject({ topic: `topic${BAD}`, response: `I cannot discuss ${BAD} this topic.` });
    expect(row.target).not.toMatch(/[/\\]/);
  }
});
