import { describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import { runTrials } from '../../src/runner/run-trials.ts';
import { aClock, aFailure, answers, aReply, aTarget, inputFor } from './fake-target.ts';

/** Lets everything happen that waits for nothing outside. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('runTrials with a slow consumer', () => {
  it('asks no further than its events have room for, and asks the rest when they are taken', async () => {
    let calls = 0;
    const target = aTarget(() => {
      calls += 1;
      return aReply('x');
    });
    const events = runTrials(inputFor([target], 500));
    await events.next();
    await settle();
    expect(calls).toBeGreaterThan(65);
    expect(calls).toBeLessThan(100);
    expect(await collect(events)).toHaveLength(499);
    expect(calls).toBe(500);
  });

  it('comes to its end where many targets have finished asking before their events are taken', async () => {
    const targets = Array.from({ length: 20 }, (_, i) => aTarget(() => aReply('x'), { id: `t${i}` }));
    const events = runTrials(inputFor(targets, 20));
    await events.next();
    await settle();
    expect(await collect(events)).toHaveLength(399);
  });

  it('asks nothing more once the consumer has left', async () => {
    let calls = 0;
    const target = aTarget(() => {
      calls += 1;
      return aReply('x');
    });
    for await (const _ of runTrials(inputFor([target], 5_000))) break;
    const atLeaving = calls;
    await settle();
    expect(calls).toBe(atLeaving);
    expect(calls).toBeLessThan(100);
  });

  it('asks nothing more once an answer could not be kept', async () => {
    const calls = { a: 0, b: 0 };
    const counting = (id: 'a' | 'b') =>
      aTarget(
        () => {
          calls[id] += 1;
          return aReply('x');
        },
        { id },
      );
    let kept = 0;
    const keep = async (): Promise<void> => {
      if (++kept > 10) throw new Error('disk full');
    };
    await expect(collect(runTrials(inputFor([counting('a'), counting('b')], 5_000, { keep })))).rejects.toThrow(
      'disk full',
    );
    const atFailing = calls.a + calls.b;
    await settle();
    expect(calls.a + calls.b).toBe(atFailing);
    expect(atFailing).toBeLessThan(100);
  });
});

describe('runTrials while calls wait for another attempt', () => {
  it('asks others meanwhile, thirty-two at most beside the calls at a time', async () => {
    let calls = 0;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const target = aTarget((_, call) => {
      calls += 1;
      return call > 1 && call <= 35 ? aFailure({}, 502) : aReply('x');
    });
    const clock = { ...aClock(), sleep: () => released };
    const all = collect(runTrials(inputFor([target], 100, { clock })));
    await settle();
    expect(calls).toBe(35);
    release();
    expect(answers(await all).map(({ response }) => response.delivery)).toEqual(Array(100).fill('ok'));
  });
});
