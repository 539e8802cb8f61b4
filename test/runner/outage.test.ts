import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { collect } from '../../src/lib/collect.ts';
import type { TrialRecord } from '../../src/model/answer.ts';
import type { Reply } from '../../src/model/reply.ts';
import { deliveryOf } from '../../src/reading/delivery.ts';
import { type RunEvent, type RunInput, runTrials } from '../../src/runner/run-trials.ts';
import { createTarget } from '../../src/targets/create-target.ts';
import type { Target } from '../../src/targets/target.ts';
import { chatStream, json, type Script, type ScriptedServer, startScripted } from '../servers/scripted.ts';
import { specOf } from '../targets/spec.ts';
import { aClock, aFailure, answers, aReply, aTarget, aVirtualClock, inputFor } from './fake-target.ts';

const REFUSED = aFailure({ kind: 'connection', message: 'refused' }, null);
const BROKEN = aFailure({ message: 'broken' }, 500);
const MINUTES = 60_000;

/** Each trial asks something else. */
function ownWords(input: RunInput): RunInput {
  const trials = input.trials.map((trial): TrialRecord => ({ ...trial, variant: trial.id }));
  return { ...input, trials, prompts: new Map(trials.map(({ id }) => [id, `Why ${id}?`])) };
}

/** A target that is away between these moments of the clock. */
function awayBetween(clock: Clock, from: number, to: number, reply = REFUSED, concurrency = 8) {
  const begin = clock.elapsed();
  let missed = 0;
  const target = aTarget(
    async () => {
      await clock.sleep(100, new AbortController().signal);
      const now = clock.elapsed() - begin;
      if (now < from || now >= to) return aReply('x');
      missed += 1;
      return reply;
    },
    { concurrency },
  );
  return { target, missed: () => missed };
}

const delivered = (events: readonly RunEvent[]): number =>
  answers(events).filter(({ response }) => response.delivery === 'ok').length;

describe('an outage', () => {
  it.each([
    ['nobody listens', REFUSED],
    ['every question is answered with a failure', BROKEN],
    ['too much is asked', aFailure({ message: 'busy' }, 503)],
  ])('is waited out, and no trial is lost: %s', async (_, reply) => {
    const clock = aVirtualClock();
    const server = awayBetween(clock, 2_000, 5 * MINUTES, reply);
    const events = await collect(
      runTrials(ownWords(inputFor([server.target], 300, { clock, patienceMs: 15 * MINUTES }))),
    );
    expect(delivered(events)).toBe(300);
    expect(events.some(({ type }) => type === 'gave_up')).toBe(false);
    expect(events.filter(({ type }) => type === 'away').length).toBeGreaterThan(0);
    expect(server.missed()).toBeLessThan(40 * 5 + 40);
  });

  it('is over with patience, for all trials at once', async () => {
    const clock = aVirtualClock();
    const server = awayBetween(clock, 2_000, Number.POSITIVE_INFINITY);
    const events = await collect(
      runTrials(ownWords(inputFor([server.target], 300, { clock, patienceMs: 10 * MINUTES }))),
    );
    const gaveUp = events.filter(({ type }) => type === 'gave_up');
    expect(gaveUp).toMatchObject([{ reason: 'refused (not back within 600 s)' }]);
    expect(answers(events)).toHaveLength(300);
    expect(clock.elapsed()).toBeGreaterThan(9 * MINUTES);
    expect(clock.elapsed()).toBeLessThan(11 * MINUTES);
    expect(server.missed()).toBeLessThan(40 * 5 + 40);
  });

  it('loses no answer that is under way when patience is over: it is waited for and kept, and nothing more is asked', async () => {
    const clock = aVirtualClock();
    const server = awayBetween(clock, 2_000, Number.POSITIVE_INFINITY);
    let [asked, askedAfter] = [0, 0];
    const target: Target = {
      ...server.target,
      async ask(ask) {
        const slow = ++asked === 5;
        if (clock.elapsed() > 11 * MINUTES) askedAfter += 1;
        const reply = await server.target.ask(ask);
        // The service takes its time over one answer, and everything else is refused meanwhile.
        if (slow) await clock.sleep(12 * MINUTES, new AbortController().signal);
        return slow ? aReply('late') : reply;
      },
    };
    const events = await collect(runTrials(ownWords(inputFor([target], 300, { clock, patienceMs: 10 * MINUTES }))));
    const gaveUp = events.filter(({ type }) => type === 'gave_up');
    expect(gaveUp).toMatchObject([{ reason: 'refused (not back within 600 s)' }]);
    const late = answers(events).filter(({ response }) => response.text === 'late');
    expect(late).toMatchObject([{ response: { delivery: 'ok', attempts: 1 } }]);
    expect(answers(events)).toHaveLength(300);
    expect(askedAfter).toBe(0);
  });

  it('is not waited out where nothing was ever answered', async () => {
    const clock = aVirtualClock();
    const server = awayBetween(clock, 0, Number.POSITIVE_INFINITY);
    const events = await collect(
      runTrials(ownWords(inputFor([server.target], 100, { clock, patienceMs: 60 * MINUTES }))),
    );
    expect(events.find(({ type }) => type === 'gave_up')).toMatchObject({ reason: 'refused' });
  });

  it.each([
    ['has answered before', 10],
    ['never answered', 0],
  ])(
    'is over as soon as patience is, however often a call would be made again, where the target %s',
    async (_, before) => {
      const clock = aVirtualClock();
      let calls = 0;
      const cut = aFailure({ kind: 'protocol', message: 'cut off' }, 200);
      const target = aTarget(() => (++calls <= before ? aReply('x') : cut), { concurrency: 4 });
      const events = await collect(runTrials(ownWords(inputFor([target], 300, { clock, patienceMs: 3_000 }))));
      const words = before === 0 ? 'no answer' : 'not back';
      expect(events.find(({ type }) => type === 'gave_up')).toMatchObject({ reason: `cut off (${words} within 3 s)` });
      expect(answers(events)).toHaveLength(300);
      expect(delivered(events)).toBe(before);
      expect(clock.elapsed()).toBeLessThan(3_500);
    },
  );

  it('is waited out in a later turn, whose words are those of every other conversation', async () => {
    const clock = aVirtualClock();
    let [missed, answered] = [0, 0];
    // Away when every conversation has had its first answer.
    const target = aTarget(async () => {
      await clock.sleep(100, new AbortController().signal);
      const isAway = answered >= 33 && clock.elapsed() < 60_000;
      if (isAway) missed += 1;
      else answered += 1;
      return isAway ? BROKEN : aReply('x');
    });
    const input = ownWords(inputFor([target], 30, { clock, patienceMs: 15 * MINUTES }));
    const turns = [{ turn: 2, kind: 'source', text: 'Who says so?' }] as const;
    const later = new Map(input.trials.map(({ variant }) => [variant, turns]));
    const events = await collect(runTrials({ ...input, later }));
    expect(delivered(events)).toBe(60);
    expect(missed).toBeGreaterThan(0);
  });

  it('is counted anew from the answer after it', async () => {
    const clock = aVirtualClock();
    const server = awayBetween(clock, 2_000, 4_500);
    const later = awayBetween(clock, 9_000, 11_500);
    const target = aTarget(async (ask) => (clock.elapsed() < 7_000 ? server : later).target.ask(ask), {
      concurrency: 4,
    });
    const events = await collect(runTrials(ownWords(inputFor([target], 400, { clock, patienceMs: 4_000 }))));
    expect(delivered(events)).toBe(400);
    expect([server.missed(), later.missed()].every((missed) => missed > 0)).toBe(true);
  });

  it('ends at once where the target comes back with a spent quota', async () => {
    const clock = aVirtualClock();
    let calls = 0;
    const target = aTarget(
      () => {
        calls += 1;
        if (calls < 10) return aReply('x');
        return calls < 300 ? REFUSED : aFailure({ kind: 'configuration', message: 'no credit left' }, 402);
      },
      { concurrency: 4 },
    );
    const events = await collect(runTrials(ownWords(inputFor([target], 200, { clock, patienceMs: 600 * MINUTES }))));
    expect(events.find(({ type }) => type === 'gave_up')).toMatchObject({ reason: 'no credit left' });
    expect(calls).toBeLessThan(320);
  });

  it('is none where one prompt fails and others are answered, or nothing else is left to ask', async () => {
    const clock = aVirtualClock();
    const target = aTarget((ask): Reply => (ask.messages.at(-1)?.content.endsWith('-7?') ? BROKEN : aReply('x')));
    for (const count of [8, 60]) {
      const events = await collect(runTrials(ownWords(inputFor([target], count, { clock, patienceMs: 15 * MINUTES }))));
      expect(delivered(events)).toBe(count - 1);
      expect(answers(events).find(({ response }) => response.delivery === 'error')).toMatchObject({
        trial: { id: 'fake-7' },
        response: { kind: 'http', reason: 'broken' },
      });
    }
    expect(clock.elapsed()).toBeLessThan(2 * MINUTES);
  });

  it('slows the target down once, however many answers it breaks off', async () => {
    const clock = aVirtualClock();
    const cut = aFailure({ kind: 'protocol', message: 'ended without a finish reason' }, 200);
    let calls = 0;
    const target: Target = aTarget(
      async () => {
        const call = ++calls;
        await wait(1);
        return call > 30 && call <= 38 ? cut : aReply('x');
      },
      { concurrency: 8 },
    );
    const events = await collect(runTrials(ownWords(inputFor([target], 100, { clock, patienceMs: MINUTES }))));
    expect(events.filter(({ type }) => type === 'slowed').length).toBeLessThanOrEqual(2);
    expect(delivered(events)).toBe(100);
  });

  it('ends where the run is stopped', async () => {
    const drain = new AbortController();
    const slept = { ...aClock(), sleep: (_: number, signal: AbortSignal) => systemClock.sleep(60_000, signal) };
    let calls = 0;
    const target = aTarget(() => (++calls < 5 ? aReply('x') : REFUSED), { concurrency: 4 });
    setTimeout(() => drain.abort(), 100);
    const input = inputFor([target], 50, { clock: slept, drain: drain.signal, patienceMs: 900 * MINUTES });
    const events = await collect(runTrials(ownWords(input)));
    expect(answers(events).every(({ response }) => response.delivery === 'ok')).toBe(true);
    expect(calls).toBeGreaterThan(5);
  });
});

describe('an outage of a real server', () => {
  let server: ScriptedServer | undefined;
  afterEach(() => server?.close());
  /** A clock that runs fifty times as fast. */
  const fast: Clock = {
    now: () => Date.now(),
    elapsed: () => performance.now() * 50,
    sleep: (ms, signal) => systemClock.sleep(ms / 50, signal),
  };

  it.each(['reset', 'loading'] as const)('of fifteen seconds ends no run: %s', async (how) => {
    let from = Number.POSITIVE_INFINITY;
    server = await startScripted((_, n): Script => {
      if (n === 20) from = fast.elapsed();
      if (fast.elapsed() - from >= 15_000 || n < 20) return chatStream(['An answer.']);
      if (how === 'reset') return { parts: ['data: {'], after: 'reset' };
      return json(503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } });
    });
    const target = await createTarget(specOf({ baseURL: `${server.url}/v1`, concurrency: 8 }), { env: {} });
    try {
      const input = inputFor([target], 120, { clock: fast, deliveryOf, patienceMs: 2 * MINUTES });
      const events = await collect(runTrials(ownWords({ ...input, random: () => 0.5 })));
      expect(delivered(events)).toBe(120);
    } finally {
      await target.close();
    }
  });
});
