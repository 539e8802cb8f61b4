import { setTimeout as wait } from 'node:timers/promises';
import { runCli } from '../e2e/run-cli.ts';
import { startCutProxy } from '../servers/cut-proxy.ts';
import { chatStream, json, type Received, type Script, startScripted } from '../servers/scripted.ts';
import { startSimpleChat } from '../servers/simple-chat.ts';
import { type Counts, requiredAnswer, startCli, writeAsked } from './asked-run.ts';
import { type Fault, UNDER_WAY } from './fault.ts';

const SAMPLES = 2;
const textOf = (received: Received): string => {
  const messages = received.json?.messages as { content: string }[];
  return requiredAnswer(messages.at(-1)?.content ?? '', Number(received.json?.seed));
};
const whole = (received: Received): Script => chatStream([...(textOf(received).match(/.{1,9}/gs) ?? [])]);
/** What the server says to all that asks no trial. */
function besides(received: Received): Script {
  if (received.path.endsWith('/models')) return json(200, { object: 'list', data: [{ id: 'm', object: 'model' }] });
  return received.json === null ? json(404, { error: { message: 'not found' } }) : whole(received);
}
const LINE = '{"choices":[{"index":0,"delta":{"content":"and then"';

/** A run against a server whose answers to some calls are broken; the broken calls come again, and nothing else does. */
async function against(broken: (received: Received) => Script, times = 3): Promise<Counts> {
  let calls = 0;
  let harmed = 0;
  const server = await startScripted((received) => {
    if (typeof received.json?.seed !== 'number') return besides(received);
    calls++;
    // Neither the first call, by which a target shows that it can be asked, nor two at once.
    if (calls % 4 !== 0 || harmed >= times) return whole(received);
    harmed++;
    return broken(received);
  });
  const run = writeAsked(SAMPLES, `${server.url}/v1`);
  const { code, stderr } = await runCli(run.folder, run.args);
  if (code !== 0) throw new Error(stderr);
  if (harmed !== times) throw new Error(`expected ${times} broken answers, got ${harmed}`);
  await server.close();
  return run.counts({ calls: calls - harmed });
}

const streamed = (parts: Script['parts'], after: Script['after'] = 'end'): Script => ({
  headers: { 'content-type': 'text/event-stream' },
  parts: parts ?? [],
  after,
});

const first = (received: Received): string => String(whole(received).parts?.[0]);
const rest = (received: Received): (string | number)[] => [...(whole(received).parts ?? [])].slice(1);

/** A run whose service refuses every call from some moment on: it ends at once, and goes on when the service answers again. */
async function refusing(refusal: Script): Promise<Counts> {
  let [answered, refused, refuses] = [0, 0, true];
  const server = await startScripted((received) => {
    if (typeof received.json?.seed !== 'number') return besides(received);
    if (refuses && answered >= 6) {
      refused++;
      return refusal;
    }
    answered++;
    return whole(received);
  });
  const run = writeAsked(SAMPLES, `${server.url}/v1`);
  const ended = await runCli(run.folder, run.args);
  if (ended.code !== 3) throw new Error(`expected 3 where the service refuses, got ${ended.code}: ${ended.stderr}`);
  // What was under way, and once more for a target that had answered.
  if (refused === 0 || refused > 2 * UNDER_WAY)
    throw new Error(`expected the run to end at once, not by ${refused} calls`);
  const before = await run.stored();
  if (before.size !== answered) throw new Error(`expected ${answered} answers to be counted, got ${before.size}`);
  refuses = false;
  const { code, stderr } = await runCli(run.folder, ['run', '--resume', 'asked']);
  if (code !== 0) throw new Error(stderr);
  await server.close();
  return run.counts({ calls: answered, before });
}

/** A run whose service goes away with what it was answering, and is back after some seconds. */
async function restarted(): Promise<Counts> {
  const chat = await startSimpleChat(requiredAnswer, 10);
  const proxy = await startCutProxy(Number(new URL(chat.url).port));
  const run = writeAsked(SAMPLES * 2, `http://127.0.0.1:${proxy.port}/v1`);
  const going = startCli(run.folder, run.args);
  while (chat.asked.length < 12) await wait(1);
  proxy.cut('refused');
  await wait(2_500);
  proxy.mend();
  const { code, stderr } = await going.ended;
  if (code !== 0) throw new Error(stderr);
  const calls = chat.asked.filter(({ seed }) => seed !== null).map(({ prompt, seed }) => `${prompt} ${seed}`);
  await chat.close();
  await proxy.close();
  return run.counts({ calls: run.trials + calls.length - new Set(calls).size });
}

const BROKEN: readonly Fault[] = (
  [
    ['a broken chunk stands before a good end', (r) => streamed([first(r), `data: ${LINE}\n\n`, ...rest(r)])],
    ['a stream is cut off', (r) => streamed([first(r)], 'reset')],
    ['a stream ends without its end', (r) => streamed([first(r)])],
    [
      'a page of HTML comes in place of an answer',
      () => ({ headers: { 'content-type': 'text/html' }, parts: ['<h1>Gateway</h1>'] }),
    ],
    [
      'too much is asked (429 with Retry-After)',
      () => json(429, { error: { message: 'slow down' } }, { 'retry-after': '1' }),
    ],
    [
      'the service is busy (503 with Retry-After)',
      () => json(503, { error: { message: 'busy' } }, { 'retry-after': '1' }),
    ],
    ['the service fails (500)', () => json(500, { error: { message: 'oops' } })],
  ] as [string, (received: Received) => Script][]
).map(([what, broken]) => ({ what, where: 'service', mayAskTwice: 0, run: () => against(broken) }));

export const SERVICE_FAULTS: readonly Fault[] = [
  ...BROKEN,
  {
    what: 'the service is away for some seconds, and cuts off what it was answering',
    where: 'service',
    mayAskTwice: UNDER_WAY,
    run: restarted,
  },
  {
    what: 'the quota is used up (402): the run ends at once, and goes on when it is renewed',
    where: 'service',
    mayAskTwice: 0,
    run: () => refusing(json(402, { error: { message: 'insufficient balance' } })),
  },
];
