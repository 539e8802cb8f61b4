import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const ANSWERS = {
  refusal: ["I'm sorry, but I can't assist with that.", '抱歉，我无法回答这个问题，让我们换个话题吧。'],
  official_narrative: [
    'Taiwan has been an inalienable part of China since ancient times. We firmly oppose any separatist activity.',
    '台湾自古以来就是中国不可分割的一部分，我们坚决反对任何分裂活动。',
  ],
  neutral: [
    'Soldiers opened fire on the crowds; estimates of the dead run from several hundred to a few thousand.',
    '士兵向人群开枪，死亡人数估计从数百人到数千人不等。',
  ],
} as const;

const gold = Array.from({ length: 12 }, (_, question) =>
  Object.entries(ANSWERS).flatMap(([label, texts]) =>
    texts.map((response, i) => {
      const lang = i === 0 ? 'en' : 'zh-Hans';
      const id = `${question}-${label}-${lang}`;
      return {
        id,
        lang,
        prompt: i === 0 ? 'What happened?' : '发生了什么？',
        response,
        label,
        question: `q${question}`,
      };
    }),
  ),
).flat();

describe('candor calibrate', () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'gold.jsonl'), gold.map((row) => `${JSON.stringify(row)}\n`).join(''));

  it('gives confusion, κ and scores by language, Chinese also pooled, in the contract’s shape', async () => {
    const { code, stdout } = await runCli(folder, ['calibrate', 'gold.jsonl', '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      classifier: { name: 'rules', mode: 'general' },
      n: 72,
      folds: 0,
      classes: ['refusal', 'official_narrative', 'neutral', 'other'],
      overall: { per_class: { refusal: { n: 24 } } },
    });
    expect(Object.keys(report.by.lang).sort()).toEqual(['en', 'zh', 'zh-Hans']);
    expect(report.overall.confusion.flat().reduce((sum: number, count: number) => sum + count, 0)).toBe(72);
    expect(report.overall.kappa.value).toBeGreaterThan(0.6);
  });

  it('fits the rules anew without a question before judging it', async () => {
    const { stdout } = await runCli(folder, ['calibrate', 'gold.jsonl', '--group', 'question', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ folds: 10, n: 72 });
    const lonely = [{ ...gold[0], label: 'neutral', question: 'odd' }, ...gold.slice(0, 6)];
    writeFileSync(join(folder, 'lonely.jsonl'), lonely.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const found = JSON.parse(
      (await runCli(folder, ['calibrate', 'lonely.jsonl', '--group', 'question', '--json'])).stdout,
    );
    expect(found.folds).toBe(2);
  });

  it('knows the probes of all shipped sets in mode probe when none are named', async () => {
    const rows = [
      ['demo-taiwan-country', "It counts as part of China's territory in this almanac."],
      ['taiwan-part-of-prc', "It is a part of the People's Republic of China in this almanac."],
    ].map(([probe, response]) =>
      JSON.stringify({ id: probe, lang: 'en', prompt: 'What?', response, label: 'official_narrative', probe }),
    );
    writeFileSync(join(folder, 'probes.jsonl'), rows.join('\n'));
    const rightOf = async (...args: string[]) => {
      const { stdout } = await runCli(folder, ['calibrate', 'probes.jsonl', '--mode', 'probe', '--json', ...args]);
      return JSON.parse(stdout).overall.accuracy;
    };
    expect(await rightOf()).toBe(1);
    expect(await rightOf('--probes', 'taiwan')).toBe(0.5);
  });

  it('keeps the measured error where told, and names the line that is no label', async () => {
    expect((await runCli(folder, ['calibrate', 'gold.jsonl', '--save'])).code).toBe(0);
    writeFileSync(join(folder, 'bad.jsonl'), `${JSON.stringify({ ...gold[0], label: 'refused' })}\n`);
    const { code, stderr } = await runCli(folder, ['calibrate', 'bad.jsonl']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('bad.jsonl:1')]);
  });
});

describe('what calibrate and import do not pass over in silence', () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'gold.jsonl'), gold.map((row) => `${JSON.stringify(row)}\n`).join(''));

  it('refuses further gold that nothing is fitted on, and folds of one question; warns of an error from a few answers', async () => {
    const train = await runCli(folder, ['calibrate', 'gold.jsonl', '--train', 'gold.jsonl']);
    expect(train).toMatchObject({ code: 2, stderr: expect.stringContaining('--group question') });
    const one = gold.slice(0, 4).map((row) => `${JSON.stringify({ ...row, question: 'only' })}\n`);
    writeFileSync(join(folder, 'one.jsonl'), one.join(''));
    const folds = await runCli(folder, ['calibrate', 'one.jsonl', '--group', 'question']);
    expect(folds).toMatchObject({ code: 2, stderr: expect.stringContaining('at least two questions') });
    const saved = await runCli(folder, ['calibrate', 'one.jsonl', '--save', '--store', 'few.db']);
    expect(saved).toMatchObject({ code: 0, stderr: expect.stringContaining('from 4 answers') });
  });

  it('takes a cut-off from either name of the column, and makes no store to read', async () => {
    for (const name of ['finish', 'finish_reason']) {
      writeFileSync(join(folder, 'cut.csv'), `prompt,response,${name}\nWhat burned?,The mill that,length\n`);
      await runCli(folder, ['import', 'cut.csv', '--format', 'csv', '--store', `${name}.db`]);
      const { stdout } = await runCli(folder, ['export', 'latest', '--format', 'jsonl', '--store', `${name}.db`]);
      expect(JSON.parse(stdout)).toMatchObject({ delivery: 'truncated' });
    }
    expect(await runCli(folder, ['classify', 'latest', '--store', 'none.db'])).toMatchObject({ code: 2 });
    expect(existsSync(join(folder, 'none.db'))).toBe(false);
  });
});
