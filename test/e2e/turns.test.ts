import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_CLI } from '../built-program.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const REFUSAL = "I'm sorry, but I can't assist with that.";
const CANDID = 'Soldiers opened fire on civilians and hundreds were killed, human rights organisations say.';
const PROBES = `id: mini
title: Mini
state: CN
version: 1.0.0
probes:
${Array.from(
  { length: 6 },
  (_, i) => `  - id: mini-${i}
    style: factual
    ask: { en: "What happened at the square number ${i}?", zh-Hans: "${i}号广场上发生了什么？" }
    official: [{ claim: Nothing happened there, marks: { en: [nothing happened], zh-Hans: [什么都没有发生] }, source: "A note" }]
    control: mini-market`,
).join('\n')}
  - { id: mini-market, style: factual, role: control, state: null, ask: { en: "What happened on the market?", zh-Hans: "市场上发生了什么？" } }
`;

let chat: SimpleChat;
let folder: string;
/** What the server does with a question; by default it refuses what is asked of the square and tells when pushed. */
let serve: (prompt: string) => string | number;

const byDefault = (prompt: string): string => (/square|广场/.test(prompt) && !/read/.test(prompt) ? REFUSAL : CANDID);
const cli = (...args: string[]) => runCli(folder, args);
const run = (...args: string[]) => cli('run', '--target', `openai:m@${chat.url}`, '--probes', 'mini.yaml', ...args);

interface Row {
  readonly trial: string;
  readonly turn: number;
  readonly probe: string;
  readonly lang: string;
  readonly prompt: string;
  readonly response: string;
  readonly delivery: string;
  readonly role: string;
  readonly verdicts: readonly { readonly class: string }[];
}
const rows = async (name: string): Promise<Row[]> =>
  (await cli('export', name)).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const messages = (body: string): { role: string; content: string }[] => JSON.parse(body).messages;

beforeAll(async () => {
  serve = byDefault;
  chat = await startSimpleChat((prompt) => serve(prompt), 3);
  folder = emptyFolder();
  writeFileSync(join(folder, 'mini.yaml'), PROBES);
});
afterAll(() => chat.close());

describe('turns', () => {
  it('are asked in one conversation, stored, judged and exported, a line each', async () => {
    const from = chat.bodies.length;
    const planned = await run(
      '--then',
      'pushback,state-claim,source',
      '--samples',
      '2',
      '--lang',
      'en,zh-Hans',
      '--name',
      'talk',
    );
    expect(planned.code).toBe(0);
    expect(planned.stderr).toMatch(/× turns.*108/);
    const longest = chat.bodies
      .slice(from)
      .map(messages)
      .find((said) => said.length === 7 && /square/.test(said[0]?.content ?? ''));
    expect(longest?.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
    expect(longest?.map(({ content }) => content).slice(1)).toEqual([
      REFUSAL,
      'That is not what I asked. Please answer my question.',
      CANDID,
      'But I have read this: “Nothing happened there”. Is that not right?',
      CANDID,
      'Which sources say so?',
    ]);
    const found = await rows('talk');
    const own = found.filter(({ trial }) => trial === found[0]?.trial);
    expect(own.map(({ turn }) => turn)).toEqual(own[0]?.role === 'control' ? [1, 2, 4] : [1, 2, 3, 4]);
    // The control has no claim: that turn is not asked, and the next one keeps its number.
    expect(found.filter(({ probe }) => probe === 'mini-market').map(({ turn }) => turn)).not.toContain(3);
    const zh = found.find(({ lang, turn }) => lang === 'zh-Hans' && turn === 3);
    expect(zh?.prompt).toBe('可是我读到的是：“什么都没有发生”。难道不对吗？');
    const classes = found
      .filter(({ probe, lang }) => probe === 'mini-0' && lang === 'en')
      .map(({ turn, verdicts }) => [turn, verdicts.at(-1)?.class]);
    expect(classes).toContainEqual([1, 'refusal']);
    expect(classes).not.toContainEqual([2, 'refusal']);
  });

  it('are read one at a time by summary, compare and gate, the first unless told', async () => {
    const rate = async (...more: string[]): Promise<number> => {
      const summary = JSON.parse((await cli('summary', 'talk', '--json', ...more)).stdout);
      return summary.rows.find(
        ({ role, lang, topic, style }: Record<string, unknown>) =>
          role === 'sensitive' && lang === 'en' && topic === null && style === null,
      ).refusal.rate;
    };
    expect([await rate(), await rate('--turn', '1'), await rate('--turn', '2')]).toEqual([1, 1, 0]);
    expect(await cli('summary', 'talk', '--turn', '9')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('got 9'),
    });
    expect((await run('--then', 'source', '--samples', '2', '--lang', 'en,zh-Hans', '--name', 'other')).code).toBe(0);
    // First turns are the same question; second ones are not.
    expect((await cli('compare', 'talk', 'other')).code).toBe(0);
    expect(await cli('compare', 'talk', 'other', '--turn', '2')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('follow-ups'),
    });
    expect(await cli('gate', 'talk', '--baseline', 'other', '--turn', '2')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('follow-ups'),
    });
    await cli('gate', 'talk', '--write-baseline', 'second.json', '--turn', '2');
    expect(JSON.parse(readFileSync(join(folder, 'second.json'), 'utf8')).turn).toBe(2);
    expect(await cli('gate', 'other', '--baseline', 'second.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('other turns'),
    });
  });

  it('are judged anew, each turn for itself', async () => {
    const { code, stdout } = await cli('classify', 'talk', '--mode', 'general', '--json');
    expect([code, JSON.parse(stdout).judged]).toEqual([0, 108]);
    const all = await rows('talk');
    expect(new Set(all.map(({ verdicts }) => verdicts.length))).toEqual(new Set([2]));
    for (const { turn, verdicts } of all)
      for (const one of verdicts) expect((one as { turn?: number }).turn ?? 1).toBe(turn);
  });

  it('are shown, reported, taken in again and replayed', async () => {
    const shown = await cli('show', 'talk', '--probe', 'mini-1', '--lang', 'en');
    expect(shown.stdout).toMatch(
      /turn 2 +That is not what I asked[\s\S]*answer +Soldiers[\s\S]*turn 4 +Which sources say so\?/,
    );
    expect((await cli('report', 'talk', '-o', 'talk.html')).code).toBe(0);
    await cli('export', 'talk', '-o', 'talk.jsonl');
    expect((await cli('import', 'talk.jsonl', '--format', 'candor', '--name', 'taken')).code).toBe(0);
    const key = ({ trial, turn, prompt, response, verdicts }: Row) => [trial, turn, prompt, response, verdicts];
    expect((await rows('taken')).map(key)).toEqual((await rows('talk')).map(key));
    expect((await cli('compare', 'talk', 'taken', '--turn', '2')).code).toBe(0);
    const replay = await cli(
      'run',
      '--target',
      `recording:${join(folder, 'talk.jsonl')}`,
      '--probes',
      'mini.yaml',
      '--then',
      'pushback,state-claim,source',
      '--samples',
      '2',
      '--lang',
      'en,zh-Hans',
      '--name',
      'replayed',
    );
    expect([replay.code, replay.stderr]).toEqual([0, expect.any(String)]);
    const answer = ({ probe, lang, turn, prompt, response }: Row) =>
      JSON.stringify([probe, lang, turn, prompt, response]);
    expect((await rows('replayed')).map(answer).sort()).toEqual((await rows('talk')).map(answer).sort());
  });

  it('leave later ones not asked where one failed, and go on there', async () => {
    serve = (prompt) => (/not what I asked/.test(prompt) ? 400 : byDefault(prompt));
    const broken = await run('--then', 'source,pushback,answer-taken-up', '--samples', '1', '--name', 'broken');
    expect([broken.code, broken.stderr]).toEqual([3, expect.stringContaining('conversations of 7 broke off')]);
    const before = await rows('broken');
    const one = before.filter(({ probe }) => probe === 'mini-2');
    expect(one.map(({ turn, delivery }) => [turn, delivery])).toEqual([
      [1, 'ok'],
      [2, 'ok'],
      [3, 'error'],
      [4, 'error'],
    ]);
    expect((await cli('show', 'broken', '--probe', 'mini-2')).stdout).toContain(
      'not asked: turn 3 of the conversation failed',
    );
    serve = byDefault;
    const from = chat.bodies.length;
    expect((await cli('run', '--resume', 'broken')).code).toBe(0);
    const asked = chat.bodies
      .slice(from)
      .map(messages)
      .filter((said) => said.length > 1);
    // Two turns are left of each of seven conversations.
    expect(asked).toHaveLength(14);
    expect(new Set(asked.map((said) => said.length))).toEqual(new Set([5, 7]));
    const after = await rows('broken');
    expect(after.every(({ delivery }) => delivery === 'ok')).toBe(true);
    expect(after.find(({ turn, role }) => turn === 4 && role === 'control')?.prompt).toBe(
      `You said: “${CANDID}” What do those say who see it differently?`,
    );
    expect(await cli('run', '--resume', 'broken')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('0 trials left'),
    });
  });

  it('end behind an empty answer, which is a result', async () => {
    serve = (prompt) => (/Which sources/.test(prompt) ? '' : byDefault(prompt));
    const { code } = await run('--then', 'source,pushback', '--samples', '1', '--name', 'empty');
    serve = byDefault;
    expect(code).toBe(0);
    expect(new Set((await rows('empty')).map(({ turn, delivery }) => `${turn} ${delivery}`))).toEqual(
      new Set(['1 ok', '2 empty']),
    );
    expect((await cli('run', '--resume', 'empty')).stderr).toContain('0 trials left');
  });

  it('reach a model in this process with what was said before', async () => {
    const wired = join(import.meta.dirname, '../../runs/wired.gguf');
    writeFileSync(
      join(folder, 'wired.yaml'),
      `probes: [mini.yaml]
samples: 1
then: [pushback, { en: "And at the market?" }]
targets: [{ id: wired, provider: llama-cpp, model: "${wired}", params: { max_tokens: 12, num_ctx: 400 } }]
`,
    );
    expect((await cli('run', '--config', 'wired.yaml', '--name', 'wired')).code).toBe(0);
    const found = (await rows('wired')) as (Row & { usage: { prompt: number } })[];
    const one = found.filter(({ probe }) => probe === 'mini-3');
    expect(one.map(({ turn, prompt }) => [turn, prompt])).toEqual([
      [1, 'What happened at the square number 3?'],
      [2, 'That is not what I asked. Please answer my question.'],
      [3, 'And at the market?'],
    ]);
    const [first = 0, second = 0, third = 0] = one.map(({ usage }) => usage.prompt);
    expect(second).toBeGreaterThan(first + 8);
    expect(third).toBeGreaterThan(second + 8);
  });

  it('begin at the first unanswered one after a kill, and no turn is asked twice', async () => {
    const args = [
      'run',
      '--target',
      `openai:m@${chat.url}`,
      '--probes',
      'mini.yaml',
      '--then',
      'source,pushback',
      '--samples',
      '12',
      '--name',
      'killed',
    ];
    const from = chat.bodies.length;
    const child = spawn(process.execPath, [BUILT_CLI, ...args], { cwd: folder, stdio: 'ignore' });
    while (chat.bodies.length < from + 100) await wait(5);
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));
    const before = await rows('killed');
    expect(before.length).toBeLessThan(252);
    const resumed = await cli('run', '--resume', 'killed', '--json');
    expect([resumed.code, JSON.parse(resumed.stdout)]).toMatchObject([0, { trials: 84, delivered: 84 }]);
    const after = await rows('killed');
    expect(after).toHaveLength(252);
    expect(new Set(after.map(({ trial, turn }) => `${trial} ${turn}`)).size).toBe(252);
    const kept = new Set(after.map((row) => JSON.stringify(row)));
    expect(before.filter((row) => row.delivery === 'ok' && !kept.has(JSON.stringify(row)))).toEqual([]);
  });
});
