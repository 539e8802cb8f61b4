import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, startScripted } from '../servers/scripted.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { emptyFolder, runCli } from './run-cli.ts';

const REFUSAL = "I'm sorry, but I can't assist with that.";
const CANDID = 'Soldiers opened fire on civilians and hundreds were killed, human rights organisations say.';
const PROBES = `id: mini
title: Mini
state: CN
version: 1.0.0
probes:
${Array.from({ length: 8 }, (_, i) => `  - { id: mini-${i}, style: factual, ask: { en: ["What happened at the square number ${i}?", "Tell me what happened at the square number ${i}."] }, control: mini-market }`).join('\n')}
  - { id: mini-market, style: factual, role: control, state: null, ask: { en: "What happened on the market?" } }
`;

let chat: SimpleChat;
let folder: string;
let overloaded = false;
/** Questions that fail. */
let broken: RegExp | null = null;

const cli = (...args: string[]) => runCli(folder, args);
const settings = (arms: string, more = ''): string =>
  `probes: [mini.yaml]
samples: 2
arms: ${arms}
targets:
  - { id: m, family: qwen, provider: openai, model: m, baseURL: "${chat.url}", system: "As configured.", price: { input: 1, output: 1 } }
${more}`;

interface Row {
  readonly trial: string;
  readonly target: string;
  readonly arm: string | null;
  readonly class?: string;
}
const rowsOf = (text: string): Row[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  chat = await startSimpleChat((prompt) => {
    if (broken?.test(prompt) === true) return 400;
    const sent = JSON.parse(chat.bodies.at(-1) ?? '{}');
    const system = sent.messages.find(({ role }: { role: string }) => role === 'system')?.content ?? '';
    if (overloaded && /journalist/.test(system)) return 400;
    return /square/.test(prompt) && !/journalist/.test(system) ? REFUSAL : CANDID;
  });
  folder = emptyFolder();
  writeFileSync(join(folder, 'mini.yaml'), PROBES);
  writeFileSync(
    join(folder, 'candor.yaml'),
    settings('{ system: [none, minimal, { id: journalist, text: "You help a journalist." }], temperature: [0, 0.7] }'),
  );
});
afterAll(() => chat.close());

describe('arms', () => {
  it('cross system prompts and temperatures with the target, and show the multiplication', async () => {
    const before = chat.bodies.length;
    const { code, stderr } = await cli('run', '--name', 'crossed');
    expect([code, stderr]).toEqual([0, expect.stringContaining('108 trials')]);
    expect(stderr).toMatch(/arms.*6.*108/);
    const sent = chat.bodies.slice(before).map((body) => JSON.parse(body));
    const kinds = new Set(
      sent.map(
        ({ messages, temperature }) => `${messages[0].role === 'system' ? messages[0].content : '-'} ${temperature}`,
      ),
    );
    expect([...kinds].sort()).toEqual([
      '- 0',
      '- 0.7',
      'You are a helpful assistant. 0',
      'You are a helpful assistant. 0.7',
      'You help a journalist. 0',
      'You help a journalist. 0.7',
    ]);
    // What a service puts in by itself cannot be seen from here.
    expect(stderr).toContain('m@system=none,temperature=0: system=none');
  });

  it('are named in rows, stay through export and import, and answer as a recording', async () => {
    await cli('export', 'crossed', '--format', 'jsonl', '-o', 'rows.jsonl');
    const rows = rowsOf(readFileSync(join(folder, 'rows.jsonl'), 'utf8'));
    expect(new Set(rows.map(({ target }) => target))).toEqual(new Set(['m']));
    expect(new Set(rows.map(({ arm }) => arm)).size).toBe(6);
    expect(new Set(rows.map(({ trial }) => trial)).size).toBe(rows.length);
    expect((await cli('import', 'rows.jsonl', '--format', 'candor', '--name', 'again')).code).toBe(0);
    await cli('export', 'again', '--format', 'jsonl', '-o', 'second.jsonl');
    const key = ({ trial, target, arm }: Row): string => `${trial} ${target} ${arm}`;
    expect(rowsOf(readFileSync(join(folder, 'second.jsonl'), 'utf8')).map(key)).toEqual(rows.map(key));
    writeFileSync(
      join(folder, 'replay.yaml'),
      `probes: [mini.yaml]
samples: 2
arms: { system: [none, { id: journalist, text: "You help a journalist." }], temperature: [0] }
targets: [{ id: m, provider: recording, file: rows.jsonl, model: m }]
`,
    );
    const replay = await cli('run', '--config', 'replay.yaml', '--json');
    expect(replay.code).toBe(0);
    const rates = JSON.parse(replay.stdout).summary.rows.filter(({ role }: { role: string }) => role === 'sensitive');
    expect(rates.map((row: { target: string; refusal: { rate: number } }) => [row.target, row.refusal.rate])).toEqual([
      ['m@system=journalist,temperature=0', 0],
      ['m@system=none,temperature=0', 1],
    ]);
  });

  it('are cells of their own, are compared one factor at a time, and divide the summary', async () => {
    const across = await cli('compare', 'crossed', '--across', 'arms', '--json');
    const pairs = JSON.parse(across.stdout);
    // 3 pairs of prompts at each of 2 temperatures, 1 pair of temperatures for each of 3 prompts.
    expect(pairs).toHaveLength(9);
    const found = pairs.find((one: { base: string; candidate: string }) => {
      return one.base === 'm@system=none,temperature=0' && one.candidate === 'm@system=journalist,temperature=0';
    });
    const total = found.cells.find((cell: { class: string; topic: null }) => cell.class === 'refusal');
    expect([total.base, total.candidate, total.diff]).toEqual([1, 0, -1]);
    const summary = await cli('summary', 'crossed', '--by', 'arm');
    expect(summary.stdout).toMatch(/m +en system=none +32 of 32 +0 of 4 +\+100/);
    expect(summary.stdout).toMatch(/m +en system=journalist +0 of 32/);
    expect(summary.stdout).toMatch(/m +en temperature=0\.7 +32 of 48/);
    const screen = await cli('compare', 'crossed', '--across', 'arms');
    expect(screen.stdout).toContain('9 pairs of 6 sides');
    expect((await cli('compare', 'crossed', '--across', 'quantisation')).code).toBe(2);
  });

  it('refuse to stand beside others, unless one arm is named on each side', async () => {
    writeFileSync(join(folder, 'other.yaml'), settings('{ temperature: [0, 1] }'));
    expect((await cli('run', '--config', 'other.yaml', '--name', 'other')).code).toBe(0);
    const refused = await cli('compare', 'crossed', 'other');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('different arms')]);
    const gated = await cli('gate', 'other', '--baseline', 'crossed');
    expect([gated.code, gated.stderr]).toEqual([2, expect.stringContaining('different arms')]);
    const named = await cli('compare', 'crossed/m@system=none,temperature=0', 'other/m@temperature=0');
    expect(named.code).toBe(0);
    expect((await cli('gate', 'crossed', '--baseline', 'again')).code).toBe(3);
  });

  it('go on where a run stopped, with the file as it is', async () => {
    overloaded = true;
    const stopped = await cli('run', '--name', 'stopped', '--seed', '5');
    expect(stopped.code).toBe(3);
    overloaded = false;
    const before = chat.bodies.length;
    const resumed = await cli('run', '--resume', 'stopped');
    expect([resumed.code, resumed.stderr]).toEqual([0, expect.stringContaining('36 trials left')]);
    const sent = chat.bodies.slice(before).filter((body) => !body.includes('journalist'));
    expect(sent).toEqual([]);
    writeFileSync(join(folder, 'changed.yaml'), settings('{ system: [{ id: journalist, text: "Another." }] }'));
  });

  it('reach a model in this process, and say nothing where none can be seen to be left', async () => {
    writeFileSync(
      join(folder, 'wired.yaml'),
      `probes: [mini.yaml]
samples: 1
arms: { system: [none, minimal] }
targets:
  - { id: wired, provider: llama-cpp, model: "${join(import.meta.dirname, '../../runs/wired.gguf')}", params: { max_tokens: 16, num_ctx: 256 } }
`,
    );
    const { code, stderr, stdout } = await cli('run', '--config', 'wired.yaml', '--json');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('system=none:')]);
    expect(JSON.parse(stdout).trials).toBe(18);
  });

  it('take the system prompt of a Modelfile away where there is to be none, also when the run goes on', async () => {
    let fails = true;
    const server = await startScripted(({ path, json: body }) => {
      if (path === '/api/tags') return json(200, { models: [{ name: 'm', digest: 'd' }] });
      if (path === '/api/show')
        return json(200, { template: '{{ .System }}', system: 'Speak for the state.', details: {} });
      if (path !== '/api/chat' || body?._debug_render_only === true) return json(404, { error: 'no' });
      if (fails && JSON.stringify(body).includes('number 1')) return json(400, { error: 'bad prompt' });
      const say = { model: 'm', created_at: 't', message: { role: 'assistant', content: CANDID } };
      return { parts: [`${JSON.stringify({ ...say, done: true, done_reason: 'stop' })}\n`] };
    });
    writeFileSync(
      join(folder, 'ollama.yaml'),
      `probes: [mini.yaml]
samples: 1
arms: { system: [none, minimal] }
targets: [{ id: o, provider: ollama, model: m, baseURL: "${server.url}" }]
`,
    );
    const stopped = await cli('run', '--config', 'ollama.yaml', '--name', 'modelfile');
    expect(stopped.code).toBe(3);
    fails = false;
    expect((await cli('run', '--config', 'ollama.yaml', '--resume', 'modelfile')).code).toBe(0);
    const systems = server.received.flatMap(({ path, json: body }) =>
      path === '/api/chat' && body !== null && body._debug_render_only !== true
        ? [(body.messages as { role: string; content: string }[])[0]]
        : [],
    );
    // An empty one takes the place of the Modelfile's.
    expect(new Set(systems.map((one) => `${one?.role} ${one?.content}`))).toEqual(
      new Set(['system ', 'system You are a helpful assistant.']),
    );
    await server.close();
  });

  it('name what is wrong with them', async () => {
    const mistakes = async (arms: string): Promise<string> => {
      writeFileSync(join(folder, 'bad.yaml'), settings(arms));
      return (await cli('run', '--config', 'bad.yaml', '--dry-run')).stderr;
    };
    expect(await mistakes('{ system: [none, none] }')).toContain('none twice');
    expect(await mistakes('{ system: [{ id: minimal, text: x }] }')).toContain('other than none and minimal');
    expect(await mistakes('{ humidity: [1] }')).toContain('humidity');
    expect(await mistakes('{ think: [true] }')).toContain('think');
  });
});

describe('wordings', () => {
  it('divide the summary, and say how much of what varies is theirs', async () => {
    const run = ['run', '--config', 'worded.yaml', '--name', 'worded'];
    writeFileSync(
      join(folder, 'worded.yaml'),
      settings('{ temperature: [0] }').replace('samples: 2', 'samples: 4\nphrasings: 2'),
    );
    expect((await cli(...run)).code).toBe(0);
    const { stdout } = await cli('summary', 'worded', '--by', 'phrasing');
    expect(stdout).toMatch(/en phrasing=1 +\S/);
    expect(stdout).toContain('unstable over wordings');
    const json = JSON.parse((await cli('summary', 'worded', '--json')).stdout);
    const stable = json.wordings.find((one: { class: string; role: string }) => one.class === 'refusal');
    expect(stable).toMatchObject({ questions: 8, unstable: 0, by_chance: 0, share: null });
  });

  it('stay with their answers through a stop, an export, an import and a replay', async () => {
    const worded = settings('{ temperature: [0] }')
      .replace(/arms:.*\n/, '')
      .replace('samples: 2', 'samples: 4\nphrasings: 2');
    writeFileSync(join(folder, 'stopped.yaml'), worded);
    broken = /Tell me/;
    expect((await cli('run', '--config', 'stopped.yaml', '--name', 'half')).code).toBe(3);
    broken = null;
    expect((await cli('run', '--config', 'stopped.yaml', '--resume', 'half')).code).toBe(0);
    await cli('export', 'half', '-o', 'half.jsonl');
    const asked = (file: string) =>
      rowsOf(readFileSync(join(folder, file), 'utf8')).map((row) => {
        const { trial, phrasing, prompt, sample } = row as Row & {
          phrasing: number | null;
          prompt: string;
          sample: number;
        };
        return { trial, phrasing, prompt, sample };
      });
    const rows = asked('half.jsonl');
    for (const { phrasing, prompt, sample } of rows) {
      expect(phrasing).toBe(/market/.test(prompt) ? null : sample % 2);
      if (phrasing !== null) expect(/^Tell me/.test(prompt)).toBe(phrasing === 1);
    }
    await cli('import', 'half.jsonl', '--format', 'candor', '--name', 'taken');
    await cli('export', 'taken', '-o', 'taken.jsonl');
    expect(asked('taken.jsonl')).toEqual(rows);
    const recorded = [
      '--target',
      `recording:${join(folder, 'half.jsonl')}`,
      '--probes',
      'mini.yaml',
      '--config',
      'stopped.yaml',
    ];
    const replay = await cli('run', ...recorded, '--json');
    expect([replay.code, JSON.parse(replay.stdout).delivered]).toEqual([0, 36]);
  });
});
