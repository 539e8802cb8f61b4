import { afterEach, describe, expect, it, vi } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { type RunEvent, runTrials } from '../../src/runner/run-trials.ts';
import type { Ask, Target } from '../../src/targets/target.ts';
import { aClock, aFailure, answers, aReply, aTarget, inputFor } from './fake-target.ts';

const WRONG_KEY = aFailure({ kind: 'configuration', message: 'invalid key' }, 401);

/** Lets everything happen that waits for nothing outside. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('runTrials at a rate', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps the rate over all calls of a target, further attempts among them', async () => {
    vi.useFakeTimers();
    const from = Date.now();
    const starts: number[] = [];
    const target = aTarget(
      (_, call) => {
        starts.push(Date.now() - from);
        return call === 2 ? aFailure({}, 502) : aReply('x');
      },
      { rate: 60, concurrency: 8 },
    );
    const all = collect(runTrials(inputFor([target], 4)));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(answers(await all)).toHaveLength(4);
    expect(starts).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  });

  it('keeps each target at its own rate', async () => {
    vi.useFakeTimers();
    const from = Date.now();
    const starts: string[] = [];
    const at = (id: string, rate: number): Target =>
      aTarget(
        () => {
          starts.push(`${id} ${Date.now() - from}`);
          return aReply('x');
        },
        { id, rate },
      );
    const all = collect(runTrials(inputFor([at('slow', 30), at('fast', 60)], 3)));
    await vi.advanceTimersByTimeAsync(10_000);
    await all;
    expect(starts.filter((one) => one.startsWith('slow'))).toEqual(['slow 0', 'slow 2000', 'slow 4000']);
    expect(starts.filter((one) => one.startsWith('fast'))).toEqual(['fast 0', 'fast 1000', 'fast 2000']);
  });
});

describe('runTrials, stopped', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(['drain', 'abort'] as const)('does not wait for the turns of a low rate once told to %s', async (which) => {
    const stop = new AbortController();
    const target = aTarget(() => aReply('x'), { rate: 1 });
    const events = collect(runTrials(inputFor([target], 10, { [which]: stop.signal })));
    await settle();
    stop.abort();
    expect(answers(await events)).toHaveLength(1);
  });

  it('does not wait for the turns of a low rate once the target is given up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] });
    const target = aTarget((_, call) => (call === 2 || call === 3 ? WRONG_KEY : aReply('x')), {
      rate: 1,
      concurrency: 1,
    });
    const events = collect(runTrials(inputFor([target], 200)));
    await settle();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(answers(await events).filter(({ response }) => response.attempts === 0)).toHaveLength(197);
  });

  it('tells nothing of giving up where it was told to stop', async () => {
    const drain = new AbortController();
    const target = aTarget(() => {
      drain.abort();
      return WRONG_KEY;
    });
    const events = await collect(runTrials(inputFor([target], 10, { drain: drain.signal })));
    expect(events).toMatchObject([{ type: 'answered', response: { reason: 'invalid key' } }]);
  });
});

describe('runTrials, given up', () => {
  it('notes of each trial that was not asked why not, and nothing else', async () => {
    const clock = aClock();
    const events = await collect(runTrials(inputFor([aTarget(() => WRONG_KEY)], 3, { clock })));
    expect(events.slice(1, 2)).toEqual([{ type: 'gave_up', target: 'fake', reason: 'invalid key', left: 2 }]);
    const response = {
      delivery: 'error',
      side: null,
      kind: 'configuration',
      flags: [],
      reason: 'not asked: the target was given up, the last failure: invalid key',
      finish: null,
      text: '',
      reasoning: null,
      reasoningState: 'absent',
      attempts: 0,
      askedAt: '2026-01-01T00:00:00.000Z',
      latencyMs: null,
      usage: null,
      envelope: {},
    };
    const [, ...unasked] = answers(events);
    expect(unasked.map(({ trial }) => trial.id)).toEqual(['fake-1', 'fake-2']);
    for (const { type, trial, ...one } of unasked) expect(one).toEqual({ response, failed: [] });
  });

  it('has nothing to give up where its only trial failed for its prompt', async () => {
    const target = aTarget(() => aFailure({ kind: 'configuration', message: 'too long' }, 400));
    expect(await collect(runTrials(inputFor([target], 1)))).toMatchObject([{ type: 'answered' }]);
  });
});

describe('runTrials, events', () => {
  it('tells which trial is asked again and which target is slower', async () => {
    const target = aTarget((_, call) => (call === 1 ? aFailure({ message: 'busy' }, 503) : aReply('x')), {
      concurrency: 4,
    });
    const input = inputFor([target], 1);
    const events: RunEvent[] = await collect(runTrials(input));
    const attempt = { n: 1, at: '2026-01-01T00:00:00.000Z', latencyMs: 0, status: 503, kind: 'http', message: 'busy' };
    expect(events.slice(0, 2)).toEqual([
      { type: 'slowed', target: 'fake', concurrency: 2 },
      { type: 'retrying', trial: input.trials[0], attempt: { ...attempt, body: 'broken' }, waitMs: 750 },
    ]);
  });

  it('keeps who answered and what the first token might have been, where the reply says so', async () => {
    const said = {
      served: { model: 'm', by: null, fingerprint: null, region: null },
      firstTokens: [{ token: 'I', logprob: -0.5 }],
    };
    const target = aTarget((_, call) => (call === 1 ? { ...aReply('x'), ...said } : aReply('y')));
    const [first, second] = answers(await collect(runTrials(inputFor([target], 2))));
    expect(first?.response).toMatchObject(said);
    expect(second?.response).not.toHaveProperty('served');
    expect(second?.response).not.toHaveProperty('firstTokens');
  });

  it('asks each trial with its own seed, variant and sample', async () => {
    const asked: Ask[] = [];
    const target = aTarget((ask) => {
      asked.push(ask);
      return aReply('x');
    });
    await collect(runTrials(inputFor([target], 2)));
    expect(asked.map(({ seed, key }) => ({ seed, key }))).toEqual([
      { seed: 0, key: { variant: 'v', sample: 0 } },
      { seed: 1, key: { variant: 'v', sample: 1 } },
    ]);
  });

  it('ends at once where a trial names a target or a prompt that is not there', async () => {
    const input = inputFor([aTarget(() => aReply('x'))], 3);
    await expect(collect(runTrials({ ...input, targets: new Map() }))).rejects.toThrow('no target fake for 3 trials');
    await expect(collect(runTrials({ ...input, prompts: new Map() }))).rejects.toThrow('no prompt for variant v');
  });
});
