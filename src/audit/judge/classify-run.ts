import type { Classifier, Item } from '../../classify/classifier.ts';
import { type PanelAgreement, panelAgreement } from '../../classify/panel-agreement.ts';
import { type Clock, isoTime } from '../../lib/clock.ts';
import { mapInOrder } from '../../lib/map-in-order.ts';
import type { Lang } from '../../model/lang.ts';
import type { StoredTrial, StoredVerdict } from '../../model/stored-trial.ts';
import { plannedTurns } from '../../model/turn.ts';
import type { ClassifierId, Verdict, VerdictClass } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';
import { itemsOf, type JudgedItem, judgeItem, turnOf } from './answer-verdicts.ts';
import { cutThoughtVerdict, findCutThoughts, wasCutThought } from './cut-thoughts.ts';
import { isSameClassifier } from './open-classifier.ts';

/** Verdicts that are stored together at most, and milliseconds after which they are stored anyway. */
const BATCH = { verdicts: 200, ms: 1_000 } as const;

/** What came of judging a run again. */
export interface Classified {
  readonly run: string;
  readonly classifier: ClassifierId;
  /** Answers that this classifier has looked at, now or before. */
  readonly judged: number;
  readonly unjudged: number;
  /** Answers of those unjudged that are in a language in which the classifier was not measured. */
  readonly unmeasured: number;
  /** Answers whose class differs from the verdict before. */
  readonly changed: number;
  /** Answers of those judged whose newest verdict was this classifier's already; they were not judged again. */
  readonly kept: number;
  /** Of a panel's members; null for one classifier. */
  readonly agreement: PanelAgreement | null;
}

/** Which part of a run is judged, by whom beside the classifier itself, and who is told. */
export interface ClassifyOptions {
  /** Absent or empty: all. */
  readonly languages?: readonly Lang[];
  /** Names of classifiers that judge the same run beside this one: their newer verdicts are no reason to judge again. */
  readonly beside?: readonly string[];
  /** A panel's members, for their agreement. */
  readonly members?: readonly ClassifierId[];
  /** Called after each answer or trace, with the verdict that counts. */
  readonly onJudged?: (verdict: Verdict) => void;
}

/** One text of a run to judge. */
interface Job {
  readonly trial: StoredTrial;
  readonly item: JudgedItem;
}

/**
 * Judges every answer of a run with a classifier and appends the verdicts; earlier ones stay. What the same classifier judged
 * last is not judged again; what it left unjudged is tried once more. An abort keeps what was judged.
 */
export async function classifyRun(
  store: Store,
  run: string,
  classifier: Classifier,
  clock: Clock,
  signal: AbortSignal,
  { languages = [], beside = [], members = [], onJudged }: ClassifyOptions = {},
): Promise<Classified> {
  const { name, version, mode } = classifier;
  const id: ClassifierId = { name, version, mode };
  const counts = { judged: 0, unjudged: 0, unmeasured: 0, changed: 0, kept: 0 };
  const votes: (VerdictClass | null)[][] = [];
  let batch: { trial: string; verdict: StoredVerdict }[] = [];
  let flushedAt = clock.elapsed();
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await store.addVerdicts(run, batch);
    batch = [];
    flushedAt = clock.elapsed();
  };
  const cut = new Set((await findCutThoughts(store, run)).flatMap(({ certain, trials }) => (certain ? trials : [])));
  const judge = async ({ trial, item }: Job): Promise<readonly Verdict[] | null> => {
    const before = machineVerdict(trial, item.of, beside);
    if (before !== undefined && before.unjudged !== true && isSameClassifier(before.classifier, id)) return [];
    const isFirst = (trial.response?.turn ?? 1) === 1;
    if (item.of === 'response' && ((isFirst && cut.has(trial.id)) || wasCutThought(trial)))
      return [cutThoughtVerdict(id)];
    try {
      if (signal.aborted) return null;
      return await judgeItem(classifier, item, signal);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  };
  const work = async (job: Job) => ({ ...job, verdicts: await judge(job) });
  for await (const { trial, item, verdicts } of mapInOrder(
    textsToJudge(store, run, languages, signal),
    classifier.concurrency ?? 1,
    work,
  )) {
    if (verdicts === null) continue;
    const before = machineVerdict(trial, item.of, beside);
    const counted = verdicts.at(-1) ?? before;
    if (counted === undefined) continue;
    const isNews = counted.unjudged !== true || !sameUnjudged(before, counted);
    const at = isoTime(clock.now());
    const turn = trial.response === null ? {} : turnOf(trial.response);
    if (isNews) {
      batch.push(...verdicts.map((one) => ({ trial: trial.id, verdict: { ...one, ...turn, at, by: null } })));
    }
    if (item.of === 'response') {
      counts.judged += 1;
      if (counted.unjudged === true) counts.unjudged += 1;
      if (counted.flags.includes('unmeasured_language')) counts.unmeasured += 1;
      if (verdicts.length === 0) counts.kept += 1;
      else if (before !== undefined && before.class !== counted.class) counts.changed += 1;
      if (members.length > 0) votes.push(members.map((member) => voteOf(member, item.of, verdicts, trial)));
    }
    onJudged?.(counted);
    if (batch.length >= BATCH.verdicts || clock.elapsed() - flushedAt > BATCH.ms) await flush();
  }
  await flush();
  const agreement =
    members.length === 0
      ? null
      : panelAgreement(
          members.map((member) => member.name),
          votes,
        );
  return { run, classifier: id, ...counts, agreement };
}

/** Every text of a run that has a verdict of its own, turn by turn, in the order of the plan. */
export async function* textsToJudge(
  store: Store,
  run: string,
  languages: readonly Lang[],
  signal: AbortSignal,
): AsyncGenerator<Job> {
  const variants = new Map((await store.variants(run)).map((variant) => [variant.hash, variant]));
  const turns = [...variants.values()].flatMap(({ probe, lang }) => plannedTurns(probe, lang).map(({ turn }) => turn));
  for (const turn of [1, ...[...new Set(turns)].sort((a, b) => a - b)]) {
    for await (const trial of store.trials(run, { turn })) {
      const variant = variants.get(trial.variant);
      if (signal.aborted) return;
      if (trial.response === null || variant === undefined) continue;
      if (languages.length > 0 && !languages.includes(variant.lang)) continue;
      for (const item of itemsOf(trial.response, variant)) yield { trial, item };
    }
  }
}

/** The newest verdict of a machine on an answer or a trace; those of the names in `except` do not count. */
export function machineVerdict(
  { verdicts }: StoredTrial,
  of: Item['of'],
  except: readonly string[] = [],
): StoredVerdict | undefined {
  return verdicts.findLast(
    (verdict) => verdict.of === of && verdict.classifier.name !== 'human' && !except.includes(verdict.classifier.name),
  );
}

function sameUnjudged(before: StoredVerdict | undefined, now: Verdict): boolean {
  return before?.unjudged === true && isSameClassifier(before.classifier, now.classifier) && before.note === now.note;
}

function voteOf(
  member: ClassifierId,
  of: Item['of'],
  fresh: readonly Verdict[],
  trial: StoredTrial,
): VerdictClass | null {
  const mine = (verdict: Verdict): boolean => verdict.of === of && isSameClassifier(verdict.classifier, member);
  if (fresh.length > 0) return fresh.find(mine)?.class ?? null;
  return trial.verdicts.findLast(mine)?.class ?? null;
}
