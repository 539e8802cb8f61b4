import type { Verdict } from '../model/verdict.ts';
import { type CliIo, tell } from './cli-io.ts';
import { duration } from './duration.ts';

/** Milliseconds between two lines. */
const EVERY_MS = 15_000;

/** Tells on stderr, from the first verdict of a judge on, now and then how far judging is. `total` counts answers and traces; null: not known. */
export function judgingProgress(
  io: CliIo,
  total: number | null,
  judge: string | null = null,
): (verdict: Verdict) => void {
  const startedAt = io.clock.elapsed();
  let toldAt = startedAt;
  let done = 0;
  let unjudged = 0;
  return (verdict) => {
    done += 1;
    if (verdict.unjudged === true) unjudged += 1;
    const now = io.clock.elapsed();
    if (done === 1 && judge !== null)
      void tell(io, `${judge} has judged its first answer; how far it is stands here now and then\n`);
    if (now - toldAt < EVERY_MS) return;
    toldAt = now;
    const perSecond = (done * 1000) / (now - startedAt);
    const left = total === null || done >= total ? '' : `, ${duration((total - done) / perSecond)} left`;
    const without = unjudged === 0 ? '' : `, ${unjudged} unjudged`;
    void tell(
      io,
      `${judge === null ? '' : `${judge}: `}${done}${total === null ? '' : `/${total}`} judged, ${perSecond.toFixed(1)}/s${left}${without}\n`,
    );
  };
}

/** What is said of a judge that is waited for. */
export function awayText(judge: string, reason: string): string {
  return `${judge}: it does not answer (${reason.split('\n', 1)[0]}); waiting until it is back (Ctrl-C ends it; classified again, it goes on)`;
}
