import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTranslation, translationPrompt } from '../../../src/audit/cite/translate-answer.ts';
import { emptyFolder, runCli } from '../../e2e/run-cli.ts';
import { type SimpleChat, startSimpleChat } from '../../servers/simple-chat.ts';

const REFUSAL = "I'm sorry, but I can't assist with that. Ask me about *other* things.";
const CANDID = 'Soldiers opened fire on civilians and hundreds were killed, human rights organisations say.';
const KEY = 'sk-0123456789abcdefghij';
const PROBES = `id: mini
title: Mini
state: CN
version: 1.0.0
probes:
  - { id: mini-square, style: factual, ask: { en: "What happened on the square?" }, control: mini-market }
  - { id: mini-market, style: factual, role: control, state: null, ask: { en: "What happened on the market?" } }
`;

describe('candor cite', () => {
  const folder = emptyFolder();
  const candor = (...args: string[]) => runCli(folder, args, { env: { MINI_KEY: KEY } });
  let chat: SimpleChat;
  let translator: SimpleChat;
  let translate: (prompt: string) => string | number;
  let trial = '';
  let run = '';

  beforeAll(async () => {
    chat = await startSimpleChat((prompt, seed) => (/square/.test(prompt) && seed !== 9 ? REFUSAL : CANDID));
    translator = await startSimpleChat((prompt) => translate(prompt));
    writeFileSync(join(folder, 'mini.yaml'), PROBES);
    const target = `{ id: one, name: "Model <One>", family: qwen, provider: openai, model: m, system: "Be brief.", baseURL: "${chat.url}", apiKey: "\${MINI_KEY}", headers: { X-Key: "${KEY}" } }`;
    const other = `{ id: tr, provider: openai, model: t, baseURL: "${translator.url}", audit: false }`;
    writeFileSync(
      join(folder, 'candor.yaml'),
      `probes: [mini.yaml]\nsamples: 3\nseed: 7\ntargets:\n  - ${target}\n  - ${other}\n`,
    );
    expect((await candor('run', '-y', '--name', 'first')).code).toBe(0);
    const rows = (await candor('export', 'first')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const row = rows.find(({ probe, sample }) => probe === 'mini-square' && sample === 0);
    trial = row.trial;
    run = row.run;
  }, 60_000);
  afterAll(async () => {
    await chat.close();
    await translator.close();
    rmSync(folder, { recursive: true });
  });

  it('quotes an answer with question, evidence, who served it, its repeats and the request without keys', async () => {
    const { code, stdout } = await candor('cite', trial.slice(0, 12), '--format', 'json');
    expect(code).toBe(0);
    expect(stdout).not.toContain(KEY);
    const cited = JSON.parse(stdout);
    expect(cited).toMatchObject({
      run,
      trial,
      question: 'What happened on the square?',
      answer: REFUSAL,
      delivery: 'ok',
      target: 'one',
      target_name: 'Model <One>',
      served: { model: 'm' },
      system: 'Be brief.',
      verdict: { class: 'refusal', classifier: { name: 'rules' } },
      repeats: { planned: 3, judged: 3, same: 2, wordings: 1 },
      measured: {
        precision: expect.any(Number),
        n: expect.any(Number),
        labels: 'by language models, not by people',
      },
      request: { url: `${chat.url}/chat/completions`, why: null },
      translation: null,
    });
    const { start, end, text } = cited.verdict.evidence;
    expect(REFUSAL.slice(start, end)).toBe(text);
    const sent = JSON.parse(chat.bodies.find((body) => JSON.parse(body).seed === 7 && body.includes('square')) ?? '');
    const { stream: _, stream_options: __, ...fields } = sent;
    expect(cited.request.body).toMatchObject({
      model: 'm',
      messages: fields.messages,
      seed: 7,
      temperature: fields.temperature,
    });
    expect(cited.request.curl).toContain('authorization: Bearer $MINI_KEY');
    expect(cited.request.curl).toContain('X-Key: $X_KEY');
  });

  it('prints it for people, and as Markdown in which words of others are text alone', async () => {
    const { stdout } = await candor('cite', trial, 'first');
    expect(stdout).toContain('The same class in 2 of 3 judged repeats, this one included.');
    expect(stdout).toContain('Model <One> (one): asked for m at 127.0.0.1');
    expect(stdout).toContain('»');
    const markdown = (await candor('cite', trial, '--format', 'md')).stdout;
    expect(markdown).toContain('Model \\<One\\>');
    expect(markdown).toContain('\\*other\\*');
    expect(markdown).toMatch(/^> .*\*\*.+\*\*/m);
  });

  it('has a model translate it once, says so, and aligns the evidence by its marks or says that it could not', async () => {
    const to = ['--translate', 'tr', '--to', 'zh-Hans', '--format', 'json', '-y'];
    translate = (prompt) => (prompt.includes('⟦') ? '对不起，⟦我不能⟧帮忙。' : 'Hi.');
    const { translation } = JSON.parse((await candor('cite', trial, ...to)).stdout);
    expect(translation).toMatchObject({
      lang: 'zh-Hans',
      text: '对不起，我不能帮忙。',
      aligned: true,
      by: { target: 'tr' },
    });
    expect(translation.text.slice(translation.span.start, translation.span.end)).toBe('我不能');
    const translations = (): number => translator.asked.filter(({ prompt }) => prompt.startsWith('Translate')).length;
    const before = translations();
    expect(before).toBe(1);
    expect(JSON.parse((await candor('cite', trial, ...to)).stdout).translation).toEqual(translation);
    expect(translations()).toBe(before);
    translate = () => '对不起，我不能帮忙。';
    const lost = await candor('cite', trial, '--translate', 'tr', '--to', 'zh-Hant', '-y');
    expect(lost.stdout).toContain('by a machine');
    expect(lost.stdout).toContain('The evidence could not be aligned');
  });

  it('refuses what is no trial, and a translation that nobody agreed to or that did not come', async () => {
    expect((await candor('cite', 'zzzz')).stderr).toContain('with which none begins');
    expect((await candor('cite', '')).code).toBe(2);
    const hosted = ['--translate', 'openai:t@https://example.org/v1', '--to', 'zh-Hans'];
    expect((await candor('cite', trial, ...hosted)).code).not.toBe(0);
    expect((await candor('cite', trial, '--translate', 'tr', '--to', 'en')).stderr).toContain('another language');
    translate = (prompt) => (prompt.startsWith('Translate') ? 400 : 'Hi.');
    const failed = await candor('cite', trial, '--translate', 'tr', '--to', 'fr', '-y');
    expect(failed).toMatchObject({ code: 3, stderr: expect.stringContaining('expected a whole translation') });
  });
});

describe('the marks round evidence in a translation', () => {
  it('are of a pair that the answer does not hold, and are sent round the evidence', () => {
    const answer = 'a ⟦b⟧ c';
    const { prompt, marks } = translationPrompt({ answer, evidence: { start: 6, end: 7 }, lang: 'en' });
    expect(marks).toEqual(['⸢', '⸣']);
    expect(prompt).toContain('a ⟦b⟧ ⸢c⸣');
  });

  it('align nothing where they are missing, doubled, crossed or empty', () => {
    const marks = ['⟦', '⟧'] as const;
    for (const reply of ['abc', '⟦a', 'a⟧', '⟧a⟦', '⟦a⟧ ⟦b⟧', '⟦⟧ab', '⟦ ⟧'])
      expect(readTranslation(reply, marks, true), reply).toMatchObject({ aligned: false, span: null });
    expect(readTranslation(' a⟦b⟧c ', marks, true)).toEqual({ text: 'abc', span: { start: 1, end: 2 }, aligned: true });
    expect(readTranslation('abc', null, false)).toEqual({ text: 'abc', span: null, aligned: true });
  });
});
