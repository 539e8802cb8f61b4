import { basename } from 'node:path';
import type { ColumnMap } from '../../formats/answer-fields.ts';
import type { CollectedAnswer } from '../../formats/collected-answer.ts';
import { IMPORT_FORMATS, type ImportFormatName, type ReadAnswers } from '../../formats/import-formats.ts';
import { type Meta, metaSchema, readMeta } from '../../formats/meta.ts';
import type { LineSource, SkippedLine } from '../../formats/read-lines.ts';
import type { ReadOptions } from '../../formats/read-options.ts';
import { isoTime } from '../../lib/clock.ts';
import { ConfigError, UsageError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import { mapInOrder } from '../../lib/map-in-order.ts';
import { numberOf } from '../../lib/number-of.ts';
import { Spool } from '../../lib/spool.ts';
import type { ResponseRecord } from '../../model/answer.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { RunRecord, VariantRecord } from '../../model/run.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { followUpNote } from '../../model/turn.ts';
import { kindOfWords } from '../../probes/follow-ups.ts';
import type { Store } from '../../store/store.ts';
import { verdictsOn } from '../judge/answer-verdicts.ts';
import { cutThoughtWarning, markCutThoughts } from '../judge/cut-thoughts.ts';
import { rulesInThreads } from '../judge/rules-in-threads.ts';
import { isBlank, responseOf } from './collected-records.ts';
import { type Assumed, ImportPlan } from './import-plan.ts';
import { brokenNames, withWholeNames } from './whole-names.ts';

/** What to import and how to note it. */
export interface ImportRequest {
  readonly source: LineSource;
  readonly format: ImportFormatName;
  /** The file, for `FILE.meta.json` beside it; null for standard input. */
  readonly file: string | null;
  readonly columns: ColumnMap | undefined;
  /** What else is said of the file; absent: nothing. */
  readonly reading?: ReadOptions;
  /** true: lines that cannot be parsed are skipped; absent: the first one ends the import, and nothing is stored. */
  readonly skipBad?: boolean;
  readonly run: string;
  readonly name: string | null;
  readonly packageVersion: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What came of an import; `skipped` names every line that was left out, and why. */
export interface Imported {
  readonly run: string;
  readonly trials: number;
  /** What the trials came to, first turns counted. */
  readonly deliveries: Readonly<Record<Delivery, number>>;
  readonly skipped: readonly SkippedLine[];
  readonly warnings: readonly string[];
  /** What the source does not say and was made up; empty: nothing. */
  readonly assumed: readonly Assumed[];
  /** Columns or keys that nothing was made of; empty: none, or a format of fixed fields. */
  readonly unused: readonly string[];
}

/** Answers that share a transaction: nothing of a run that fails stays, so that none has to be durable soon. */
const STORED_TOGETHER = 512;

/**
 * Takes collected answers in as a run and judges those that bring no verdict. All of them are read before the first is stored, and none is held; where
 * something fails, nothing of the run stays. Throws UsageError where none can be read.
 */
export async function importAnswers(request: ImportRequest, store: Store): Promise<Imported> {
  const meta = request.format === 'candor' && request.file !== null ? await readMeta(request.file, metaSchema) : null;
  const plan = new ImportPlan(meta);
  const unused = new Set<string>();
  const spool = new Spool<CollectedAnswer>();
  try {
    const onBad = ({ line, reason, broken }: SkippedLine): void => {
      if (broken === true && request.skipBad !== true)
        throw new ConfigError([{ file: request.source.name, line, column: null, message: reason }]);
      plan.skipped.push({ line, reason });
    };
    const reader: ReadAnswers = IMPORT_FORMATS[request.format];
    let damagedNames = 0;
    for await (const read of reader(request.source, onBad, request.columns, unused, request.reading)) {
      const broken = brokenNames(read);
      const answer = broken.length === 0 ? read : withWholeNames(read, broken);
      if (broken.length > 0 || answer.prompt.includes('\uFFFD')) damagedNames += 1;
      if (plan.take(answer)) await spool.add(answer);
    }
    plan.placeTurns();
    if (plan.size === 0) throw nothingRead(request, plan.skipped);
    const at = isoTime(request.now);
    await store.createRun(
      runOf(request, meta, plan, at),
      [...plan.targets.values()],
      [...plan.variants.values()],
      // To be gone through again where the database is asked twice.
      { [Symbol.iterator]: () => plan.trials() },
    );
    try {
      const { damaged, deliveries } = await storeAnswers(request, plan, spool, at, store);
      await store.endRun(request.run, meta?.ended_at ?? at);
      const cut = await markCutThoughts(store, request.run, at);
      return {
        run: request.run,
        trials: plan.size,
        deliveries,
        skipped: plan.skipped,
        warnings: [...cut.map(cutThoughtWarning), ...damageWarnings(damaged, damagedNames)],
        assumed: plan.assumed(),
        unused: [...unused],
      };
    } catch (error) {
      await store.removeRun(request.run).catch(() => undefined);
      throw error;
    }
  } finally {
    await spool.close();
  }
}

function nothingRead({ source }: ImportRequest, [first]: readonly SkippedLine[]): UsageError {
  const why = first === undefined ? '' : ` (${first.line}: ${first.reason})`;
  return new UsageError(`expected answers in ${source.name}, got none that can be read${why}`);
}

function runOf(request: ImportRequest, meta: Meta | null, plan: ImportPlan, at: string): RunRecord {
  return {
    id: request.run,
    name: request.name ?? meta?.name ?? null,
    origin: 'import',
    startedAt: meta?.started_at ?? at,
    endedAt: null,
    config: configOf(request, meta),
    seed: meta?.seed ?? 0,
    planHash: meta?.plan_hash ?? plan.hash(),
    packageVersion: meta?.package_version ?? request.packageVersion,
    gitVersion: meta?.git_version ?? null,
    probeSets: meta?.probe_sets ?? [],
  };
}

/** What is said of characters that were lost before the answers came here. */
function damageWarnings(answers: number, names: number): string[] {
  const lost = 'characters that could not be decoded; U+FFFD stands in their place';
  return [
    ...(answers === 0 ? [] : [`${numberOf(answers, 'answer holds', 'answers hold')} ${lost} (flag decoding)`]),
    ...(names === 0 ? [] : [`the questions or names of ${numberOf(names, 'answer', 'answers')} hold ${lost}`]),
  ];
}

/** An answer of the plan, ready to be judged and stored. */
interface ReadyAnswer {
  readonly answer: CollectedAnswer;
  readonly trial: string;
  readonly variant: VariantRecord;
  readonly response: ResponseRecord;
}

/** Judges the answers that bring no verdict, and stores all in groups. Returns what they came to, and how many hold characters that could not be decoded. */
async function storeAnswers(
  request: ImportRequest,
  plan: ImportPlan,
  spool: Spool<CollectedAnswer>,
  at: string,
  store: Store,
): Promise<{ readonly damaged: number; readonly deliveries: Imported['deliveries'] }> {
  const rules = rulesInThreads('general');
  const signal = new AbortController().signal;
  const judge = async ({ answer, trial, variant, response }: ReadyAnswer): Promise<StoredAnswer> => {
    if (answer.verdicts.length === 0 || isBlank(answer))
      return [trial, response, await verdictsOn(response, variant, rules, at, signal)];
    const turn = answer.turn === 1 ? {} : { turn: answer.turn };
    return [trial, response, answer.verdicts.map((verdict) => ({ ...verdict, ...turn, at: verdict.at ?? at }))];
  };
  let damaged = 0;
  const deliveries = { ok: 0, truncated: 0, provider_filter: 0, empty: 0, error: 0 };
  let group: StoredAnswer[] = [];
  const flush = async (): Promise<void> => {
    await Promise.all(
      group.map(([trial, response, verdicts]) => store.recordAnswer(request.run, trial, response, [], verdicts)),
    );
    group = [];
  };
  try {
    for await (const one of mapInOrder(readyAnswers(request, plan, spool), rules.concurrency ?? 1, judge)) {
      const { delivery, flags, turn = 1 } = one[1];
      if (flags.includes('decoding')) damaged += 1;
      if (turn === 1) deliveries[delivery] += 1;
      group.push(one);
      if (group.length === STORED_TOGETHER) await flush();
    }
    await flush();
    return { damaged, deliveries };
  } finally {
    await rules.close();
  }
}

type StoredAnswer = [trial: string, response: ResponseRecord, verdicts: readonly StoredVerdict[]];

async function* readyAnswers(
  request: ImportRequest,
  plan: ImportPlan,
  spool: Spool<CollectedAnswer>,
): AsyncGenerator<ReadyAnswer> {
  let first = 0;
  for await (const answer of spool.read()) {
    const position = plan.positionOf(answer, first);
    if (answer.turn === 1) first += 1;
    if (position === null) continue;
    const variant = plan.variantAt(position);
    const response = responseIn(answer, variant, request.format === 'candor');
    yield { answer, trial: plan.idAt(position), variant, response };
  }
}

/** The response of an answer; a later turn notes what was asked in it. */
function responseIn(answer: CollectedAnswer, { lang }: VariantRecord, isOwn: boolean): ResponseRecord {
  const read = responseOf(answer, isOwn);
  const { turn, prompt } = answer;
  if (turn === 1) return read;
  return { ...read, turn, envelope: { ...read.envelope, ...followUpNote(kindOfWords(prompt, lang), prompt) } };
}

/** Where the answers came from, and the configuration of the run that was exported, however often it went round. */
function configOf({ source, format, packageVersion }: ImportRequest, meta: Meta | null): JsonObject {
  const imported = { file: basename(source.name), format, by: packageVersion };
  if (meta === null) return { imported };
  const { imported: before, ...config } = meta.config;
  const origin = (before as JsonObject | undefined)?.run ?? meta.run;
  return { ...config, imported: { ...imported, run: origin } };
}
