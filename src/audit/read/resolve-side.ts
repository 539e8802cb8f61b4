import { UsageError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Store, TrialFilter } from '../../store/store.ts';

/** A run, or the part of it that belongs to one target or one target's language. */
export interface Side {
  /** As it was given. */
  readonly reference: string;
  readonly run: RunRecord;
  readonly filter: TrialFilter;
}

/** Finds a run by id, unique prefix, name or `latest` (`latest: 'any'`: whatever it brought). Throws UsageError with the nearest one. */
export async function requireRun(
  store: Store,
  reference: string,
  latest: 'delivered' | 'any' = 'delivered',
): Promise<RunRecord> {
  const run = await store.findRun(reference, latest);
  if (run !== null) return run;
  const runs = await store.listRuns();
  if (runs.length === 0) throw new UsageError(`expected a run, got "${reference}", and this store has no runs yet`);
  const names = runs.flatMap(({ id, name }) => (name === null ? [id] : [id, name]));
  const fitting = runs.filter(({ id }) => id.startsWith(reference)).map(({ id }) => id);
  if (fitting.length > 1) throw new UsageError(`"${reference}" fits ${fitting.length} runs: ${fitting.join(', ')}`);
  throw new UsageError(
    `expected a run, got "${reference}".${didYouMean(reference, names)} "candor runs" lists them; "latest" is the newest that brought an answer.`,
  );
}

/** A side in one turn of its conversations; absent: the first. */
export function ofTurn(side: Side, turn: number | undefined): Side {
  return turn === undefined || turn === 1 ? side : { ...side, filter: { ...side.filter, turn } };
}

/** Reads `RUN`, `RUN/TARGET` or `RUN/TARGET/LANG`. Throws UsageError where a part of it is unknown. */
export async function resolveSide(store: Store, reference: string): Promise<Side> {
  const [runPart = '', targetPart, langPart, ...rest] = reference.split('/');
  if (rest.length > 0) throw new UsageError(`expected RUN, RUN/TARGET or RUN/TARGET/LANG, got "${reference}"`);
  const run = await requireRun(store, runPart);
  const filter: { target?: string; lang?: string } = {};
  if (targetPart !== undefined && targetPart !== '') {
    const targets = (await store.targets(run.id)).map(({ id }) => id);
    if (!targets.includes(targetPart)) {
      const has = `Run ${run.id} has ${targets.join(', ')}.`;
      throw new UsageError(`expected a target, got "${targetPart}".${didYouMean(targetPart, targets)} ${has}`);
    }
    filter.target = targetPart;
  }
  if (langPart !== undefined) {
    const lang = normalizeLang(langPart);
    const langs = [...new Set((await store.variants(run.id)).map((variant) => variant.lang))];
    if (!langs.includes(lang)) {
      throw new UsageError(`expected a language of run ${run.id} (${langs.join(', ')}), got "${langPart}"`);
    }
    filter.lang = lang;
  }
  return { reference, run, filter };
}
