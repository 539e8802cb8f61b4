import { runCli } from '../e2e/run-cli.ts';
import { chatStream, json, type Received, type Script, startScripted } from '../servers/scripted.ts';
import { type Counts, requiredAnswer, writeAsked } from './asked-run.ts';
import type { Fault } from './fault.ts';

const SAMPLES = 2;
const textOf = (received: Received): string => {
  const messages = received.json?.messages as { content: string }[];
  return requiredAnswer(messages.at(-1)?.content ?? '', Number(received.json?.seed));
};
const whole = (received: Received): Script => chatStream([...(textOf(received).match(/.{1,9}/gs) ?? [])]);
const LINE = '{"choices":[{"index":0,"delta":{"content":"and then"';

/** A run against a server whose answers to some calls are broken; the broken calls come again, and nothing else does. */
async function against(broken: (received: Received) => Script, times = 3): Promise<Counts> {
  let calls = 0;
  let harmed = 0;
  const server = await startScripted((received) => {
    if (received.path.endsWith('/models')) return json(200, { object: 'list', data: [{ id: 'm', object: 'model' }] });
    if (received.json?.seed === undefined) return whole(received);
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

export const SERVICE_FAULTS: readonly Fault[] = (
  [
    ['a broken chunk stands before a good end', (r) => streamed([first(r), `data: ${LINE}\n\n`, ...rest(r)])],
    ['a stream is cut off', (r) => streamed([first(r)], 'reset')],
    ['a stream ends without its end', (r) => streamed([first(r)])],
  ] as [string, (received: Received) => Script][]
).map(([what, broken]) => ({ what, where: 'service', mayAskTwice: 0, run: () => against(broken) }));
