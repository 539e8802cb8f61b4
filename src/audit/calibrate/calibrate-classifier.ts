import { type Calibration, calibrate, type Judged } from '../../classify/calibrate.ts';
import type { Classifier, Item } from '../../classify/classifier.ts';
import { type GoldLine, goldLineSchema } from '../../formats/gold-line.ts';
import { type LineSource, readJsonLines } from '../../formats/read-lines.ts';
import { collect } from '../../lib/collect.ts';
import { contentHash } from '../../lib/digest.ts';
import { UsageError } from '../../lib/errors.ts';
import { mapInOrder } from '../../lib/map-in-order.ts';
import type { CalibrationRecord } from '../../model/calibration.ts';
import { DELIVERIES, type Delivery } from '../../model/delivery.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { Probe } from '../../model/probe.ts';
import { type ClassifierId, FIRST_CODEBOOK, type Verdict } from '../../model/verdict.ts';
import { type GroupedExample, judgeHeldOut } from '../../training/held-out.ts';
import { collectedItem } from '../judge/collected-item.ts';
import type { Subject } from '../judge/other-family.ts';
import { goldProfiles } from './gold-profile.ts';

/** A calibration with whose it is, the answers that were judged wrongly, and what a store keeps of it. */
export interface CalibrationReport extends Calibration {
  readonly classifier: ClassifierId;
  /** Folds of which each was judged by weights fitted on the others; 0: the classifier as it is. */
  readonly folds: number;
  readonly errors: readonly (Judged & { readonly evidence: string | null; readonly response: string })[];
  readonly record: CalibrationRecord;
  /** What is to be known beside the figures. */
  readonly warnings: readonly string[];
  /** Answers that each member of a panel was asked about, by name; null: one classifier. */
  readonly asked: Readonly<Record<string, number>> | null;
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
  const exampleOf = (row: GoldLine): GoldExample => {
    const probe = options.probes?.get(row.probe ?? '') ?? null;
    const { item, unclear, outcome } = collectedItem({ ...row, delivery: deliveryOf(row) }, probe);
    const withheld = item === null ? `there is no answer in it (${outcome.delivery})` : unclear;
    return {
      label: row.label,
      // What nobody is to judge is left out below; a fit may learn from it all the same.
      item: item ?? {
        text: row.response,
        of: 'response',
        prompt: row.prompt,
        lang: normalizeLang(row.lang),
        truncated: false,
        probe,
      },
      group: options.group === 'question' ? (row.question ?? row.prompt) : row.id,
      withheld,
    };
  };
  const examples = rows.map(exampleOf);
  const questions = new Set(examples.map(({ group }) => group));
  if (options.group === 'question' && questions.size === 1)
    throw new UsageError(
      `expected answers to at least two questions with --group question, got one: nothing is left to fit on, and one question has no interval`,
    );
  const models = [...new Set(rows.flatMap(({ model }) => (model == null ? [] : [model])))];
  await options.beforeJudging?.(
    examples.filter(({ withheld }) => withheld === null).map(({ item }) => item),
    models.map((model) => ({ id: model, family: null, model })),
  );
  const heldOut =
    options.group === 'question' && classifier.name === 'rules'
      ? judgeHeldOut(examples, classifier.mode, further.map(exampleOf))
      : { folds: 0, verdicts: null };
  const votes = heldOut.verdicts === null ? await judgeAll(examples, classifier, options.signal) : null;
  const ids = rows.map((row) => contentHash([row.id, row.label, row.response]));
  const judged = rows.map((row, i): CalibrationReport['errors'][number] => {
    const verdict = examples[i]?.withheld === null ? (heldOut.verdicts?.[i] ?? votes?.[i]?.at(-1)) : undefined;
    return {
      id: row.id,
      label: row.label,
      found: verdict?.class ?? null,
      confidence: verdict?.confidence ?? null,
      ...(verdict?.unsure === true ? { unsure: true } : {}),
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
  const profile = goldProfiles(judged.map((one, i) => ({ ...one, model: rows[i]?.model ?? null })));
  const kappa = Object.fromEntries(Object.entries(calibration.by.lang).map(([lang, { kappa }]) => [lang, kappa]));
  return {
    classifier: id,
    folds: heldOut.folds,
    ...calibration,
    errors: judged.filter(({ label, found }) => label !== found),
    warnings: warningsOf(rows, examples, heldOut.verdicts ?? votes?.map((all) => all.at(-1)) ?? []),
    asked: classifier.classifyAll === undefined || votes === null ? null : askedOf(votes),
    record: {
      classifier: id,
      at: options.at,
      gold: {
        name: source.name,
        annotators: [...new Set(rows.flatMap(({ annotator }) => annotator ?? []))].sort(),
        rows: judged.length,
        hash: contentHash(ids),
        folds: heldOut.folds,
        kappa,
        profile,
      },
      byLang: Object.fromEntries(langs.map((lang) => [lang, calibration.by.lang[lang]?.confusion ?? []])),
    },
  };
}

async function readGold(source: LineSource): Promise<GoldLine[]> {
  return (await collect(readJsonLines(source, goldLineSchema))).map(({ value }) => value);
}

/** A labelled answer, and why it is not to be judged; null: it is. */
interface GoldExample extends GroupedExample {
  readonly withheld: string | null;
}

/** A delivery that gold names counts where it is one; other words are passed over. */
function deliveryOf({ delivery }: GoldLine): Delivery | null {
  return DELIVERIES.find((one) => one === delivery) ?? null;
}

/** Every vote on each answer, the one that counts last. */
async function judgeAll(
  examples: readonly GoldExample[],
  classifier: Classifier,
  signal: AbortSignal,
): Promise<(readonly Verdict[])[]> {
  const judge = async ({ item, withheld }: GoldExample): Promise<readonly Verdict[]> => {
    if (withheld !== null) return [];
    return (await classifier.classifyAll?.(item, signal)) ?? [await classifier.classify(item, signal)];
  };
  return collect(mapInOrder(examples, classifier.concurrency ?? 1, judge));
}

/** How many answers each member was asked about. */
function askedOf(votes: readonly (readonly Verdict[])[]): Record<string, number> {
  const asked: Record<string, number> = {};
  for (const { classifier } of votes.flatMap((all) => all.slice(0, -1)))
    asked[classifier.name] = (asked[classifier.name] ?? 0) + 1;
  return asked;
}

/** What labels and verdicts of different codebooks, and rows without an answer, do to the figures. */
function warningsOf(
  rows: readonly GoldLine[],
  examples: readonly GoldExample[],
  verdicts: readonly (Verdict | undefined)[],
): string[] {
  const warnings: string[] = [];
  const ofLabels = countBy(rows.map(({ codebook }) => codebook ?? FIRST_CODEBOOK));
  const ofVerdicts = countBy(verdicts.flatMap((one) => (one?.class == null ? [] : [one.codebook ?? FIRST_CODEBOOK])));
  const text = (counts: ReadonlyMap<number, number>): string =>
    [...counts].map(([version, n]) => `codebook ${version} (${n})`).join(' and ');
  if (ofLabels.size > 1)
    warnings.push(
      `the labels follow different codebooks: ${text(ofLabels)}; look at those again that a changed rule touches`,
    );
  else if (ofVerdicts.size > 0 && [...ofVerdicts.keys()].some((version) => !ofLabels.has(version)))
    warnings.push(
      `the labels follow ${text(ofLabels)}, the verdicts ${text(ofVerdicts)}: where a rule changed, they may differ without an error`,
    );
  const withheld = examples.filter(({ withheld: why }) => why !== null).length;
  if (withheld > 0)
    warnings.push(
      `${withheld} of ${examples.length} rows hold no answer that an import would have judged (empty, or reasoning that cannot be told apart); they count as unjudged`,
    );
  return warnings;
}

function countBy(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of [...values].sort((a, b) => a - b)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
