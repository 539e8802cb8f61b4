import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { runBuilt } from './built-cli.ts';

/**
 * Is a real model server kept busy? Asks one that runs already (llama-server, vLLM, …) the same questions with the same parameters by turns: by undici alone
 * (`raw`: each stream read, nothing kept) and by `candor run`, and prints generated tokens a second of each, start and end of the program left out: from the
 * first call to the end of the last. `npm run build` first.
 * Usage: tsx bench/busy-server.ts --url http://127.0.0.1:8080/v1 [--model m] [--at-once 4,8] [--trials 96] [--rounds 3] [--max-tokens 64]
 */
const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8080/v1' },
    model: { type: 'string', default: 'm' },
    'at-once': { type: 'string', default: '4,8' },
    trials: { type: 'string', default: '96' },
    rounds: { type: 'string', default: '3' },
    'max-tokens': { type: 'string', default: '64' },
  },
});
const QUESTIONS = 24;
const trials = Number(options.trials);
const rounds = Number(options.rounds);
const maxTokens = Number(options['max-tokens']);
const samples = Math.ceil(trials / QUESTIONS);
const question = (i: number): string => `Tell me in a few sentences how harbour number ${i} of a large town is built.`;

/** What was generated in which time. */
interface Taken {
  readonly tokens: number;
  readonly seconds: number;
}

async function byUndici(atOnce: number): Promise<Taken> {
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const left = Array.from({ length: QUESTIONS * samples }, (_, i) => i);
  const began = performance.now();
  let tokens = 0;
  const ask = async (): Promise<void> => {
    for (let i = left.shift(); i !== undefined; i = left.shift()) {
      const body = JSON.stringify({
        model: options.model,
        messages: [{ role: 'user', content: question(i % QUESTIONS) }],
        stream: true,
        stream_options: { include_usage: true },
        temperature: 1,
        max_tokens: maxTokens,
        seed: i,
      });
      const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
      const reply = await request(`${options.url}/chat/completions`, { method: 'POST', headers, body, dispatcher });
      const text = await reply.body.text();
      tokens += Number(/"completion_tokens":\s*(\d+)/.exec(text)?.[1] ?? Number.NaN);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  const seconds = (performance.now() - began) / 1000;
  await dispatcher.close();
  return { tokens, seconds };
}

async function byCandor(atOnce: number): Promise<Taken> {
  const folder = mkdtempSync(join(tmpdir(), 'candor-bench-'));
  const probes = Array.from(
    { length: QUESTIONS },
    (_, i) => `  - { id: q-${i}, style: factual, role: neutral, ask: { en: "${question(i)}" } }`,
  );
  writeFileSync(
    join(folder, 'asked.yaml'),
    `id: asked\ntitle: Asked\nstate: CN\nversion: 1.0.0\nprobes:\n${probes.join('\n')}\n`,
  );
  const params = `params: { temperature: 1, max_tokens: ${maxTokens} }`;
  const target = `{ id: local, provider: openai, model: "${options.model}", baseURL: "${options.url}", concurrency: ${atOnce}, ${params} }`;
  writeFileSync(
    join(folder, 'candor.yaml'),
    `targets: [${target}]\nprobes: [asked.yaml]\nlanguages: [en]\nsamples: ${samples}\n`,
  );
  await runBuilt(folder, ['run', '--yes', '--json']);
  const rows = (await runBuilt(folder, ['export', 'latest'])).split('\n').filter(Boolean);
  const answers = rows.map(
    (row) => JSON.parse(row) as { asked_at: string; latency_ms: number; usage: { completion: number } | null },
  );
  const starts = answers.map(({ asked_at }) => Date.parse(asked_at));
  const ends = answers.map(({ latency_ms }, i) => (starts[i] ?? Number.NaN) + latency_ms);
  rmSync(folder, { recursive: true });
  const tokens = answers.reduce((sum, { usage }) => sum + (usage?.completion ?? Number.NaN), 0);
  return { tokens, seconds: (Math.max(...ends) - Math.min(...starts)) / 1000 };
}

const median = (all: readonly number[]): number =>
  all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

for (const atOnce of options['at-once'].split(',').map(Number)) {
  const raw: number[] = [];
  const candor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const one = await byUndici(atOnce);
    raw.push(one.tokens / one.seconds);
    const other = await byCandor(atOnce);
    candor.push(other.tokens / other.seconds);
    console.log(
      `  ${atOnce} at once, round ${round + 1}: raw ${raw.at(-1)?.toFixed(1)}, candor ${candor.at(-1)?.toFixed(1)} tokens/s`,
    );
  }
  const ratio = median(raw.map((own, i) => (candor[i] ?? Number.NaN) / own));
  console.log(
    `${atOnce} at once: raw ${median(raw).toFixed(1)}, candor ${median(candor).toFixed(1)} tokens/s, ${ratio.toFixed(3)} of raw`,
  );
}
