import type { GoldLine } from '../../formats/gold-line.ts';
import type { VariantRecord } from '../../model/run.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import { FIRST_CODEBOOK } from '../../model/verdict.ts';
import { confidenceOfShare, finalLabels, type HumanLabel, humanLabels } from '../../review/human-labels.ts';
import type { Store } from '../../store/store.ts';
import type { Side } from '../read/resolve-side.ts';

/** The labels of people on a run as gold lines: the adjudicated one of an answer, else the newest of each person. */
export async function* reviewGold(store: Store, { run, filter }: Side): AsyncGenerator<GoldLine> {
  const variants = new Map((await store.variants(run.id)).map((variant) => [variant.hash, variant]));
  for await (const trial of store.trials(run.id, filter)) {
    const variant = variants.get(trial.variant);
    if (variant === undefined || trial.response === null) continue;
    for (const label of finalLabels(humanLabels(trial.verdicts))) {
      const line = goldLine(trial, trial.response.text, variant, label, run.name ?? run.id);
      if (line !== null) yield line;
    }
  }
}

function goldLine(
  trial: StoredTrial,
  response: string,
  { lang, prompt, probe }: VariantRecord,
  label: HumanLabel,
  source: string,
): GoldLine | null {
  if (label.class === null) return null;
  const { evidence } = label;
  const whole = evidence !== null && evidence.start === 0 && evidence.end === response.length;
  return {
    id: trial.id,
    lang,
    prompt,
    response,
    label: label.class,
    sub: label.sub,
    flags: [...label.flags],
    line_of: label.line_of ?? null,
    span: evidence === null || whole ? null : evidence.text,
    question: probe.id,
    probe: probe.id,
    source,
    model: trial.target,
    style: probe.style,
    delivery: trial.response?.delivery ?? null,
    confidence: confidenceOfShare(label.confidence),
    annotator: label.by,
    at: label.at,
    codebook: label.codebook ?? FIRST_CODEBOOK,
  };
}
