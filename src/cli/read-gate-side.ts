import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sideOfBaseline } from '../audit/compare/baseline-file.ts';
import { type GateSide, sideOfExport, sideOfStore } from '../audit/compare/gate-sides.ts';
import type { RowJudge } from '../audit/compare/judge-export.ts';
import type { ClassifierChoice } from '../audit/read/observations.ts';
import { PartlyReadError, UsageError } from '../lib/errors.ts';
import { numberOf } from '../lib/number-of.ts';
import type { Salvage } from '../store/salvage.ts';
import { type CliIo, tell } from './cli-io.ts';
import { exportBeside } from './renew-baseline.ts';
import { withStoreToRead } from './with-store.ts';

/** How sides are read; `judge`: exports are judged anew, and stand in the place of baselines that keep no text. */
export interface GateReading {
  readonly labelsBy?: string;
  readonly turn?: number;
  readonly judge?: RowJudge;
}

/** One side of a gate: a file where the name is one; else a run of the store. Throws UsageError, ConfigError, PartlyReadError. */
export async function readGateSide(
  reference: string,
  storeFile: string,
  classifier: ClassifierChoice | null,
  io: CliIo,
  { labelsBy, turn, judge }: GateReading = {},
): Promise<GateSide> {
  const file = resolve(io.cwd, reference);
  if (/\.(json|jsonl)$/.test(reference)) {
    if (!existsSync(file)) throw new UsageError(`expected a file, got nothing at ${file}`);
    if (reference.endsWith('.jsonl')) return sideOfExport(file, classifier, turn, judge);
    const side = await sideOfBaseline(file);
    return judge === undefined ? side : judgedAnew(reference, side, judge, io);
  }
  return withStoreToRead(io, storeFile, async (store, salvage) => {
    if (salvage !== null) requireAll(salvage, storeFile);
    return sideOfStore(store, reference, classifier, labelsBy, turn);
  });
}

/** The export beside a baseline, which must be of its run, judged anew in its place. Throws UsageError. */
async function judgedAnew(reference: string, side: GateSide, judge: RowJudge, io: CliIo): Promise<GateSide> {
  const beside = exportBeside(reference);
  const file = resolve(io.cwd, beside);
  if (!existsSync(file))
    throw new UsageError(
      `expected an export beside ${reference} to judge anew, got nothing at ${file}. Where the store with its run still is: candor export RUN --format jsonl -o ${beside}`,
    );
  const judged = await sideOfExport(file, null, 1, judge);
  const [before, now] = [side, judged].map(({ observations }) => observations[0]?.run ?? '');
  if (before !== now)
    throw new UsageError(`expected run ${before} of ${reference} in ${beside}, got ${now === '' ? 'none' : now}`);
  const left = (side.further?.length ?? 0) + (side.first?.length ?? 0);
  const without =
    left === 0 ? '' : `; ${numberOf(left, 'other run')} of the baseline ${left === 1 ? 'is' : 'are'} left out`;
  await tell(io, `warning: ${beside} was judged anew in the place of ${reference}${without}\n`);
  return judged;
}

/** What cannot be read may be what would fail: a gate stands on all rows or on none. Throws PartlyReadError. */
function requireAll({ tables }: Salvage, file: string): void {
  const lost = tables.reduce((sum, one) => sum + one.lost, 0);
  if (lost === 0) return;
  throw new PartlyReadError(
    `expected a whole store for a gate, got ${file}, of which ${lost} rows cannot be read: what a gate says of the rest would not hold for all. Take ${file} from a backup (candor store check tells what is missing), or ask again what is lost.`,
  );
}
