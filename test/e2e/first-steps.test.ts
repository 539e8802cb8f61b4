import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
let chat: SimpleChat;
const candor = (...args: string[]) => runCli(folder, args);

beforeAll(async () => {
  chat = await startSimpleChat((prompt) => `It is well known: ${prompt}`);
});
afterAll(() => chat.close());

describe('the first steps', () => {
  it('begin with a help of few commands, and one of all', async () => {
    const few = (await candor('--help')).stdout;
    const all = (await candor('help', '--all')).stdout;
    for (const group of ['Run:', 'Read:', 'Compare:', 'Check:', 'Publish:']) expect(few).toContain(`\n${group}\n`);
    expect(few).not.toMatch(/^ {2}calibrate/m);
    expect(all).toMatch(/^ {2}calibrate/m);
    expect(few).toMatch(/candor help --all +lists \d+ more commands/);
    expect((await candor('help', 'gate')).stdout).toContain('--baseline');
    expect(await candor('help', 'nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('unknown command') });
  });

  it('say that a target is missing where questions are chosen and nobody is to be asked', async () => {
    const { code, stderr } = await candor('run', '--tag', 'quick');
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected a target with --tag, got none')]);
  });

  it('ask a limited run of whole pairs, which the plan, the summary and the report say', async () => {
    const words = ['--probes', 'taiwan', '--lang', 'en', '--samples', '2', '--limit', '20', '--seed', '3'];
    const run = await candor('run', '--target', `openai:m@${chat.url}`, ...words, '--name', 'part');
    expect(run.code).toBe(0);
    const said = /A limited run \(--limit 20\): \d of \d+ questions with their controls,\s+drawn\s+at\s+random/;
    expect(run.stderr).toMatch(said);
    expect(run.stdout).toMatch(said);
    expect(chat.asked.length).toBeLessThanOrEqual(21);
    const report = await candor('report', 'part', '--format', 'md');
    expect(report.stdout).toMatch(said);
    expect((await candor('report', 'part')).stdout).toContain('--seed 3 --limit 20');
    const refused = await candor('run', '--target', `openai:m@${chat.url}`, ...words, '--knowledge');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('expected --limit or --knowledge') });
  });

  it('show the answers of a run as they came, with their class', async () => {
    const { stdout } = await candor('runs', '--follow', 'part');
    expect(stdout).toMatch(/^ {2}taiwan-\S+ en {2}m {2}\w+ {2}“It is well known/m);
    expect(stdout).toMatch(/: 20 of 20 delivered, ended$/m);
  });
});
