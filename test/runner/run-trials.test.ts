import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import type { TrialRecord } from '../../src/model/answer.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import type { Reply } from '../../src/model/reply.ts';
import { DEFAULT_RETRY } from '../../src/runner/retry.ts';
import { type RunEvent, type RunInput, runTrials } from '../../src/runner/run-trials.ts';
import type { Target } from '../../src/targets/target.ts';
import { aClock, aFailure, aReply, aTarget } from './fake-target.ts';

function trialsFor(target: string, count: number): TrialRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${target}-${i}`,
    variant: 'v',
    target,
    sample: i,
    seed: i,
    position: i,
  }));
}

function simpleDelivery(reply: Reply): DeliveryOutcome {
  const base = { side: null, flags: [], reason: reply.failure?.message ?? null };
  if (reply.failure === null) return { ...base, delivery: 'ok', kind: null, retryable: false };
  return { ...base, delivery: 'error', kind: reply.failure.kind, retryable: reply.failure.kind !== 'configuration' };
}

function inputFor(targets: readonly Target[], count: number, changes: Partial<RunInput> = {}): RunInput {
  return {
    trials: targets.flatMap((target) => trialsFor(target.spec.id, count)),
    targets: new Map(targets.map((target) => [target.spec.id, target])),
    prompts: new Map([['v', 'Why?']]),
    deliveryOf: simpleDelivery,
    retry: DEFAULT_RETRY,
    clock: aClock(),
    random: () => 0.5,
    drain: new AbortController().signal,
    abort: new AbortController().signal,
    ...changes,
  };
}

function answers(events: readonly RunEvent[]): Extract<RunEvent, { type: 'answered' }>[] {
  return events.filter((event) => event.type === 'answered');
}

describe('runTrials', () => {
  it('asks every trial of every target once', async () => {
    const targets = [aTarget((ask) => aReply(`a${ask.seed}`), { id: 'a' }), aTarget(() => aReply('b'), { id: 'b' })];
    const events = answers(await collect(runTrials(inputFor(targets, 25))));
    expect(new Set(events.map(({ trial }) => trial.id)).size).toBe(50);
    expect(events.find(({ trial }) => trial.id === 'a-7')?.response.text).toBe('a7');
  });

  it('never has more calls under way than the target allows', async () => {
    let underWay = 0;
    let most = 0;
    const target = aTarget(
      async () => {
        most = Math.max(most, ++underWay);
        await wait(1);
        underWay -= 1;
        return aReply('x');
      },
      { concurrency: 3 },
    );
    await collect(runTrials(inputFor([target], 40)));
    expect(most).toBe(3);
  });

  it('makes a failed call again and keeps every attempt', async () => {
    const clock = aClock();
    const target = aTarget((_, call) => (call < 3 ? aFailure({ message: `broken ${call}` }, 502) : aReply('at last')));
    const events = await collect(runTrials(inputFor([target], 1, { clock })));
    const [answer] = answers(events);
    expect(answer?.response).toMatchObject({ delivery: 'ok', text: 'at last', attempts: 3 });
    expect(answer?.failed.map(({ n, message }) => [n, message])).toEqual([
      [1, 'broken 1'],
      [2, 'broken 2'],
    ]);
    expect(clock.sleeps).toEqual([750, 1500]);
  });

  it('waits as long as the server asks, but never above the cap', async () => {
    const clock = aClock();
    const target = aTarget((_, call) => {
      if (call === 1) return aFailure({ retryAfterMs: 7_000 }, 429);
      if (call === 2) return aFailure({ retryAfterMs: 3_600_000 }, 429);
      return aReply('x');
    });
    await collect(runTrials(inputFor([target], 1, { clock })));
    expect(clock.sleeps).toEqual([7_000, 60_000]);
  });

  it('halves the calls at a time where the service is overloaded', async () => {
    const target = aTarget((_, call) => (call === 1 ? aFailure({}, 429) : aReply('x')), { concurrency: 8 });
    const events = await collect(runTrials(inputFor([target], 10)));
    expect(events.find(({ type }) => type === 'slowed')).toMatchObject({ target: 'fake', concurrency: 4 });
  });

  it('asks one at a time from there on where a server breaks off answers that run side by side', async () => {
    let underWay = 0;
    let broken = 0;
    const target = aTarget(
      async () => {
        underWay += 1;
        const alone = underWay === 1;
        await wait(1);
        underWay -= 1;
        if (alone && underWay === 0) return aReply('x');
        broken += 1;
        return aFailure({ kind: 'protocol', message: 'ended without a finish reason' }, 200);
      },
      { concurrency: 4 },
    );
    const events = await collect(runTrials(inputFor([target], 60)));
    expect(answers(events).filter(({ response }) => response.delivery === 'ok')).toHaveLength(60);
    expect(broken).toBeLessThan(20);
  });

  it('does not repeat what cannot end otherwise', async () => {
    let calls = 0;
    const target = aTarget(() => {
      calls += 1;
      return aFailure({ kind: 'configuration', message: 'no such model' }, 404);
    });
    const [answer] = answers(await collect(runTrials(inputFor([target], 1))));
    expect(calls).toBe(1);
    expect(answer?.response).toMatchObject({ delivery: 'error', kind: 'configuration', attempts: 1 });
    expect(answer?.response.envelope).toEqual({ failure: { message: 'no such model', body: 'broken' } });
  });

  it('gives up a target that never answers, with a delivery for every trial, and goes on with the others', async () => {
    let calls = 0;
    const dead = aTarget(
      () => {
        calls += 1;
        return aFailure({ kind: 'configuration', message: 'no such model' }, 404);
      },
      { id: 'dead', concurrency: 1 },
    );
    const alive = aTarget(() => aReply('x'), { id: 'alive' });
    const events = await collect(runTrials(inputFor([dead, alive], 100)));
    expect(calls).toBeLessThanOrEqual(6);
    const ofDead = answers(events).filter(({ trial }) => trial.target === 'dead');
    expect(new Set(ofDead.map(({ trial }) => trial.id)).size).toBe(100);
    expect(ofDead.every(({ response }) => response.delivery === 'error')).toBe(true);
    expect(ofDead.at(-1)?.response).toMatchObject({ attempts: 0, reason: expect.stringContaining('no such model') });
    expect(events.find(({ type }) => type === 'gave_up')).toMatchObject({ target: 'dead' });
    expect(answers(events).filter(({ trial }) => trial.target === 'alive')).toHaveLength(100);
  });

  it('does not give up a target that has answered for five failures in a row', async () => {
    const target = aTarget(
      (ask) => (Number(ask.seed) >= 5 && Number(ask.seed) < 12 ? aFailure({ kind: 'configuration' }) : aReply('x')),
      { concurrency: 1 },
    );
    const events = answers(await collect(runTrials(inputFor([target], 20))));
    expect(events.filter(({ response }) => response.delivery === 'ok')).toHaveLength(13);
  });

  it('begins nothing new when drained, and finishes what is under way', async () => {
    const drain = new AbortController();
    const target = aTarget(
      async (_, call) => {
        if (call === 4) drain.abort();
        await wait(2);
        return aReply('x');
      },
      { concurrency: 4 },
    );
    const events = answers(await collect(runTrials(inputFor([target], 100, { drain: drain.signal }))));
    expect(events).toHaveLength(4);
    expect(events.every(({ response }) => response.delivery === 'ok')).toBe(true);
  });

  it('leaves nothing of a call that was broken off', async () => {
    const abort = new AbortController();
    const target = aTarget(async (ask) => {
      abort.abort();
      return ask.signal.aborted ? aFailure({ kind: 'connection', message: 'aborted' }, null) : aReply('x');
    });
    expect(await collect(runTrials(inputFor([target], 10, { abort: abort.signal })))).toEqual([]);
  });

  it('sends the system message only where one is configured', async () => {
    const seen: unknown[] = [];
    const target = (id: string, system: string | null): Target =>
      aTarget(
        (ask) => {
          seen.push(ask.messages);
          return aReply('x');
        },
        { id, system },
      );
    await collect(runTrials(inputFor([target('none', null), target('empty', '')], 1)));
    expect(seen).toEqual([
      [{ role: 'user', content: 'Why?' }],
      [
        { role: 'system', content: '' },
        { role: 'user', content: 'Why?' },
      ],
    ]);
  });

  it('passes a bug of a target on instead of hanging', async () => {
    const target = aTarget(() => {
      throw new RangeError('a bug');
    });
    await expect(collect(runTrials(inputFor([target], 3)))).rejects.toThrow('a bug');
  });

  it('makes text well-formed that could not be stored', async () => {
    const target = aTarget(() => aReply('half \ud83d pair'));
    const [answer] = answers(await collect(runTrials(inputFor([target], 1))));
    expect(answer?.response.text).toBe('half \ufffd pair');
  });
});
