import type { Clock } from '../../src/lib/clock.ts';
import type { TrialRecord } from '../../src/model/answer.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import type { Failure, Reply } from '../../src/model/reply.ts';
import type { TargetSpec } from '../../src/model/target-spec.ts';
import { DEFAULT_RETRY } from '../../src/runner/retry.ts';
import type { RunEvent, RunInput } from '../../src/runner/run-trials.ts';
import type { Ask, Target } from '../../src/targets/target.ts';

/** A spec with nothing special. */
export function aSpec(changes: Partial<TargetSpec> = {}): TargetSpec {
  return {
    id: 'fake',
    family: null,
    provider: 'openai',
    model: 'fake',
    baseURL: null,
    apiKey: null,
    file: null,
    system: null,
    think: null,
    params: { temperature: 0.7, top_p: 1, top_k: 0, min_p: 0, repeat_penalty: 1, max_tokens: 100, num_ctx: null },
    headers: {},
    body: {},
    concurrency: 2,
    rate: null,
    price: null,
    where: 'local',
    timeoutSeconds: 10,
    ...changes,
  };
}

/** A reply with a text. */
export function aReply(text: string): Reply {
  return {
    text,
    reasoning: null,
    reasoningState: 'absent',
    finish: 'stop',
    status: 200,
    failure: null,
    envelope: {},
    usage: null,
    recorded: null,
  };
}

/** A reply of a call that failed. */
export function aFailure(failure: Partial<Failure> = {}, status: number | null = 500): Reply {
  const all: Failure = { kind: 'http', message: 'broken', body: 'broken', retryAfterMs: null, ...failure };
  return { ...aReply(''), finish: null, status, failure: all };
}

/** What a reply is taken for: answered, or failed; a mistake in the set-up concerns the prompt with status 400, else the target. */
export function simpleDelivery(reply: Reply): DeliveryOutcome {
  const base = { side: null, flags: [], reason: reply.failure?.message ?? null };
  if (reply.failure === null) return { ...base, delivery: 'ok', kind: null, retryable: false };
  const { kind } = reply.failure;
  const error = { ...base, delivery: 'error', kind, retryable: kind !== 'configuration' } as const;
  return kind === 'configuration'
    ? { ...error, scope: reply.status === 400 || reply.status === null ? 'prompt' : 'target' }
    : error;
}

/** A target whose replies the test writes. */
export function aTarget(
  answer: (ask: Ask, call: number) => Promise<Reply> | Reply,
  spec: Partial<TargetSpec> = {},
): Target {
  let calls = 0;
  return {
    spec: aSpec(spec),
    identify: () => Promise.reject(new Error('not asked for here')),
    ask: async (ask) => answer(ask, ++calls),
    close: async () => undefined,
  };
}

/** A clock that stands still but for its sleeps, which take no time and are noted. */
export function aClock(): Clock & { readonly sleeps: number[] } {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    elapsed: () => now,
    async sleep(ms) {
      sleeps.push(ms);
      now += ms;
      await Promise.resolve();
    },
  };
}

/** A clock on which sleeps side by side take their time side by side; it goes on where nothing else is left to do. */
export function aVirtualClock(): Clock {
  let now = 0;
  let driven = false;
  const sleepers: { at: number; wake: () => void }[] = [];
  const drive = async (): Promise<void> => {
    driven = true;
    while (sleepers.length > 0) {
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
      sleepers.sort((a, b) => a.at - b.at);
      const next = sleepers.shift();
      now = Math.max(now, next?.at ?? 0);
      next?.wake();
    }
    driven = false;
  };
  return {
    now: () => Date.parse('2026-01-01T00:00:00Z') + now,
    elapsed: () => now,
    sleep(ms, signal) {
      return new Promise((resolve) => {
        const sleeper = { at: now + ms, wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener('abort', () => {
          const at = sleepers.indexOf(sleeper);
          if (at >= 0) sleepers.splice(at, 1);
          resolve();
        });
        if (!driven) void drive();
      });
    },
  };
}

/** Planned trials of a target, each with a seed of its own. */
export function trialsFor(target: string, count: number): TrialRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${target}-${i}`,
    variant: 'v',
    target,
    sample: i,
    seed: i,
    position: i,
  }));
}

/** All that a run needs, with as many trials for each target. */
export function inputFor(targets: readonly Target[], count: number, changes: Partial<RunInput> = {}): RunInput {
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

/** The answers among the events of a run. */
export function answers(events: readonly RunEvent[]): Extract<RunEvent, { type: 'answered' }>[] {
  return events.filter((event) => event.type === 'answered');
}
