import type { ServedCount } from '../model/served.ts';
import { changeBetween, changeWithin } from './served-change.ts';

/** What of a side decides whether it can stand beside another. */
export interface SideInfo {
  readonly label: string;
  /** `name version (mode)` of every classifier whose verdicts count. */
  readonly classifiers: readonly string[];
  /** Which turn of conversations it is; absent: the first. */
  readonly turn?: number;
  /** What was asked in that turn, by a hash of its words; absent: not known, or the first turn. */
  readonly followUp?: string;
  /** True where one target was named, which may then stand against one in another arm. */
  readonly named?: true;
  /** By target id. */
  readonly targets: readonly {
    readonly id: string;
    /** What people read; absent: the id. */
    readonly name?: string;
    /** The arm in which it was asked; absent: nothing was varied. */
    readonly arm?: string;
    /** Its answers were taken from an app by a person; absent: they were not. */
    readonly byHand?: true;
    readonly params: string;
    readonly quantization: string | null;
    readonly template: string | null;
    /** Who gave the answers that count; absent: not known. */
    readonly served?: readonly ServedCount[];
  }[];
  /** `id version hash` of each probe set. */
  readonly probeSets: readonly string[];
}

/** `warnings` are to be read beside the figures; `misleading` are reasons not to show any without being forced. */
export interface Comparability {
  readonly warnings: readonly string[];
  readonly misleading: readonly string[];
}

/** Says what stands between two sides. */
export function comparability(base: SideInfo, candidate: SideInfo): Comparability {
  const warnings: string[] = [];
  const misleading: string[] = [];
  const changes = new Set<string>();
  const list = (items: readonly string[]): string => [...items].sort().join(', ') || 'none';
  // A side without any verdict has no answers that could mislead.
  const judged = base.classifiers.length > 0 && candidate.classifiers.length > 0;
  if (judged && list(base.classifiers) !== list(candidate.classifiers)) {
    misleading.push(
      `the answers were judged by different classifiers (${list(base.classifiers)}; ${list(candidate.classifiers)}). Judge both again with: candor classify RUN`,
    );
  }
  for (const { label, classifiers } of base.label === candidate.label ? [base] : [base, candidate]) {
    if (classifiers.length > 1)
      warnings.push(`${label} was judged by several classifiers (${list(classifiers)}); what differs may be theirs`);
  }
  if (list(base.probeSets) !== list(candidate.probeSets)) {
    warnings.push('the probe sets differ in version or content; only questions of the same wording are paired');
  }
  if (base.turn !== candidate.turn) {
    misleading.push(`the two sides are other turns of conversations (${base.turn ?? 1}; ${candidate.turn ?? 1})`);
  } else if (base.followUp !== undefined && candidate.followUp !== undefined && base.followUp !== candidate.followUp) {
    misleading.push(`other follow-ups were asked in turn ${base.turn ?? 1} of the two sides`);
  }
  const arms = [base, candidate].map(({ targets }) => list([...new Set(targets.map(({ arm }) => arm ?? 'none'))]));
  if (arms[0] !== arms[1] && !(base.named === true && candidate.named === true)) {
    misleading.push(
      `the two sides were asked in different arms (${arms.join('; ')}). Name a target in its arm on each side, as RUN/TARGET@ARM`,
    );
  }
  const byHand = [base, candidate].map(({ targets }) => targets.some((one) => one.byHand === true));
  if (byHand[0] !== byHand[1])
    misleading.push(
      'the answers of one side were collected from an app by hand: with another system prompt, filter and selection than those that were asked for',
    );
  for (const right of candidate.targets) {
    const left =
      base.targets.find(({ id }) => id === right.id) ?? (base.targets.length === 1 ? base.targets[0] : undefined);
    if (left === undefined) continue;
    for (const [{ label }, { id, served = [] }] of [
      [base, left],
      [candidate, right],
    ] as const) {
      const change = changeWithin(served);
      if (change !== null) changes.add(`who answered for ${id} changed within ${label}: ${change}`);
    }
    const what = left.id === right.id ? right.id : `${left.id} and ${right.id}`;
    if (left.params !== right.params) warnings.push(`${what}: asked with different parameters`);
    if (left.quantization !== right.quantization) {
      warnings.push(
        `${what}: other quantisation (${left.quantization ?? 'unknown'}, ${right.quantization ?? 'unknown'})`,
      );
    }
    if (left.template !== right.template) warnings.push(`${what}: other chat template`);
    const served = changeBetween(left.served ?? [], right.served ?? []);
    if (served !== null) warnings.push(`${what}: answered by others on the two sides: ${served}`);
  }
  return { warnings, misleading: [...misleading, ...changes] };
}
