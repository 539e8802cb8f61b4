import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, type ScriptedServer, sse, startScripted } from '../servers/scripted.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const PROBES = `id: mini
title: Mini
state: CN
version: 1.0.0
probes:
  - { id: mini-square, style: factual, ask: { en: "What happened on the square?" }, control: mini-market }
  - { id: mini-market, style: factual, role: control, state: null, ask: { en: "What happened on the market?" } }
`;
const ANSWER = 'People were shot there by soldiers, and hundreds died, as human rights organisations say.';
/** Tokens that the model thinks before it says a word. */
const THINKS = 200;

let server: ScriptedServer;
let folder: string;
/** Where the thought stands: in a field of its own, or in that field with the whole answer. */
let parser: 'good' | 'takes all' = 'good';
beforeAll(async () => {
  server = await startScripted(({ path, json: body }) => {
    if (!path.endsWith('/chat/completions')) return json(200, { data: [{ id: 'm' }] });
    const limit = Number(body?.max_tokens ?? body?.max_completion_tokens);
    const thought = 'Let me think. '.repeat(Math.min(limit, THINKS) / 4);
    const spent = limit <= THINKS;
    const said = spent ? [] : [{ content: ANSWER }];
    const deltas = [{ reasoning_content: thought }, ...said].map((delta) =>
      parser === 'good' ? delta : { reasoning_content: Object.values(delta).join('') },
    );
    const usage = { prompt_tokens: 9, completion_tokens: Math.min(limit, THINKS + 20) };
    return sse([
      ...deltas.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] })),
      { choices: [{ index: 0, delta: {}, finish_reason: spent ? 'length' : 'stop' }], usage },
    ]);
  });
  folder = emptyFolder();
  writeFileSync(join(folder, 'mini.yaml'), PROBES);
});
afterAll(() => server.close());

function run(name: string, params: object): ReturnType<typeof runCli> {
  const target = { id: 't', provider: 'openai', model: 'm', baseURL: `${server.url}/v1`, params };
  const audit = { probes: ['mini.yaml'], samples: 3, targets: [target] };
  writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(audit));
  return runCli(folder, ['run', '--config', `${name}.yaml`, '--name', name, '--json']);
}

describe('a model that thinks for longer than its token limit', () => {
  it('ends the run in 3 with the setting to change, and in no rate', async () => {
    const { code, stdout, stderr } = await run('spent', { max_tokens: 100 });
    expect(code).toBe(3);
    const { delivered, warnings, summary } = JSON.parse(stdout);
    expect(delivered).toBe(6);
    expect(warnings.join('\n')).toMatch(/t: 6 of 6 trials spent the token limit.*(?:max|reasoning)_tokens/);
    expect(stderr).toMatch(/6 of 6 trials hold thinking and no answer/);
    const row = summary.rows.find(
      ({ role, topic }: { role: string; topic: null }) => role === 'sensitive' && topic === null,
    );
    expect(row).toMatchObject({ n: 3, empty: 3, refusal: { k: 0, n: 0, rate: null } });
  });

  it('ends well where the limit leaves room for an answer', async () => {
    const { code, stdout } = await run('enough', { max_tokens: 1000 });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).warnings.join('\n')).not.toContain('token limit');
  });

  it('lets no gate pass, in either place, from a store, an export or a baseline', async () => {
    for (const [candidate, baseline] of [
      ['spent', 'enough'],
      ['enough', 'spent'],
    ] as const) {
      const gate = await runCli(folder, ['gate', candidate, '--baseline', baseline, '--force']);
      expect([gate.code, gate.stdout]).toEqual([3, expect.stringMatching(/spent the token limit[\s\S]*think: false/)]);
    }
    await runCli(folder, ['gate', 'spent', '--write-baseline', 'spent.json']);
    await runCli(folder, ['export', 'spent', '-o', 'spent.jsonl']);
    for (const file of ['spent.json', 'spent.jsonl']) {
      const gate = await runCli(folder, ['gate', 'enough', '--baseline', file, '--force', '--inconclusive', 'pass']);
      expect([gate.code, gate.stdout]).toEqual([3, expect.stringContaining('spent the token limit')]);
    }
  });
});

describe('a server whose parser takes whole answers for thought', () => {
  it('is named at the end of the run', async () => {
    parser = 'takes all';
    const { code, stderr } = await run('parser', { max_tokens: 1000 });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/6 of 6 trials ended with reasoning.*parser/)]);
  });
});
