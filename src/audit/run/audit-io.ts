import type { Clock } from '../../lib/clock.ts';
import type { TargetIo } from '../../targets/target.ts';
import type { AuditEvent } from './audit-event.ts';

/** What an audit needs from outside. Nothing of it is read from the process, so that a script decides and a test can replace it. */
export interface AuditIo {
  /** The folder in which the names of probe files begin. */
  readonly cwd: string;
  /** For proxies, and for the keys of a run that is carried on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Numbers in [0, 1): for run ids, pauses, and the seed where the configuration has none. */
  readonly random: () => number;
  /** Seconds that a target that answered and does not any more is waited for; absent: what the configuration says, else 15 minutes, or 2 where `env` sets CI. */
  readonly patience?: number;
  /** Aborted: no further call is begun; what is under way is finished and stored. */
  readonly signal?: AbortSignal;
  /** Aborted: what is under way is broken off, and is as if never asked. */
  readonly abort?: AbortSignal;
  /** Told of everything that happens, at once and in order. */
  readonly onEvent?: (event: AuditEvent) => void;
}

/** What opening targets needs, with their progress told as events. */
export function targetIoOf({ env, onEvent }: AuditIo): TargetIo {
  return { env, onProgress: (progress) => onEvent?.({ type: 'preparing', progress }) };
}

/** A signal that is never aborted, where none is given. */
export function signalOr(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? new AbortController().signal;
}

/** Seconds of patience where nothing else is said: nobody watches over a job of continuous integration, and its time is paid for. */
const PATIENCE = { ci: 120, otherwise: 900 } as const;

/** How long a target that answered and does not any more is waited for, in milliseconds. `configured` are seconds. */
export function patienceMs(
  { patience, env }: Pick<AuditIo, 'patience' | 'env'>,
  configured: number | undefined,
): number {
  const ci = env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0';
  return 1000 * (patience ?? configured ?? (ci ? PATIENCE.ci : PATIENCE.otherwise));
}
