import { compareText } from '../../lib/compare-text.ts';
import type { RunRecord, VariantRecord } from '../../model/run.ts';
import type { StoredTrial, StoredVerdict } from '../../model/stored-trial.ts';
import { askedIn } from '../../model/turn.ts';
import type { Evidence, LaterTurn, ShownVerdict } from '../../report/view-model.ts';
import type { Store } from '../../store/store.ts';
import { laterTurns } from './later-turns.ts';
import { type ClassifierChoice, countedVerdict } from './observations.ts';
import { classifierLabel } from './side-info.ts';

/** The answers of a run as the report shows them, by question, language, target and sample. Trials never asked are left out. */
export async function reportEvidence(
  store: Store,
  run: RunRecord,
  classifier: ClassifierChoice | null,
): Promise<Evidence[]> {
  const variants = new Map((await store.variants(run.id)).map((variant) => [variant.hash, variant]));
  const evidence: Evidence[] = [];
  for await (const trial of store.trials(run.id)) {
    const variant = variants.get(trial.variant);
    const one =
      variant === undefined || variant.probe.knowledge !== undefined
        ? null
        : evidenceOf(run.id, trial, variant, classifier);
    if (one === null) continue;
    const again = one.attempts > 1 || one.delivery === 'error';
    const turns = variant === undefined ? [] : await laterTurns(store, run.id, trial, variant);
    const later = turns.flatMap((turn) => turnOf(turn, one.prompt, classifier));
    evidence.push({
      ...one,
      ...(again ? { failed: await store.attempts(run.id, trial.id) } : {}),
      ...(later.length === 0 ? {} : { later }),
    });
  }
  return evidence.sort(inOrder);
}

function evidenceOf(
  run: string,
  trial: StoredTrial,
  { probe, lang, prompt }: VariantRecord,
  classifier: ClassifierChoice | null,
): Evidence | null {
  if (trial.response === null) return null;
  const counted = countedVerdict(trial, classifier);
  return {
    run,
    trial: trial.id,
    target: trial.target,
    lang,
    probe: probe.id,
    prompt,
    sample: trial.sample,
    seed: trial.seed,
    ...trial.response,
    failed: [],
    verdicts: trial.verdicts.map((verdict) => shown(verdict, verdict === counted)),
  };
}

function turnOf(turn: StoredTrial, prompt: string, classifier: ClassifierChoice | null): LaterTurn[] {
  const { response, verdicts } = turn;
  if (response === null) return [];
  const counted = countedVerdict(turn, classifier);
  return [
    {
      turn: response.turn ?? 1,
      prompt: askedIn(response, prompt),
      delivery: response.delivery,
      text: response.text,
      verdicts: verdicts.map((verdict) => shown(verdict, verdict === counted)),
    },
  ];
}

function shown(
  { of, class: name, sub, flags, confidence, at, ...rest }: StoredVerdict,
  counted: boolean,
): ShownVerdict {
  const { by, classifier, evidence, note } = rest;
  return {
    of,
    class: name,
    sub,
    flags,
    confidence,
    at,
    unsure: rest.unsure === true,
    lineOf: rest.line_of ?? null,
    by: by === null ? classifierLabel(classifier) : `human (${by})`,
    human: classifier.name === 'human',
    counted,
    span: evidence === null ? null : [evidence.start, evidence.end],
    note: note ?? null,
  };
}

function inOrder(a: Evidence, b: Evidence): number {
  return (
    compareText(a.probe, b.probe) ||
    compareText(a.lang, b.lang) ||
    compareText(a.target, b.target) ||
    a.sample - b.sample
  );
}
