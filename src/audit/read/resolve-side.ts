import { UsageError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { RunRecord, TargetRecord } from '../../model/run.ts';
import { targetNames } from '../../model/target-names.ts';
import type { Store, TrialFilter } from '../../store/store.ts';

/** A run, or the part of it that belongs to one target or one target's language. */
export interface Side {
  /** As it was given. */
  readonly reference: string;
  readonly run: RunRecord;
  readonly filter: TrialFilter;
}

/** Finds a run by id, unique prefix, name or `latest` (`latest: 'any'`: whatever it brought, half an import too). Throws UsageError with the nearest one. */
export async function requireRun(
  store: Store,
  reference: string,
  latest: 'delivered' | 'any' = 'delivered',
): Promise<RunRecord> {
  const run = await store.findRun(reference, latest);
  if (run !== null && (latest === 'any' || !isHalfImport(run))) return run;
  if (run !== null)
    throw new UsageError(
      `expected a whole run, got ${run.id}, an import that has not ended. If none is at work on it, it was broken off: candor runs remove ${run.id}, and import the file again`,
    );
  const runs = await store.listRuns();
  if (runs.length === 0)
    throw new UsageError(
      `expected a run, got "${reference}", and this store has no runs yet: candor run makes one, --store names another place`,
    );
  const names = runs.flatMap(({ id, name }) => (name === null ? [id] : [id, name]));
  const fitting = runs.filter(({ id }) => id.startsWith(reference)).map(({ id }) => id);
  if (fitting.length > 1) throw new UsageError(`"${reference}" fits ${fitting.length} runs: ${fitting.join(', ')}`);
  throw new UsageError(
    `expected a run, got "${reference}".${didYouMean(reference, names)} "candor runs" lists them; "latest" is the newest that brought an answer.`,
  );
}

/** True of an import that is being stored, or was ended by force: what is not there was answered all the same. Answers taken by hand are stored one by one. */
function isHalfImport({ origin, endedAt, config }: RunRecord): boolean {
  const { imported } = config as { readonly imported?: { readonly format?: unknown } };
  return origin === 'import' && endedAt === null && imported?.format !== 'by hand';
}

/** A side in one turn of its conversations; absent: the first. */
export function ofTurn(side: Side, turn: number | undefined): Side {
  return turn === undefined || turn === 1 ? side : { ...side, filter: { ...side.filter, turn } };
}

/** The id of a target of a run that is named by it, or by a name that no other has. Throws UsageError with the nearest one. */
export async function requireTarget(store: Store, { id }: Pick<RunRecord, 'id'>, given: string): Promise<string> {
  const targets = await store.targets(id);
  const ids = targets.map((target) => target.id);
  const found = ids.includes(given) ? given : idOfName(targets, given);
  if (found !== null) return found;
  throw new UsageError(`expected a target, got "${given}".${didYouMean(given, ids)} Run ${id} has ${ids.join(', ')}.`);
}

/** The target that people read so; null: none, or several. */
function idOfName(targets: readonly TargetRecord[], given: string): string | null {
  const nameOf = targetNames(targets);
  const named = targets.filter(({ id, name }) => name === given || nameOf(id) === given);
  return named.length === 1 ? (named[0]?.id ?? null) : null;
}

/** A reference with the id of a target for its name, which may have slashes in it. */
async function withId(store: Store, run: RunRecord, reference: string): Promise<string> {
  const [runPart = '', ...rest] = reference.split('/');
  const targets = await store.targets(run.id);
  const named = [rest.length, rest.length - 1].flatMap((n) => {
    const id = n < 1 ? null : idOfName(targets, rest.slice(0, n).join('/'));
    return id === null ? [] : [[runPart, id, ...rest.slice(n)].join('/')];
  });
  return named[0] ?? reference;
}

/** Reads `RUN`, `RUN/TARGET` or `RUN/TARGET/LANG`. Throws UsageError where a part of it is unknown. */
export async function resolveSide(store: Store, reference: string): Promise<Side> {
  const run = await requireRun(store, reference.split('/')[0] ?? '');
  const [, targetPart, langPart, ...rest] = (await withId(store, run, reference)).split('/');
  if (rest.length > 0) throw new UsageError(`expected RUN, RUN/TARGET or RUN/TARGET/LANG, got "${reference}"`);
  const filter: { target?: string; lang?: string } = {};
  if (targetPart !== undefined && targetPart !== '') {
    filter.target = await requireTarget(store, run, targetPart);
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
