import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { BUILT_CLI } from '../built-program.ts';
import { startJudgeChat, verdictText } from '../servers/judge-chat.ts';
import { json } from '../servers/scripted.ts';
import { startSimpleChat } from '../servers/simple-chat.ts';
import { CANDID, JUDGE, openJudgedFolder, REFUSAL, sensible } from './judged-folder.ts';
import { runCli } from './run-cli.ts';

const { folder, chat, judge, on, candor, rowsOf, runNamed, close } = await openJudgedFolder();
afterAll(close);

describe('candor classify with a judge', () => {
  it('adds its verdicts to those of the rules, and asks nothing twice', async () => {
    on.reply = sensible;
    await runNamed('judged');
    const before = judge.seen.length;
    const { code, stdout, stderr } = await candor('classify', 'judged', ...JUDGE, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      classifier: { name: 'judge:j', mode: 'probe' },
      judged: 8,
      unjudged: 0,
      kept: 0,
      agreement: null,
    });
    expect(stderr).toMatch(/8 answers and reasoning traces to judge[\s\S]*judge:j +local +4/);
    expect(judge.seen.length - before).toBe(4);
    const rows = await rowsOf('judged');
    expect(rows[0]?.verdicts.map(({ classifier }) => classifier.name)).toEqual(['rules', 'judge:j']);
    expect(
      rows.filter(({ response }) => response === REFUSAL).every(({ verdicts }) => verdicts[1]?.class === 'refusal'),
    ).toBe(true);

    const again = await candor('classify', 'judged', ...JUDGE, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ judged: 8, kept: 8, changed: 0 });
    await runNamed('judged-2');
    await candor('classify', 'judged-2', ...JUDGE);
    expect(judge.seen.length - before).toBe(4);
    expect((await rowsOf('judged'))[0]?.verdicts).toHaveLength(2);
  });

  it('counts for the summary, and the rules count again when they are called again', async () => {
    const by = async (): Promise<string[]> =>
      JSON.parse((await candor('summary', 'judged', '--json')).stdout).classifiers.map(
        ({ name }: { name: string }) => name,
      );
    expect(await by()).toEqual(['judge:j']);
    await candor('classify', 'judged');
    expect(await by()).toEqual(['rules']);
  });

  it('ends in 3 where answers stay unjudged, and shows them with the reason', async () => {
    await runNamed('odd');
    on.reply = (question) => (question.prompt.includes(CANDID) ? 'I would rather not say.' : sensible(question));
    const { code, stdout } = await candor(
      'classify',
      'odd',
      '--classifier',
      `judge:openai:other@${judge.url}`,
      '--json',
    );
    expect([code, JSON.parse(stdout)]).toEqual([3, expect.objectContaining({ judged: 8, unjudged: 4 })]);
    const shown = await candor('show', 'odd', '--class', 'unjudged');
    expect(shown.stdout.match(/unjudged, by judge:other/g)).toHaveLength(4);
    expect(shown.stdout).toContain('there is no JSON in its reply');
    const rows = JSON.parse((await candor('summary', 'odd', '--json')).stdout).rows;
    const control = rows.find(
      (row: { lang: string; role: string; topic: null }) =>
        row.lang === 'en' && row.role === 'control' && row.topic === null,
    );
    expect(control).toMatchObject({ n: 2, delivered: 2, unjudged: 2 });
  });

  it('refuses a judge of the family of a model that it would judge, naming both', async () => {
    const target = `openai:qwen3-8b@${chat.url}`;
    await candor('run', '--target', target, '--probes', 'mini.yaml', '--samples', '1', '--name', 'qwen');
    const args = ['classify', 'qwen', '--classifier', 'judge:own', '--config', 'judges.yaml'];
    const before = judge.seen.length;
    const refused = await candor(...args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/judge own and qwen3-8b are both of the family qwen.*--same-family/);
    expect(judge.seen).toHaveLength(before);
    on.reply = sensible;
    expect((await candor(...args, '--same-family')).code).toBe(0);
    const unknown = await candor('classify', 'qwen', '--classifier', `judge:openai:mystery@${judge.url}`);
    expect(unknown.stderr).toContain('family of the judge mystery is not known');
  });

  it('asks before it calls a hosted judge, and tells what that may cost', async () => {
    const before = judge.seen.length;
    const { code, stderr } = await candor('classify', 'judged', '--classifier', 'judge:far', '--config', 'judges.yaml');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/judge:far +hosted +4 .*≤ 0\.\d\d[\s\S]*expected --yes/)]);
    expect(judge.seen).toHaveLength(before);
    expect(
      (await candor('classify', 'judged', '--classifier', 'judge:far', '--config', 'judges.yaml', '--yes')).code,
    ).toBe(0);
  });

  it.each([
    [['--classifier', 'judge:nobody'], 'openai:MODEL@URL'],
    [['--classifier', 'judge:jj', '--config', 'judges.yaml'], 'Did you mean "j"'],
    [['--classifier', 'ruels'], 'Did you mean "rules"'],
    [['--rule', 'majority'], '--panel'],
    [['--panel', 'rules'], 'at least two'],
    [['--panel', 'rules,judge:j,judge:k', '--rule', 'escalate', '--config', 'judges.yaml'], 'expected two members'],
    [
      ['--panel', 'rules,judge:j', '--rule', 'majority', '--escalate-below', '0.7', '--config', 'judges.yaml'],
      '--rule majority',
    ],
    [['--panel', 'rules,rules'], 'once'],
    [['--panel', 'rules,judge:j', '--escalate-below', '80', '--config', 'judges.yaml'], 'from 0 to 1'],
    [['--classifier', 'panel'], 'members of the panel'],
  ])('refuses %j with a reason', async (args, why) => {
    const { code, stderr } = await candor('classify', 'judged', ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  it('ends in 3 where the judge’s server is dead, and leaves the verdicts as they were', async () => {
    const dead = await startJudgeChat(() => '');
    await dead.close();
    const { code, stderr } = await candor('classify', 'judged', '--classifier', `judge:openai:x@${dead.url}`);
    expect([code, stderr]).toEqual([3, expect.stringContaining('expected the judge x to answer')]);
  });

  it('keeps what was judged at Ctrl-C, and goes on from there', async () => {
    await runNamed('stopped', 1);
    const stop = new AbortController();
    const slow = await startJudgeChat((question, n) => {
      if (n === 2) setTimeout(() => stop.abort(), 30);
      return n >= 2 && !stop.signal.aborted ? { after: 'hang' } : sensible(question);
    });
    const args = ['classify', 'stopped', '--classifier', `judge:openai:slow@${slow.url}`, '--json'];
    writeFileSync(
      join(folder, 'slow.yaml'),
      `targets: [{ id: slow, provider: openai, model: slow, baseURL: "${slow.url}", concurrency: 1, audit: false }]\n`,
    );
    const named = [...args.slice(0, 2), '--classifier', 'judge:slow', '--config', 'slow.yaml', '--json'];
    const stopped = await runCli(folder, named, { interrupt: stop.signal });
    expect([stopped.code, JSON.parse(stopped.stdout).judged]).toEqual([130, 2]);
    const seen = slow.seen.length;
    const resumed = await candor(...named);
    expect([resumed.code, JSON.parse(resumed.stdout)]).toEqual([0, expect.objectContaining({ judged: 4, kept: 2 })]);
    expect(slow.seen.length - seen).toBe(2);
    await slow.close();
  });
});

describe('kill -9 in the middle of judging', () => {
  it('loses no reply that was paid for', async () => {
    const probes = Array.from(
      { length: 40 },
      (_, i) => `  - { id: k-${i}, style: factual, role: neutral, ask: { en: "Question ${i}?" } }`,
    );
    writeFileSync(
      join(folder, 'kill.yaml'),
      `id: kill\ntitle: Kill\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`,
    );
    const talker = await startSimpleChat((prompt) => `An answer to ${prompt}`);
    await candor(
      'run',
      '--target',
      `openai:m@${talker.url}`,
      '--probes',
      'kill.yaml',
      '--samples',
      '1',
      '--name',
      'killed',
    );
    const slow = await startJudgeChat((question) => ({
      ...json(200, {
        choices: [{ index: 0, message: { role: 'assistant', content: verdictText(question) }, finish_reason: 'stop' }],
      }),
      parts: [
        20,
        ...(json(200, {
          choices: [
            { index: 0, message: { role: 'assistant', content: verdictText(question) }, finish_reason: 'stop' },
          ],
        }).parts ?? []),
      ],
    }));
    const args = ['classify', 'killed', '--classifier', `judge:openai:slow@${slow.url}`];
    const child = spawn(process.execPath, [BUILT_CLI, ...args], { cwd: folder, stdio: 'ignore' });
    while (slow.seen.length < 20) await wait(5);
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));
    const asked = slow.seen.length;
    const resumed = await candor(...args, '--json');
    expect(JSON.parse(resumed.stdout)).toMatchObject({ judged: 40, unjudged: 0 });
    const twice = slow.seen.length - 40;
    expect(asked).toBeLessThan(40);
    expect(twice).toBeLessThanOrEqual(4);
    await slow.close();
    await talker.close();
  });
});
