import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/lib/collect.ts';
import type { AnsweredEvent } from '../../src/runner/ask-trial.ts';
import { runTrials } from '../../src/runner/run-trials.ts';
import type { Target } from '../../src/targets/target.ts';
import { aClock, aFailure, answers, aReply, aTarget, inputFor, trialsFor } from './fake-target.ts';

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

  it('gives up a target after one call where the set-up is wrong, with a delivery for every trial, and goes on with the others', async () => {
    let calls = 0;
    const dead = aTarget(
      () => {
        calls += 1;
        return aFailure({ kind: 'configuration', message: 'no such model' }, 404);
      },
      { id: 'dead', concurrency: 4 },
    );
    const alive = aTarget(() => aReply('x'), { id: 'alive' });
    const events = await collect(runTrials(inputFor([dead, alive], 100)));
    expect(calls).toBe(1);
    const ofDead = answers(events).filter(({ trial }) => trial.target === 'dead');
    expect(new Set(ofDead.map(({ trial }) => trial.id)).size).toBe(100);
    expect(ofDead.every(({ response }) => response.delivery === 'error')).toBe(true);
    expect(ofDead.at(-1)?.response).toMatchObject({
      attempts: 0,
      kind: 'configuration',
      reason: expect.stringMatching(/^not asked: .*no such model/),
    });
    expect(events.find(({ type }) => type === 'gave_up')).toMatchObject({ target: 'dead', left: 99 });
    expect(answers(events).filter(({ trial }) => trial.target === 'alive')).toHaveLength(100);
  });

  it('gives up a target that was never reached after five trials, whatever their number at a time', async () => {
    const clock = aClock();
    let calls = 0;
    const target = aTarget(
      () => {
        calls += 1;
        return aFailure({ kind: 'connection', message: 'refused' }, null);
      },
      { concurrency: 1 },
    );
    const events = await collect(runTrials(inputFor([target], 200, { clock })));
    expect(events.find(({ type }) => type === 'gave_up')).toMatchObject({ reason: 'refused' });
    expect(answers(events)).toHaveLength(200);
    // The trial run and, at most, the trials that were waiting for their next attempt at that moment.
    expect(calls).toBeLessThanOrEqual(5 + 34 * 5);
    expect(answers(events).filter(({ response }) => response.attempts === 0).length).toBeGreaterThanOrEqual(160);
  });

  it('asks one trial alone first, and stores it before it asks another', async () => {
    const log: string[] = [];
    const target = aTarget(
      async (_, call) => {
        log.push(`call ${call}`);
        await wait(5);
        return aReply('x');
      },
      { concurrency: 8 },
    );
    const keep = async ({ trial }: AnsweredEvent): Promise<void> => {
      await wait(5);
      log.push(`kept ${trial.id}`);
    };
    await collect(runTrials(inputFor([target], 9, { keep })));
    expect(log.slice(0, 3)).toEqual(['call 1', 'kept fake-0', 'call 2']);
    expect(log.slice(2, 10)).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((n) => `call ${n}`));
  });

  it('asks another prompt alone where the first may have failed for its words, and goes on where that one is answered', async () => {
    const asked: string[] = [];
    const target = aTarget((ask) => {
      const prompt = ask.messages.at(-1)?.content ?? '';
      asked.push(prompt);
      return prompt === 'Why?' ? aFailure({ kind: 'configuration', message: 'too long' }, 400) : aReply('x');
    });
    const trials = trialsFor('fake', 6).map((trial, i) => ({ ...trial, variant: i < 3 ? 'v' : 'w' }));
    const prompts = new Map([
      ['v', 'Why?'],
      ['w', 'How?'],
    ]);
    const events = await collect(runTrials(inputFor([target], 6, { trials, prompts })));
    expect(asked.slice(0, 2)).toEqual(['Why?', 'How?']);
    expect(events.some(({ type }) => type === 'gave_up')).toBe(false);
    expect(answers(events).filter(({ response }) => response.delivery === 'ok')).toHaveLength(3);
  });

  it('gives up after two calls where every prompt meets the mistake', async () => {
    let calls = 0;
    const target = aTarget(
      () => {
        calls += 1;
        return aFailure({ kind: 'configuration', message: 'context too small' }, 400);
      },
      { concurrency: 8 },
    );
    const events = await collect(runTrials(inputFor([target], 30)));
    expect(calls).toBe(2);
    expect(answers(events)).toHaveLength(30);
  });

  it('gives up in the middle of a run only where a mistake concerns every call', async () => {
    const until = (status: number, last: number): Target =>
      aTarget(
        ({ seed }) =>
          Number(seed) >= 5 && Number(seed) <= last
            ? aFailure({ kind: 'configuration', message: 'mistake' }, status)
            : aReply('x'),
        { concurrency: 1 },
      );
    const asked = async (target: Target): Promise<number> =>
      answers(await collect(runTrials(inputFor([target], 60)))).filter(({ response }) => response.attempts > 0).length;
    expect(await asked(until(400, 6))).toBe(60);
    expect(await asked(until(402, 5))).toBe(60);
    expect(await asked(until(402, 6))).toBeLessThan(45);
  });

  it('does not give up a target that has answered for nineteen failures in a row', async () => {
    const from = (first: number, count: number): Target =>
      aTarget(
        (ask) =>
          Number(ask.seed) >= first && Number(ask.seed) < first + count
            ? aFailure({ kind: 'configuration' }, 400)
            : aReply('x'),
        { concurrency: 1 },
      );
    const gaveUp = async (target: Target): Promise<boolean> =>
      (await collect(runTrials(inputFor([target], 60)))).some(({ type }) => type === 'gave_up');
    expect(await gaveUp(from(5, 19))).toBe(false);
    expect(await gaveUp(from(5, 20))).toBe(true);
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
