import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askCanaries, type CanaryLook } from '../../../src/audit/watch/ask-canary.ts';
import { parseConfig } from '../../../src/config/load-config.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { seededRandom } from '../../../src/stats/random.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { listen, shut } from '../../servers/scripted.ts';

/** Seeds the day of the swap and the noise. */
const SEED = 20;
const random = seededRandom(SEED);
const SWAP = 16 + Math.floor(random() * 3);
let model = 'first';
let server: Server;
let url = '';

/** A tenth of the texts differ from day to day, and the chances of the first token are shaken; the models differ in every second text. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (parts.length === 0) return response.end('{"object":"list","data":[{"id":"name","object":"model"}]}');
      const { messages } = JSON.parse(Buffer.concat(parts).toString());
      const prompt: string = messages.at(-1).content;
      const isOther = model === 'second' && prompt.length % 2 === 0;
      const noise = random() < 0.1 ? ` Or so in ${Math.floor(random() * 1000)}.` : '';
      const content = `${isOther ? 'Views differ on' : 'It is known about'} ${prompt.slice(0, 20)}.${noise}`;
      const token = content.split(' ')[0];
      const chance = Math.min(0.99, 0.9 + 0.02 * random());
      const top_logprobs = [
        { token, logprob: Math.log(chance) },
        { token: 'The', logprob: Math.log(1 - chance) },
      ];
      const logprobs = {
        content: [
          { token, logprob: Math.log(chance), top_logprobs },
          { token: content.slice(token?.length), logprob: -1, top_logprobs: [] },
        ],
      };
      const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', logprobs }];
      return response.end(JSON.stringify({ id: 'x', object: 'chat.completion', model: 'name', choices }));
    });
  });
  url = `http://127.0.0.1:${await listen(server)}/v1`;
});
afterAll(() => shut(server));

/** Ten questions and their controls: the shipped sets take longer to read than to ask. */
function smallSet(): string {
  const probe = (i: number, role: string, subject: string): string =>
    `  - { id: ${role}-${i}, topic: towns, role: ${role}, style: factual, ask: { en: "What is known about ${subject} ${'x'.repeat(i)}?" }${role === 'control' ? '' : `, control: control-${i}`} }`;
  const numbers = Array.from({ length: 10 }, (_, i) => i + 1);
  const probes = numbers.flatMap((i) => [probe(i, 'sensitive', 'the town'), probe(i, 'control', 'the village')]);
  return ['id: canary', 'title: Canary', 'state: CN', 'version: 1.0.0', 'probes:', ...probes, ''].join('\n');
}

it('finds a model that is swapped behind its name within three days, names the day, and cries for nothing before', async () => {
  const config = parseConfig(
    `targets: [{ id: name, provider: openai, model: name, baseURL: "${url}" }]\n`,
    'candor.yaml',
    {},
  );
  const folder = mkdtempSync(join(tmpdir(), 'candor-canary-'));
  const file = join(folder, 'canary.yaml');
  writeFileSync(file, smallSet());
  const store = await openSqliteStore(':memory:');
  const canary = { targets: ['name'], pairs: 10, probes: [file], languages: ['en'] };
  const looks: CanaryLook[] = [];
  for (let day = 0; day < SWAP + 3; day++) {
    model = day < SWAP ? 'first' : 'second';
    const clock = { ...systemClock, now: () => Date.UTC(2026, 0, 1 + day, 6) };
    const io = { cwd: '/', env: {}, clock, random };
    const [look] = await askCanaries(canary, config, store, io);
    if (look !== undefined) looks.push(look);
    if (day === 1) expect(await askCanaries(canary, config, store, io)).toMatchObject([{ run: look?.run, days: 2 }]);
    if (look?.state === 'changed') break;
  }
  await store.close();
  rmSync(folder, { recursive: true });
  expect(looks.slice(0, SWAP).map(({ state }) => state)).not.toContain('changed');
  expect(looks.slice(0, 15).map(({ state }) => state)).toEqual(Array(15).fill('learning'));
  const found = looks.at(-1);
  expect(found?.state).toBe('changed');
  expect(found?.since).toBe(new Date(Date.UTC(2026, 0, 1 + SWAP)).toISOString().slice(0, 10));
});
