import { groupBy } from '../../compare/tally.ts';
import { hasOpinion } from '../../model/delivery.ts';
import { type LabelSample, PEOPLE } from '../../model/label-sample.ts';
import type { ObservedLabel } from '../../model/observation.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { CLASSES, type VerdictClass } from '../../model/verdict.ts';
import { ADJUDICATED, finalLabels, humanLabels } from '../../review/human-labels.ts';
import type { Store } from '../../store/store.ts';

/** What a run's labelled sample says, by trial. */
export interface SampleLabels {
  readonly sample: LabelSample;
  readonly labels: ReadonlyMap<string, ObservedLabel>;
}

/** The share of a stratum's first answers that may be passed over. */
const PASSED_OVER = 0.1;

/**
 * Reads the labels of the newest draw of a run; null: none was drawn. A label stands for as many answers as its stratum has for each
 * that is labelled: the labelled part, taken in the order of the queue, is a simple random sample of its stratum.
 */
export async function sampleLabels(store: Store, run: string, by: string = PEOPLE): Promise<SampleLabels | null> {
  const drawn = await store.labelSample(run);
  const [first] = drawn;
  if (first === undefined) return null;
  const wanted = new Set(drawn.map(({ trial }) => trial));
  const { part, frame } = first.design;
  const variants = (await store.variants(run)).filter(({ probe }) => probe.knowledge === undefined);
  const langs = new Map(variants.map(({ hash, lang }) => [hash, lang]));
  const found = new Map<string, readonly Given[]>();
  let answers = 0;
  for await (const { id, target, variant, response, verdicts } of store.trials(run, { texts: false })) {
    const inPart =
      langs.has(variant) &&
      (part.target ?? target) === target &&
      (part.lang ?? langs.get(variant)) === langs.get(variant);
    if (inPart && hasOpinion(response?.delivery ?? null)) answers += 1;
    const given = wanted.has(id) ? givenBy(verdicts, by) : [];
    if (given.length > 0) found.set(id, given);
  }
  const labels = new Map<string, ObservedLabel>();
  let [passedOver, setAside] = [0, 0];
  for (const members of groupBy(drawn, ({ stratum }) => stratum).values()) {
    const part = labelledPart(members.map(({ trial }) => found.has(trial)));
    const used = members.slice(0, part).filter(({ trial }) => found.has(trial));
    passedOver += part - used.length;
    for (const { trial } of members.slice(part)) if (found.delete(trial)) setAside += 1;
    for (const { trial, design } of used) {
      labels.set(trial, { weight: design.answers / used.length, shares: sharesOf(found.get(trial) ?? []) });
    }
  }
  const all = [...found.values()];
  const people = all.flat().map(({ name }) => name.replace(ADJUDICATED, ''));
  return {
    sample: {
      by,
      people: by === PEOPLE ? [...new Set(people)].sort() : [],
      drawn: drawn.length,
      labelled: found.size,
      undecided: all.filter((given) => new Set(given.map((one) => one.class)).size > 1).length,
      passedOver,
      setAside,
      late: Math.max(0, answers - frame),
    },
    labels,
  };
}

/**
 * How much of a stratum, from its first answer on, is labelled but for a few that were passed over. Labels beyond are not used:
 * answers that were picked in another way than by their turn are no random sample.
 */
function labelledPart(labelled: readonly boolean[]): number {
  let [part, missing] = [0, 0];
  for (const [i, isLabelled] of labelled.entries()) {
    if (!isLabelled) missing += 1;
    else if (missing <= Math.max(1, PASSED_OVER * (i + 1))) part = i + 1;
  }
  return part;
}

interface Given {
  readonly class: VerdictClass;
  readonly name: string;
}

/** The labels of an answer that count: what was decided, else the newest of each person; or the newest verdict of a judge. */
function givenBy(verdicts: readonly StoredVerdict[], by: string): Given[] {
  const counted: readonly StoredVerdict[] =
    by === PEOPLE
      ? finalLabels(humanLabels(verdicts))
      : verdicts.filter(({ of, classifier }) => of === 'response' && classifier.name === by).slice(-1);
  return counted.flatMap(({ class: found, by: name }) => (found === null ? [] : [{ class: found, name: name ?? by }]));
}

function sharesOf(given: readonly Given[]): Record<VerdictClass, number> {
  const shares = CLASSES.map((name) => [name, given.filter((one) => one.class === name).length / given.length]);
  return Object.fromEntries(shares) as Record<VerdictClass, number>;
}
