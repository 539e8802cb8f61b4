import { CLASS_NAMES, type ClassName, groupBy } from '../compare/tally.ts';
import { targetLabel } from './finding-rows.ts';
import type { AnswerNote, ReportData } from './view-model.ts';

/** Questions drawn sample by sample. */
const DRAWN = 12;

/** A question whose samples got different classes from one model. */
export interface UnstableQuestion {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  readonly lang: string;
  readonly probe: string;
  /** Of every sample in order; null: not judged. */
  readonly classes: readonly (ClassName | null)[];
}

/** How steady a model is over repetitions of a sensitive question in one language. */
export interface StabilityRow {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  readonly lang: string;
  /** Questions with several judged samples. */
  readonly questions: number;
  readonly unstable: readonly UnstableQuestion[];
}

/** Stability by run, model and language; rows without repeated questions are left out. */
export function stability(data: ReportData): StabilityRow[] {
  const sensitive = data.answers.filter(({ probe }) => data.probes.get(probe)?.role === 'sensitive');
  const groups = groupBy(sensitive, ({ run, target, lang }) => JSON.stringify([run, target, lang]));
  return [...groups.values()].flatMap((members) => {
    const repeated = [...groupBy(members, ({ probe }) => probe).values()].filter(
      (samples) => samples.filter(classOf).length > 1,
    );
    const [one] = members;
    if (one === undefined || repeated.length === 0) return [];
    const { run, target, lang } = one;
    const label = targetLabel(data, run, target);
    const unstable = repeated
      .filter((samples) => new Set(samples.flatMap((sample) => classOf(sample) ?? [])).size > 1)
      .map((samples) => ({ run, target, label, lang, probe: samples[0]?.probe ?? '', classes: samples.map(classOf) }))
      .sort((a, b) => minority(b.classes) - minority(a.classes));
    return [{ run, target, label, lang, questions: repeated.length, unstable }];
  });
}

/** The least steady questions of all models, an equal share from each. */
export function leastSteady(rows: readonly StabilityRow[]): StabilityRow['unstable'] {
  const each = Math.max(1, Math.floor(DRAWN / Math.max(1, rows.length)));
  return rows.flatMap(({ unstable }) => unstable.slice(0, each)).slice(0, DRAWN);
}

function classOf(answer: AnswerNote): ClassName | null {
  return answer.class;
}

/** Share of the judged samples that have another class than the commonest. */
function minority(classes: readonly (ClassName | null)[]): number {
  const counts = CLASS_NAMES.map((name) => classes.filter((one) => one === name).length);
  const judged = counts.reduce((sum, count) => sum + count, 0);
  return 1 - Math.max(...counts) / judged;
}
