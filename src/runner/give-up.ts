import type { ErrorKind } from '../model/delivery.ts';
import { type GivenUp, Outage, type Waiting } from './outage.ts';

/** Calls in a row that may fail before who never answered is asked no more. */
const FAILURES_AT_START = 5;
/** The same for who has answered before: it may come back. */
const FAILURES_IN_A_ROW = 20;
/** Mistakes in a row that say that it is not the prompt: before anything was answered, and those that seem to concern every call later. */
const MISTAKES_IN_A_ROW = 2;

/** What a finished trial says of who was asked. */
export interface TrialEnd {
  readonly failed: boolean;
  /** Of a configuration mistake: whether it concerns every call, or perhaps this prompt alone; null: none. */
  readonly mistake: 'target' | 'prompt' | null;
  readonly kind: ErrorKind | null;
  readonly reason: string | null;
}

/** Counts failures of a target or a judge, and says when it is enough. */
export interface Endurance {
  note(end: TrialEnd): void;
  /** null: go on. */
  givenUp(): GivenUp | null;
  /** Aborted when it is enough, so that nobody waits for a call that will not be made. */
  readonly over: AbortSignal;
  /** False while the trial run lasts: until the first trial came back, or a second one where the first may have failed for its prompt. */
  provedItself(): boolean;
  /** The outage to wait out; null: nothing was ever answered, or nobody waits. */
  outage?(): Outage | null;
  /** To be told when a question is taken up, and when it is done with. */
  take?(): void;
  leave?(): void;
  /** To be told of every call that failed and may be made again. */
  failed?(): void;
  /** Milliseconds that calls may go on failing before nobody waits any longer; absent: as long as they are made again. */
  left?(): number;
}

/**
 * The one policy of giving up. A mistake in the set-up that concerns every call ends it at once where nothing was ever answered;
 * who has answered before is asked once more, since one prompt may have called forth such words. A mistake that may lie in the
 * prompt ends it at the start, where a second prompt meets one too; later it is a failure like others. Other failures end it
 * after {@link FAILURES_AT_START} in a row where nothing was ever answered, else after {@link FAILURES_IN_A_ROW}.
 * Calls that fail while nothing is answered are one outage of who has answered before, and are waited out ({@link Outage}). Who has not is
 * waited for no longer than that either, which is less than the failures at the start take where patience is short.
 * `answeredBefore`: it has answered in an earlier part of the run. `waiting` null: nothing is waited out.
 */
export function endurance(answeredBefore = false, waiting: Waiting | null = null): Endurance {
  let failuresInARow = 0;
  let mistakesInARow = 0;
  let wideInARow = 0;
  let answered = answeredBefore;
  let proved = false;
  let end: GivenUp | null = null;
  const over = new AbortController();
  const giveUp = (why: GivenUp): void => {
    end ??= why;
    over.abort();
  };
  const outage = waiting === null ? null : new Outage(waiting, giveUp);
  // Without patience nothing is waited out, but a call is made again all the same.
  const left = (): number => (outage === null || waiting?.patienceMs === 0 ? Number.POSITIVE_INFINITY : outage.left());
  return {
    outage: () => (answered ? outage : null),
    take: () => outage?.take(),
    leave: () => outage?.leave(),
    failed: () => outage?.failed(),
    left,
    over: over.signal,
    givenUp: () => end,
    provedItself: () => proved,
    note({ failed, mistake, kind, reason }) {
      failuresInARow = failed ? failuresInARow + 1 : 0;
      mistakesInARow = mistake === null ? 0 : mistakesInARow + 1;
      wideInARow = mistake === 'target' ? wideInARow + 1 : 0;
      if (!failed) answered = true;
      if (mistake === null) proved = true;
      const enough = answered
        ? wideInARow >= MISTAKES_IN_A_ROW || failuresInARow >= FAILURES_IN_A_ROW
        : wideInARow > 0 || mistakesInARow >= MISTAKES_IN_A_ROW || failuresInARow >= FAILURES_AT_START;
      const why = { kind: kind ?? 'connection', reason: reason ?? 'the call failed' };
      if (enough) giveUp(why);
      else if (failed && !answered && mistake === null && outage !== null && left() <= 0) {
        giveUp(outage.waitedOut(why, 'no answer'));
      }
    },
  };
}
