import { beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import type { Reply } from '../../src/model/reply.ts';
import { type AskEvent, type Asking, askWithRetries, type Question } from '../../src/runner/ask-with-retries.ts';
import type { Endurance, TrialEnd } from '../../src/runner/give-up.ts';
import { TargetLimits } from '../../src/runner/limits.ts';
import { DEFAULT_RETRY } from '../../src/runner/retry.ts';
import type { Ask, Target } from '../../src/targets/target.ts';
import { aClock, aFailure, aReply, aTarget, simpleDelivery } from './fake-target.ts';

const QUESTION: Question = { prompt: 'Why?', seed: 7, key: { variant: 'v', sample: 0 } };
const BROKEN = aFailure({ kind: 'http', message: 'bad gateway', body: '<html>' }, 502);

describe('askWithRetries', () => {
  let told: AskEvent[];
  let clock: ReturnType<typeof aClock>;
  let drain: AbortController;
  let abort: AbortController;
  let limits: TargetLimits;
  let enough: AbortController;
  let noted: TrialEnd[];
  beforeEach(() => {
    told = [];
    clock = aClock();
    drain = new AbortController();
    abort = new AbortController();
    limits = new TargetLimits(8, null);
    enough = new AbortController();
    noted = [];
  });

  function ask(target: Target, changes: Partial<Asking> = {}): ReturnType<typeof askWithRetries> {
    const input: Asking = {
      deliveryOf: simpleDelivery,
      retry: DEFAULT_RETRY,
      clock,
      random: () => 0.5,
      drain: drain.signal,
      abort: abort.signal,
      ...changes,
    };
    const patience: Endurance = {
      note: (end) => void noted.push(end),
      givenUp: () => (enough.signal.aborted ? { kind: 'timeout', reason: 'too often' } : null),
      over: enough.signal,
      provedItself: () => true,
    };
    const tell = async (event: AskEvent): Promise<void> => void told.push(event);
    return askWithRetries(input, target, QUESTION, limits, patience, tell);
  }
  const always = (reply: Reply): Target => aTarget(() => reply);
  /** A target that gives the replies in turn, the last one again and again, and counts its calls. */
  function inTurn(...replies: Reply[]): Target & { readonly calls: () => number } {
    let calls = 0;
    const target = aTarget(() => replies[Math.min(calls++, replies.length - 1)] as Reply);
    return { ...target, calls: () => calls };
  }

  it('asks what it is given: the message, the seed, the key and the schema', async () => {
    const seen: Ask[] = [];
    const target = aTarget((one) => {
      seen.push(one);
      return aReply('x');
    });
    await ask(target);
    expect(seen).toEqual([
      { messages: [{ role: 'user', content: 'Why?' }], seed: 7, key: QUESTION.key, signal: abort.signal },
    ]);
  });

  it('notes how each question ended once, and whom a mistake concerns', async () => {
    await ask(always(aReply('x')));
    await ask(always(BROKEN));
    await ask(always(aFailure({ kind: 'configuration', message: 'no such model' }, 404)));
    await ask(always(aFailure({ kind: 'configuration', message: 'too long' }, 400)));
    await ask(always(aFailure({ kind: 'configuration', message: 'never recorded' }, null)));
    expect(noted.map(({ failed, mistake, reason }) => [failed, mistake, reason])).toEqual([
      [false, null, null],
      [true, null, 'bad gateway'],
      [true, 'target', 'no such model'],
      [true, 'prompt', 'too long'],
      [true, null, 'never recorded'],
    ]);
  });

  it('flags an answer that repeated a secret of its set-up', async () => {
    const target = aTarget(() => aReply('The key is sk-0123456789.'), { apiKey: 'sk-0123456789' });
    const answer = await ask(target);
    expect(answer?.response).toMatchObject({ text: 'The key is (secret).', flags: ['masked'] });
    expect((await ask(always(aReply('x'))))?.response.flags).toEqual([]);
  });

  it('keeps all that came with an answer', async () => {
    const reply: Reply = {
      ...aReply('Because.'),
      reasoning: 'Hm \ud83d.',
      reasoningState: 'present',
      usage: { prompt: 3, completion: 2 },
      envelope: { id: 'chatcmpl-1' },
    };
    const target = aTarget(async () => {
      await clock.sleep(250, abort.signal);
      return reply;
    });
    const outcome: DeliveryOutcome = {
      delivery: 'truncated',
      side: null,
      kind: null,
      flags: ['finish_unknown'],
      reason: 'cut',
      retryable: false,
    };
    expect(await ask(target, { deliveryOf: () => outcome })).toMatchObject({
      failed: [],
      response: {
        delivery: 'truncated',
        side: null,
        kind: null,
        flags: ['finish_unknown'],
        reason: 'cut',
        finish: 'stop',
        text: 'Because.',
        reasoning: 'Hm \ufffd.',
        reasoningState: 'present',
        attempts: 1,
        askedAt: '2026-01-01T00:00:00.000Z',
        latencyMs: 250,
        usage: { prompt: 3, completion: 2 },
        envelope: { id: 'chatcmpl-1' },
      },
    });
    expect(told).toEqual([]);
  });

  it('keeps what a last failure said beside what came before it', async () => {
    const target = always({ ...aFailure({ kind: 'configuration', message: 'no', body: '{}' }), envelope: { id: 'x' } });
    const answer = await ask(target);
    expect(answer?.response).toMatchObject({ delivery: 'error', reasoning: null, attempts: 1 });
    expect(answer?.response.envelope).toEqual({ id: 'x', failure: { message: 'no', body: '{}' } });
  });

  it('knows where a target is, so that a service’s signals are read as such', async () => {
    const seen: string[] = [];
    const deliveryOf: Asking['deliveryOf'] = (reply, where) => {
      seen.push(where);
      return simpleDelivery(reply);
    };
    await ask(
      aTarget(() => aReply('x'), { where: 'hosted' }),
      { deliveryOf },
    );
    expect(seen).toEqual(['hosted']);
  });

  it('tells of each failed attempt and of the wait after it', async () => {
    const answer = await ask(
      inTurn(BROKEN, aFailure({ kind: 'connection', message: 'reset', body: null }, null), aReply('x')),
    );
    const attempts = [
      {
        n: 1,
        at: '2026-01-01T00:00:00.000Z',
        latencyMs: 0,
        status: 502,
        kind: 'http',
        message: 'bad gateway',
        body: '<html>',
      },
      {
        n: 2,
        at: '2026-01-01T00:00:00.750Z',
        latencyMs: 0,
        status: null,
        kind: 'connection',
        message: 'reset',
        body: null,
      },
    ];
    expect(told).toEqual([
      { type: 'retrying', attempt: attempts[0], waitMs: 750 },
      { type: 'retrying', attempt: attempts[1], waitMs: 1_500 },
    ]);
    expect(answer).toMatchObject({ failed: attempts, response: { attempts: 3, askedAt: '2026-01-01T00:00:02.250Z' } });
  });

  it('keeps of an attempt without a failure why it does not count, and its text', async () => {
    const half: Reply = { ...aReply('half an ans'), finish: null };
    const reasons = ['ended without a finish reason', null, null];
    const deliveryOf: Asking['deliveryOf'] = (reply) =>
      reply.finish === 'stop'
        ? simpleDelivery(reply)
        : { delivery: 'error', side: null, kind: 'http', flags: [], reason: reasons.shift() ?? null, retryable: true };
    const answer = await ask(inTurn(half, { ...half, text: '' }, aReply('x')), { deliveryOf });
    expect(answer?.failed).toMatchObject([
      { message: 'ended without a finish reason', body: 'half an ans' },
      { message: 'failed', body: null },
    ]);
  });

  it('ends with the last failure after the attempts allowed', async () => {
    const target = inTurn(BROKEN);
    const answer = await ask(target);
    expect(target.calls()).toBe(5);
    expect(answer).toMatchObject({ response: { delivery: 'error', attempts: 5 } });
    expect(answer?.failed.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    expect(clock.sleeps).toEqual([750, 1_500, 3_000, 6_000]);
  });

  it('counts the time allowed from the first call on, not from when its turn came', async () => {
    const slow = aTarget(async (_, call) => {
      await clock.sleep(call === 1 ? 300_000 : 299_000, abort.signal);
      return BROKEN;
    });
    const answer = await ask(slow);
    expect(answer?.response.attempts).toBe(2);
    expect(answer?.failed).toHaveLength(1);
  });

  it.each([
    [429, 4],
    [503, 4],
    [500, 8],
    [null, 8],
  ])('slows down after status %j to %i at a time', async (status, concurrency) => {
    await ask(inTurn(aFailure({}, status), aReply('x')));
    expect(limits.concurrency).toBe(concurrency);
    expect(told.filter(({ type }) => type === 'slowed')).toEqual(
      concurrency === 8 ? [] : [{ type: 'slowed', concurrency }],
    );
  });

  it('slows down after a broken stream, for good', async () => {
    await ask(inTurn(aFailure({ kind: 'protocol' }, 200), aReply('x')));
    for (let i = 0; i < 100; i++) await ask(always(aReply('x')));
    expect(limits.concurrency).toBe(4);
  });

  it('comes back to speed by answers alone, after a refusal for load', async () => {
    await ask(inTurn(aFailure({}, 429), aReply('x')));
    for (let i = 0; i < 30; i++) await ask(always(aFailure({ kind: 'configuration' }, 404)));
    expect(limits.concurrency).toBe(4);
    for (let i = 0; i < 19; i++) await ask(always(aReply('x')));
    expect(limits.concurrency).toBe(5);
  });

  it('tells nothing of slowing down where it is at one already', async () => {
    limits = new TargetLimits(1, null);
    await ask(inTurn(aFailure({}, 429), aReply('x')));
    expect(told.map(({ type }) => type)).toEqual(['retrying']);
  });

  it('begins nothing where it is drained, aborted or given up', async () => {
    const target = inTurn(aReply('x'));
    enough.abort();
    expect(await ask(target)).toBeNull();
    enough = new AbortController();
    drain.abort();
    expect(await ask(target)).toBeNull();
    drain = new AbortController();
    abort.abort();
    expect(await ask(target)).toBeNull();
    expect(target.calls()).toBe(0);
  });

  it.each(['drain', 'abort'] as const)('begins no further attempt after a wait that %s ended', async (which) => {
    const target = inTurn(BROKEN, aReply('x'));
    const signals: boolean[] = [];
    const stopping = {
      ...clock,
      async sleep(_ms: number, signal: AbortSignal) {
        signals.push(signal.aborted);
        (which === 'drain' ? drain : abort).abort();
        signals.push(signal.aborted);
      },
    };
    expect(await ask(target, { clock: stopping })).toBeNull();
    expect(target.calls()).toBe(1);
    expect(signals).toEqual([false, true]);
  });

  it('keeps an answer that came in spite of an abort, and nothing of a failure by it', async () => {
    const aborting = (reply: Reply): Target =>
      aTarget(() => {
        abort.abort();
        return reply;
      });
    expect((await ask(aborting(aReply('just in time'))))?.response.text).toBe('just in time');
    abort = new AbortController();
    expect(await ask(aborting(aFailure({ kind: 'connection' }, null)))).toBeNull();
  });

  it('does not wait for another attempt once the target is given up', async () => {
    const target = aTarget(() => {
      enough.abort();
      return BROKEN;
    });
    expect(await ask(target)).toMatchObject({ response: { delivery: 'error', attempts: 1 }, failed: [] });
    expect(clock.sleeps).toEqual([]);
  });

  it('ends with the last failure where the target is given up during a wait', async () => {
    const target = inTurn(BROKEN, BROKEN, aReply('x'));
    let sleeps = 0;
    const giving = {
      ...clock,
      async sleep() {
        if (++sleeps === 2) enough.abort();
      },
    };
    const answer = await ask(target, { clock: giving });
    expect(target.calls()).toBe(2);
    expect(answer).toMatchObject({ response: { delivery: 'error', kind: 'http', attempts: 2 } });
    expect(answer?.failed.map(({ n }) => n)).toEqual([1]);
  });
});
