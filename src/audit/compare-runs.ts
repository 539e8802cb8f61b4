import { comparability, type SideInfo } from '../compare/comparability.ts';
import { type Comparison, compare, compareAcross } from '../compare/compare.ts';
import { pairUp } from '../compare/pair.ts';
import { contentHash } from '../lib/digest.ts';
import { UsageError } from '../lib/errors.ts';
import type { ClassifierId } from '../lib/verdict.ts';
import type { Store } from '../store/store.ts';
import { type ClassifierChoice, observe } from './observations.ts';
import type { Side } from './resolve-side.ts';

/** Compares two sides. Throws UsageError where the comparison would mislead, unless forced. */
export async function compareSides(
  store: Store,
  base: Side,
  candidate: Side,
  options: { readonly force: boolean; readonly classifier: ClassifierChoice | null },
): Promise<Comparison> {
  const left = await observe(store, base.run.id, options.classifier, base.filter);
  const right = await observe(store, candidate.run.id, options.classifier, candidate.filter);
  const { warnings, misleading } = comparability(
    await sideInfo(store, base, left.classifiers),
    await sideInfo(store, candidate, right.classifiers),
  );
  if (misleading.length > 0 && !options.force) {
    throw new UsageError(`this comparison would mislead: ${misleading.join('; ')}. --force shows it all the same.`);
  }
  const labels = { base: base.reference, candidate: candidate.reference };
  const several = (targets: readonly { readonly target: string }[]): boolean =>
    new Set(targets.map(({ target }) => target)).size > 1;
  if (several(left.observations) || several(right.observations)) {
    return compareByTarget(left.observations, right.observations, labels, [...misleading, ...warnings]);
  }
  const otherLang =
    base.filter.lang !== undefined && candidate.filter.lang !== undefined && base.filter.lang !== candidate.filter.lang;
  return compare(left.observations, right.observations, labels, {
    pairBy: otherLang ? 'probe' : 'variant',
    warnings: [...misleading, ...warnings],
  });
}

/** All pairs of targets, or of languages within each target, of one run. */
export async function compareWithin(
  store: Store,
  side: Side,
  across: 'targets' | 'languages',
  classifier: ClassifierChoice | null,
): Promise<Comparison[]> {
  const { observations } = await observe(store, side.run.id, classifier, side.filter);
  return compareAcross(observations, across);
}

type Observations = Parameters<typeof compare>[0];

/** Runs of several targets are compared target by target, by id; the cells stand together. */
function compareByTarget(
  left: Observations,
  right: Observations,
  labels: { readonly base: string; readonly candidate: string },
  warnings: readonly string[],
): Comparison {
  const targets = [...new Set(left.map(({ target }) => target))].filter((id) =>
    right.some(({ target }) => target === id),
  );
  const only = (side: Observations, id: string): Observations => side.filter(({ target }) => target === id);
  const parts = targets.map((id) => compare(only(left, id), only(right, id), labels));
  const shared = new Set(targets);
  const alone = [...left, ...right].filter(({ target, role }) => !shared.has(target) && role === 'sensitive');
  const missing = [...new Set(alone.map(({ target }) => target))];
  return {
    ...labels,
    paired: parts.reduce((sum, { paired }) => sum + paired, 0),
    unpaired: parts.reduce((sum, { unpaired }) => sum + unpaired, alone.length),
    unmatched: [...parts.flatMap(({ unmatched }) => unmatched), ...pairUp(alone, [], 'variant').unmatched],
    warnings: [
      ...warnings,
      ...(missing.length === 0
        ? []
        : [`on one side only: ${missing.join(', ')}; name targets as RUN/TARGET to compare them`]),
      ...(parts.length > 1 ? ['p is corrected within each target'] : []),
    ],
    cells: parts.flatMap(({ cells }) => cells),
    changed: parts.flatMap(({ changed }) => changed),
  };
}

/** A classifier as comparisons name it. */
export function classifierLabel({ name, version, mode }: ClassifierId): string {
  return `${name} ${version} (${mode})`;
}

/** What of a side decides whether it can stand beside another. */
export async function sideInfo(store: Store, side: Side, classifiers: readonly ClassifierId[]): Promise<SideInfo> {
  const targets = (await store.targets(side.run.id)).filter(({ id }) => (side.filter.target ?? id) === id);
  return {
    label: side.reference,
    classifiers: classifiers.map(classifierLabel),
    targets: targets.map(({ id, params, identity }) => ({
      id,
      params: contentHash(params),
      quantization: identity.quantization,
      template: identity.template,
    })),
    probeSets: side.run.probeSets.map(({ id, version, hash }) => `${id} ${version} ${hash}`),
  };
}
