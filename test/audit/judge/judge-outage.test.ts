import { expect, it } from 'vitest';
import { askJudge } from '../../../src/audit/judge/ask-judge.ts';
import { JudgeMeter } from '../../../src/audit/judge/judge-meter.ts';
import type { AskEvent } from '../../../src/runner/ask-with-retries.ts';
import { aFailure, aReply, aTarget, aVirtualClock } from '../../runner/fake-target.ts';

/** What a judge replies to fifty calls that is away from the third second on, for so long. */
async function askedWhileAway(awayMs: number, patienceMs: number) {
  const clock = aVirtualClock();
  const target = aTarget(
    async () => {
      await clock.sleep(200, new AbortController().signal);
      const isAway = clock.elapsed() >= 3_000 && clock.elapsed() < 3_000 + awayMs;
      return isAway ? aFailure({ kind: 'connection', message: 'refused' }, null) : aReply('{"answers": true}');
    },
    { concurrency: 2 },
  );
  const events: AskEvent[] = [];
  const io = { replies: null, clock, random: () => 0.5, patienceMs, onEvent: (event: AskEvent) => events.push(event) };
  const ask = askJudge(target, {}, io, new JudgeMeter({ id: 'j', price: null }));
  const signal = new AbortController().signal;
  const call = (i: number) => ({ prompt: `Text ${i}`, schema: {}, purpose: 'first' }) as const;
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, i) => ask(call(i), { name: 'judge:j', version: '1', mode: 'general' }, signal)),
  );
  return { replies, events, elapsed: clock.elapsed() };
}

it('waits for a judge that goes away in the middle, and asks it for every text', async () => {
  const { replies, events } = await askedWhileAway(4 * 60_000, 15 * 60_000);
  expect(replies.filter((reply) => 'text' in reply)).toHaveLength(50);
  expect(events.some(({ type }) => type === 'away')).toBe(true);
});

it('gives it up when patience is over, and says why of each text that it was not asked for', async () => {
  const { replies, elapsed } = await askedWhileAway(Number.POSITIVE_INFINITY, 60_000);
  const failed = replies.flatMap((reply) => ('failed' in reply ? [reply.failed] : []));
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.every((why) => why.includes('refused'))).toBe(true);
  expect(elapsed).toBeLessThan(90_000);
});
