import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditOptions, MemoryStore, parseConfig, resumeAudit, runAudit } from '../../../src/index.ts';
import { collect } from '../../../src/lib/collect.ts';
import { chatStream, json, type Script, type ScriptedServer, startScripted } from '../../servers/scripted.ts';
import { smallConfig, smallFolder, smallIo } from './small-audit.ts';

let server: ScriptedServer;
let folder: string;
let store: MemoryStore;
let answer: (n: number) => Script;
let asked: number;
beforeEach(async () => {
  folder = smallFolder();
  store = new MemoryStore();
  answer = () => chatStream(['It is known.']);
  asked = 0;
  server = await startScripted(({ path }) => {
    if (path === '/v1/models') return json(200, { data: [{ id: 'm' }] });
    return path === '/v1/chat/completions' ? answer(++asked) : json(404, { error: 'not here' });
  });
});
afterEach(() => server.close());

const config = (target: object = {}, more: object = {}) =>
  smallConfig(folder, { baseURL: `${server.url}/v1`, ...target }, more);
const run = (options: Partial<AuditOptions> = {}, target: object = {}) =>
  runAudit(config(target), store, { ...smallIo(folder), ...options });

describe('runAudit', () => {
  it('tells what happens in order, and what came of it', async () => {
    const io = smallIo(folder);
    const result = await runAudit(config(), store, { ...io, name: 'first', gitVersion: 'abc' });
    const types = io.events.map(({ type }) => type);
    expect(types.filter((type, i) => type !== types[i - 1])).toEqual(['planned', 'asking', 'stored', 'asked']);
    expect(result).toMatchObject({ trials: 6, delivered: 6, undelivered: 0, stopped: false, shortfalls: [] });
    expect(await store.findRun('first')).toMatchObject({
      id: result.run,
      gitVersion: 'abc',
      endedAt: expect.anything(),
    });
    expect(result.summary.rows.length).toBeGreaterThan(0);
  });

  it('asks, names and plans the same whatever jurisdiction a target has', async () => {
    const idsOf = async (target: object) => {
      const own = new MemoryStore();
      const result = await runAudit(config(target, { seed: 7 }), own, { ...smallIo(folder), random: () => 0.5 });
      const trials = await collect(own.trials(result.run));
      const [target0] = await own.targets(result.run);
      return {
        plan: (await own.findRun(result.run))?.planHash,
        identity: target0?.identityHash,
        trials: trials.map(({ id }) => id).sort(),
      };
    };
    const plain = await idsOf({});
    expect(plain.trials).toHaveLength(6);
    expect(await idsOf({ jurisdiction: 'FR' })).toEqual(plain);
    // What does change an answer changes them.
    expect((await idsOf({ params: { temperature: 0.1 } })).trials).not.toEqual(plain.trials);
  });

  it('warns of answers in a language that was not measured, and misses nothing for them', async () => {
    answer = (n) => chatStream([n % 2 === 0 ? 'It is known.' : '광장에서 무슨 일이 있었는지 알려져 있다.']);
    const result = await run();
    expect(result.shortfalls).toEqual([]);
    expect(result.warnings).toContainEqual(
      expect.stringMatching(/^t: 3 of 6 answers are in a language in which .* not measured/),
    );
    expect(result.summary.rows.reduce((sum, { unjudged }) => Math.max(sum, unjudged), 0)).toBeGreaterThan(0);
  });

  it('takes a plan of as many calls as allowed, and refuses one more before the store is opened', async () => {
    await expect(run({ maxCalls: 5 })).rejects.toThrow('expected a plan of at most 5 calls (--max-calls), got 6');
    const never = () => Promise.reject(new Error('opened'));
    await expect(runAudit(config(), never, { ...smallIo(folder), maxCalls: 5 })).rejects.toThrow('--max-calls');
    expect([asked, await store.listRuns()]).toEqual([0, []]);
    expect((await run({ maxCalls: 6 })).delivered).toBe(6);
    expect(asked).toBe(6);
  });

  it('counts what judges may be asked among the calls', async () => {
    const target = { id: 't', family: 'a', provider: 'openai', model: 'm', baseURL: `${server.url}/v1` };
    const judge = { ...target, id: 'j', family: 'b', model: 'judge', audit: false };
    const whole = { probes: ['small.yaml'], samples: 1, targets: [target, judge], judges: [{ target: 'j' }] };
    const judged = parseConfig(JSON.stringify(whole), `${folder}/candor.yaml`, {});
    await expect(runAudit(judged, store, { ...smallIo(folder), maxCalls: 3 })).rejects.toThrow('got 6');
  });

  it('asks nothing where the plan is not agreed to', async () => {
    await expect(run({ agree: () => false })).rejects.toThrow('nothing was asked');
    expect([asked, await store.listRuns()]).toEqual([0, []]);
  });

  it('opens the store only once the plan is agreed to', async () => {
    const log: string[] = [];
    const open = async () => {
      log.push('opened');
      return store;
    };
    const agree = ({ estimates }: { estimates: readonly { calls: number }[] }): boolean => {
      log.push(`${estimates[0]?.calls} calls`);
      return true;
    };
    await runAudit(config(), open, { ...smallIo(folder), agree });
    expect(log).toEqual(['6 calls', 'opened']);
  });

  it('lets the calls under way end at the first stop, and breaks them off at the second', async () => {
    const stop = new AbortController();
    const abort = new AbortController();
    answer = (n) => {
      if (n === 1) return chatStream(['It is known.']);
      if (n === 3) stop.abort();
      const slowly = chatStream(['It is known, slowly.']);
      return n === 2 ? { ...slowly, parts: [200, ...(slowly.parts ?? [])] } : { after: 'hang' };
    };
    const running = run({ signal: stop.signal, abort: abort.signal }, { concurrency: 2 });
    for (let i = 0; i < 500 && asked < 3; i++) await wait(10);
    await wait(400);
    abort.abort();
    const result = await running;
    expect(result).toMatchObject({ delivered: 2, undelivered: 4, stopped: true });
    expect(asked).toBe(3);
    const rows = await collect(store.trials(result.run));
    expect(rows.filter(({ response }) => response === null)).toHaveLength(4);
    expect((await store.findRun(result.run))?.endedAt).toBeNull();
    answer = () => chatStream(['It is known.']);
    expect(await resumeAudit('latest', store, smallIo(folder))).toMatchObject({ delivered: 6, stopped: false });
  });

  it('ends as it should where a target cannot be opened, with every target closed', async () => {
    const missing = { id: 'gone', provider: 'recording', file: 'nowhere.jsonl', model: 'x', baseURL: undefined };
    await expect(run({}, missing)).rejects.toThrow(/nowhere\.jsonl/);
    expect(await store.listRuns()).toEqual([]);
  });
});
