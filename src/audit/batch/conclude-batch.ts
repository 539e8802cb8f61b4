import { isoTime } from '../../lib/clock.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { cutThoughtWarning, markCutThoughts } from '../judge/cut-thoughts.ts';
import { type AuditIo, signalOr } from '../run/audit-io.ts';
import type { AuditResult } from '../run/audit-result.ts';
import { concludeRun } from '../run/conclude-run.ts';

/** Says what came of a run some of whose answers were taken in; it ends where nothing of it is left to ask. Judges are left to `run --resume`. */
export async function concludeBatch(run: RunRecord, store: Store, io: AuditIo): Promise<AuditResult> {
  const warn = (message: string): void => io.onEvent?.({ type: 'warning', message });
  const now = isoTime(io.clock.now());
  const warnings = (await markCutThoughts(store, run.id, now)).map(cutThoughtWarning);
  for (const message of warnings) warn(message);
  const { judges } = run.config as JsonObject;
  const judged = !Array.isArray(judges) || judges.length === 0;
  const { undelivered } = await store.overview(run.id);
  if (undelivered === 0 && (await store.pendingTurns(run.id)) === 0) await store.endRun(run.id, now);
  return concludeRun({ run: run.id, warnings, judged, stopped: signalOr(io.signal).aborted }, store, warn);
}
