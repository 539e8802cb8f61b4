import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visible, visibleJson } from '../../src/lib/visible.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';

/** By code points, so that none of them stands in this file. */
const at = (...codes: number[]): string => String.fromCodePoint(...codes);
const HOSTILE = [0x00, 0x07, 0x08, 0x0b, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x61c, 0x200b, 0x200e, 0x200f].concat([
  0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0x3164, 0xfeff, 0xfff9, 0xe0041,
]);

describe('text for a terminal', () => {
  it.each(HOSTILE.map((code) => [code.toString(16).toUpperCase().padStart(4, '0'), code] as const))(
    'shows U+%s as what it is',
    (name, code) => {
      expect(visible(`a${at(code)}b`)).toBe(`a‹U+${name}›b`);
      const json = JSON.stringify({ text: `a${at(code)}b` });
      expect(JSON.parse(visibleJson(json))).toEqual({ text: `a${at(code)}b` });
      expect(visible(visibleJson(json))).toBe(visibleJson(json));
    },
  );

  it('leaves words, line feeds, tabs and emoji as they are', () => {
    const text = `天安门 “Ça”\n\tعربي ${at(0x1f468, 0x200d, 0x1f469)} ${at(0x2764, 0xfe0f)} ${at(0x1f3f3, 0xfe0f, 0x200d, 0x1f308)}`;
    expect(visible(text)).toBe(text);
    expect(visibleJson(text)).toBe(text);
  });

  it('is the only text that commands write: raw streams are for progress, data and files', () => {
    const folder = join(import.meta.dirname, '../../src/cli');
    const raw = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const lines = readFileSync(join(folder, file), 'utf8').split('\n');
        return lines.filter((line) => /\bstd(out|err)\.write\(|write\(io\.std/.test(line)).map(() => file);
      });
    expect([...new Set(raw)].sort()).toEqual(
      [
        'carry-out-figure.ts',
        'cli-io.ts',
        'commands/cite.ts',
        'commands/export.ts',
        'commands/label.ts',
        'commands/probes.ts',
      ].concat(['commands/report.ts', 'commands/review.ts', 'commands/show.ts', 'follow-run.ts', 'progress.ts']),
    );
  });

  it('comes out of every command over an import that reaches for the terminal', async () => {
    const cwd = emptyFolder();
    const bad = at(0x202e, 0x1b, 0x61c, 0x2028);
    const row = (name: string, value: string): string =>
      `${name},"Who ${bad} rules?",${value},probe${bad},topic${bad},model${bad}`;
    const csv = [
      'sample,prompt,response,probe,topic,target',
      row('0', `"No ${bad} answer."`),
      row('1', `"I ${bad} can't."`),
    ];
    writeFileSync(join(cwd, 'hostile.csv'), csv.join('\n'));
    writeFileSync(join(cwd, 'bad.jsonl'), JSON.stringify({ response: 'x', delivery: `odd${bad}` }));
    writeFileSync(join(cwd, 'answers.jsonl'), JSON.stringify({ id: `i${bad}`, response: `I can't ${bad} say.` }));
    const said: string[] = [];
    for (const args of [
      ['import', 'hostile.csv', '--format', 'csv', '--name', `n${bad}`],
      ['runs'],
      ['runs', '--json'],
      ['summary', 'latest'],
      ['summary', 'latest', '--json'],
      ['show', 'latest'],
      ['compare', 'latest', '--across', 'languages'],
      ['show', 'latest', '--probe', `x${bad}`],
      ['label', 'answers.jsonl'],
      ['label', 'bad.jsonl'],
      ['label', 'bad.jsonl', '--skip-bad'],
      ['run', `--odd${bad}`],
    ]) {
      const { stdout, stderr } = await runCli(cwd, args);
      said.push(`${args.join(' ').replace(bad, '')}: ${visible(stdout + stderr) === stdout + stderr ? 'safe' : 'raw'}`);
    }
    expect(said.filter((line) => line.endsWith('raw'))).toEqual([]);
    expect(said.length).toBe(12);
  });
});
