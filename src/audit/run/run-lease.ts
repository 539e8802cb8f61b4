import { hostname } from 'node:os';
import process from 'node:process';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import type { RunOwner } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import type { AuditIo } from './audit-io.ts';

/** Milliseconds between two heartbeats. */
const BEAT_MS = 5_000;
/** Milliseconds without a heartbeat after which a run may be taken over. */
const STALE_MS = 60_000;

/** A run that this process carries out, and nobody else. */
export interface RunLease {
  /** Aborted where another has taken it over: nothing more may be asked. */
  readonly lost: AbortSignal;
  /** Throws UsageError where another has taken it over. */
  requireHeld(): void;
  release(): Promise<void>;
}

/**
 * Takes a run for this process. A run whose owner died on this machine is free; one whose owner has been silent for a minute is taken where
 * `takeOver` asks for it. Throws UsageError that says who has it.
 */
export async function leaseRun(
  run: string,
  store: Store,
  { clock, random }: Pick<AuditIo, 'clock' | 'random'>,
  takeOver = false,
): Promise<RunLease> {
  const name = `${hostname()}/${process.pid}/${Math.floor(random() * 2 ** 32).toString(36)}`;
  const owner = (): RunOwner => ({ name, heartbeatAt: isoTime(clock.now()) });
  let held = await store.claimRun(run, owner());
  if (held.name !== name && (isDead(held) || (takeOver && silentMs(held, clock.now()) > STALE_MS))) {
    held = await store.claimRun(run, owner(), held);
  }
  if (held.name !== name) throw new UsageError(refusal(run, held, clock.now(), takeOver));
  const lost = new AbortController();
  const timer = setInterval(() => {
    store.beatRun(run, owner()).then(
      (mine) => mine || lost.abort(),
      // Where the store fails, storing the next answer says so.
      () => undefined,
    );
  }, BEAT_MS);
  timer.unref();
  return {
    lost: lost.signal,
    requireHeld() {
      if (lost.signal.aborted) throw new UsageError(`run ${run} was taken over by another process; this one stopped`);
    },
    async release() {
      clearInterval(timer);
      await store.releaseRun(run, name);
    },
  };
}

/** Removes a run that nobody carries out. Throws UsageError that says who does. */
export async function removeRun(run: string, store: Store, io: Pick<AuditIo, 'clock' | 'random'>): Promise<void> {
  const lease = await leaseRun(run, store, io, true);
  try {
    await store.removeRun(run);
  } finally {
    await lease.release();
  }
}

function refusal(run: string, owner: RunOwner, now: number, takeOver: boolean): string {
  const [host = '', pid = ''] = owner.name.split('/');
  const silent = silentMs(owner, now);
  const seen = `process ${pid} on ${host}, last heard of ${Math.max(0, Math.round(silent / 1000))} s ago (${owner.heartbeatAt})`;
  const advice =
    silent > STALE_MS
      ? 'If it is gone, --take-over takes the run from it'
      : `Let it end, or stop it; ${STALE_MS / 1000} s after its last sign of life ${takeOver ? 'it is nobody’s' : '--take-over takes the run from it'}`;
  return `expected a run that nobody carries out, but ${run} is carried out by ${seen}. ${advice}.`;
}

function silentMs({ heartbeatAt }: RunOwner, now: number): number {
  const at = Date.parse(heartbeatAt);
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : now - at;
}

/** True where the owner was a process of this machine that is no more. */
function isDead({ name }: RunOwner): boolean {
  const [host, pid] = name.split('/');
  if (host !== hostname() || !/^\d+$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
