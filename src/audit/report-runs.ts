import { compareAcross } from '../compare/compare.ts';
import { summarize } from '../compare/summarize.ts';
import { UsageError } from '../lib/errors.ts';
import type { Evidence, ReportData, ReportedRun } from '../report/view-model.ts';
import type { RunRecord, Store } from '../store/store.ts';
import { compareSides } from './compare-runs.ts';
import { measuredError } from './measured-error.ts';
import { type ClassifierChoice, countedVerdict, observe } from './observations.ts';

/** Collects what a report shows of runs. Throws UsageError where none was answered. */
export async function reportRuns(
  store: Store,
  runs: readonly RunRecord[],
  classifier: ClassifierChoice | null,
  version: string,
): Promise<ReportData> {
  const reported: ReportedRun[] = [];
  const evidence: Evidence[] = [];
  for (const run of runs) {
    const { observations, classifiers } = await observe(store, run.id, classifier);
    const found = await Promise.all(classifiers.map((one) => measuredError(store, [one])));
    const calibration = await measuredError(store, classifiers);
    reported.push({
      run,
      targets: await store.targets(run.id),
      summary: summarize(observations, { by: ['topic', 'style'], classifiers, calibration }),
      classifiers,
      calibrations: found.filter((one) => one !== null),
      languages: compareAcross(observations, 'languages'),
    });
    for await (const one of evidenceOf(store, run, classifier)) evidence.push(one);
  }
  if (evidence.length === 0) throw new UsageError('expected answers to report, got none');
  return { runs: reported, ...(await releaseOf(store, runs, classifier)), evidence, version };
}

async function releaseOf(
  store: Store,
  [first, second]: readonly RunRecord[],
  classifier: ClassifierChoice | null,
): Promise<Pick<ReportData, 'release' | 'releaseNote'>> {
  if (first === undefined || second === undefined) return { release: null, releaseNote: null };
  const side = (run: RunRecord) => ({ reference: run.name ?? run.id, run, filter: {} });
  try {
    const release = await compareSides(store, side(first), side(second), { force: false, classifier });
    return { release, releaseNote: null };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { release: null, releaseNote: error.message };
  }
}

async function* evidenceOf(
  store: Store,
  run: RunRecord,
  classifier: ClassifierChoice | null,
): AsyncGenerator<Evidence> {
  const variants = new Map((await store.variants(run.id)).map((variant) => [variant.hash, variant]));
  for await (const trial of store.trials(run.id)) {
    const variant = variants.get(trial.variant);
    const { response } = trial;
    if (variant === undefined || response === null) continue;
    const { probe, lang, prompt } = variant;
    const counted = countedVerdict(trial, classifier);
    const ordered = counted === null ? trial.verdicts : [counted, ...trial.verdicts.filter((one) => one !== counted)];
    yield {
      run: run.id,
      trial: trial.id,
      target: trial.target,
      lang,
      probe: probe.id,
      topic: probe.topic,
      style: probe.style,
      role: probe.role,
      sample: trial.sample,
      prompt,
      delivery: response.delivery,
      finish: response.finish,
      flags: response.flags,
      text: response.text,
      reasoning: response.reasoning,
      verdicts: ordered.map(({ of, class: name, sub, flags, confidence, classifier: who, by, evidence, note }) => ({
        of,
        class: name,
        sub,
        flags,
        confidence,
        by: by ?? `${who.name} ${who.version} (${who.mode})`,
        start: evidence?.start ?? null,
        end: evidence?.end ?? null,
        note: note ?? null,
      })),
    };
  }
}
