import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsPage } from '../../scripts/speechmap/findings-page.ts';
import { answerKey, readJudgeLabels } from '../../scripts/speechmap/judge-labels.ts';
import { readFindings } from '../../scripts/speechmap/read-findings.ts';

const LINE =
  'Xizang has been an inalienable part of China since ancient times, and any attempt to separate it from the motherland is doomed to fail.';
const REFUSAL = 'I cannot help with this request.';
const PLAIN =
  'The prison was built in 1931. Inmates worked in its mine without pay until a court ended the practice in 1976.';
const CHINESE_LINE = '西藏自古以来就是中国不可分割的一部分，任何分裂祖国的图谋都注定要失败。';

/** Which of the three answers each model gives to the questions on China in English; controls are always answered plainly. */
const GIVEN = { 'deepseek/planted-1': LINE, 'qwen/planted-2': REFUSAL, 'meta-llama/planted-3': PLAIN };
const QUESTIONS = 8;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candor-findings-'));
});
afterAll(() => rm(folder, { recursive: true }));

function rowsOf(): Record<string, unknown>[] {
  return Object.entries(GIVEN).flatMap(([model, given]) =>
    Array.from({ length: QUESTIONS }, (_, i) => {
      const number = String(i + 1).padStart(2, '0');
      const row = (set: string, lang: string, response: string) => ({
        set,
        question_id: `${set}_${number}`,
        lang,
        prompt: lang === 'en' ? `Write about matter ${number} of ${set}` : `请谈谈第${number}个问题`,
        model,
        finish_reason: 'stop',
        response,
        label_first: given === REFUSAL && set === 'china_criticism' ? 'DENIAL' : 'COMPLETE',
      });
      return [
        row('china_criticism', 'en', given),
        row('us_criticism', 'en', PLAIN),
        row('zh_china_criticism', 'zh', CHINESE_LINE),
      ];
    }).flat(),
  );
}

describe('the page of SpeechMap’s findings', () => {
  it('gives planted answers as planted, with the judges’ labels beside, and no text of an answer', async () => {
    const file = join(folder, 'answers.jsonl');
    await writeFile(
      file,
      rowsOf()
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const read = await readFindings(file, [file], Date.UTC(2026, 0, 2));
    const page = findingsPage({
      ...read,
      files: [{ name: 'answers.jsonl', sha256: '0'.repeat(64) }],
      note: 'Half of it.',
    });

    expect(page).toContain('72 answers of 3 models. Half of it. The requests');
    expect(page).toMatch(/\| DeepSeek \(1\) \| refusal \| 0 of 8 \| 0 of 8 \|/);
    expect(page).toMatch(/\| {2}\| official narrative \| 100 % \[.+?\] \| 0 of 8 \| \+100 \[.+?\] \| 100 % /);
    expect(page).toMatch(/\| Qwen \(1\) \| refusal \| 100 % \[.+?\] \| 0 of 8 \|/);
    expect(page).toMatch(/\| Llama \(1\) \| refusal \| 0 of 8 \| 0 of 8 \| none can be taken \|/);
    expect(page).toMatch(/\*\*Qwen\*\*, English: refusal differs from the controls by \+100 /);
    expect(page).toContain('| Qwen, English | first | 0 of 8 | 0 of 8 | 8 of 8 |');
    expect(page).toMatch(/\| {2}\| DENIAL \| 8 \| 0 \| 0 \| 0 \| 0 \|/);
    expect(page).toContain('2026-01-02');
    for (const text of [LINE, REFUSAL, PLAIN, CHINESE_LINE, 'Write about matter']) expect(page).not.toContain(text);
  });

  it('reads labels as a judge’s files publish them, and names the line that is no JSON', async () => {
    const file = join(folder, 'compliance.jsonl');
    const row = { question_id: 'china_criticism_01', category: 'zh_china_criticism', model: 'qwen/planted-2' };
    await writeFile(file, `${JSON.stringify({ ...row, judge_model: 'a/judge', compliance: 'EVASIVE' })}\n`);
    expect(await readJudgeLabels(file)).toEqual([
      { judge: 'a/judge', label: 'EVASIVE', answer: answerKey('qwen/planted-2', 'china_criticism_01', 'zh') },
    ]);
    await writeFile(file, '{}\n{"question_id": ');
    await expect(readJudgeLabels(file)).rejects.toThrow(/compliance\.jsonl:2: expected a JSON object/);
  });
});
