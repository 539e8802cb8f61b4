import { type Calibration, calibrate, type Judged } from '../../classify/calibrate.ts';
import type { Classifier, Item } from '../../classify/classifier.ts';
import { type GoldLine, goldLineSchema } from '../../formats/gold-line.ts';
import { type LineSource, readJsonLines } from '../../formats/read-lines.ts';
import { collect } from '../../lib/collect.ts';
import { contentHash } from '../../lib/digest.ts';
import { UsageError } from '../../lib/errors.ts';
import { mapInOrder } from '../../lib/map-in-order.ts';
import type { CalibrationRecord } from '../../model/calibration.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { Probe } from '../../model/probe.ts';
import type { ClassifierId, Verdict } from '../../model/verdict.ts';
import { type GroupedExample, judgeHeldOut } from '../../training/held-out.ts';
import type { Subject } from '../judge/other-family.ts';

/** A calibration with whose it is, the answers that were judged wrongly, and what a store keeps of it. */
export interface CalibrationReport extends Calibration {
  readonly classifier: ClassifierId;
  /** Folds of which each was judged by weights fitted on the others; 0: the classifier as it is. */
  readonly folds: number;
  readonly errors: readonly (Judged & { readonly evidence: string | null; readonly response: string })[];
  readonly record: CalibrationRecord;
}

/**
 * Holds a classifier against gold labels. With `group: 'question'` all rows of a question belong together: intervals resample
 * them as one, and the rules are judged by weights fitted without them; other classifiers are not fitted.
 */
export async function calibrateClassifier(
  source: LineSource,
  classifier: Classifier,
  options: {
    readonly group: 'question' | 'id';
    readonly probes: ReadonlyMap<string, Probe> | null;
    readonly at: string;
    readonly signal: AbortSignal;
    /** Further gold that helps to fit the rules anew and is not judged. */
    readonly train?: readonly LineSource[];
    /** Called before the first answer is judged, with what is to be judged and whose answers they are; may refuse by throwing. */
    readonly beforeJudging?: (items: readonly Item[], models: readonly Subject[]) => Promise<void>;
  },
): Promise<CalibrationReport> {
  const rows = await readGold(source);
  const further = (await Promise.all((options.train ?? []).map(readGold))).flat();
  const exampleOf = (row: GoldLine): GroupedExample => ({
    label: row.label,
    item: itemOf(row, options.probes),
    group: options.group === 'question' ? (row.question ?? row.prompt) : row.id,
  });
  const examples = rows.map(exampleOf);
  const models = [...new Set(rows.flatMap(({ model }) => (model == null ? [] : [model])))];
  await options.beforeJudging?.(
    examples.map(({ item }) => item),
    models.map((model) => ({ id: model, family: null, model })),
  );
  const heldOut =
    options.group === 'question' && classifier.name === 'rules'
      ? judgeHeldOut(examples, classifier.mode, further.map(exampleOf))
      : { folds: 0, verdicts: await judgeAll(examples, classifier, options.signal) };
  const ids = rows.map((row) => contentHash([row.id, row.label, row.response]));
  const judged = rows.map((row, i): CalibrationReport['errors'][number] => {
    const verdict = heldOut.verdicts[i];
    return {
      id: row.id,
      label: row.label,
      found: verdict?.class ?? null,
      confidence: verdict?.confidence ?? null,
      lang: normalizeLang(row.lang),
      source: row.source ?? null,
      group: examples[i]?.group ?? row.id,
      evidence: verdict?.evidence?.text ?? null,
      response: row.response,
    };
  });
  if (judged.length === 0) throw new UsageError(`expected labelled answers in ${source.name}, got none`);
  const calibration = calibrate(judged);
  const { name, version, mode } = classifier;
  const id = { name, version, mode };
  const langs = [...new Set(judged.map(({ lang }) => lang))];
  const kappa = Object.fromEntries(Object.entries(calibration.by.lang).map(([lang, { kappa }]) => [lang, kappa]));
  return {
    classifier: id,
    folds: heldOut.folds,
    ...calibration,
    errors: judged.filter(({ label, found }) => label !== found),
    record: {
      classifier: id,
      at: options.at,
      gold: { name: source.name, rows: judged.length, hash: contentHash(ids), folds: heldOut.folds, kappa },
      byLang: Object.fromEntries(langs.map((lang) => [lang, calibration.by.lang[lang]?.confusion ?? []])),
    },
  };
}

async function readGold(source: LineSource): Promise<GoldLine[]> {
  return (await collect(readJsonLines(source, goldLineSchema))).map(({ value }) => value);
}

function itemOf(row: GoldLine, probes: ReadonlyMap<string, Probe> | null): Item {
  return {
    text: row.response,
    of: 'response',
    prompt: row.prompt,
    lang: normalizeLang(row.lang),
    truncated: row.delivery === 'truncated',
    probe: probes?.get(row.probe ?? '') ?? null,
  };
}

async function judgeAll(
  examples: readonly { readonly item: Item }[],
  classifier: Classifier,
  signal: AbortSignal,
): Promise<Verdict[]> {
  const judge = ({ item }: { readonly item: Item }): Promise<Verdict> => classifier.classify(item, signal);
  return collect(mapInOrder(examples, classifier.concurrency ?? 1, judge));
}
