import { groupBy } from '../compare/tally.ts';
import { compareText } from '../lib/compare-text.ts';
import { chosen } from '../model/chosen.ts';
import type { SubClass, VerdictClass } from '../model/verdict.ts';
import { SUB_CLASSES } from '../model/verdict.ts';
import { targetLabel } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** Classes whose kinds are counted. */
export const CLASSES_WITH_KINDS = chosen({
  refusal: true,
  official_narrative: true,
  neutral: false,
  other: true,
} as const satisfies Readonly<Record<VerdictClass, boolean>>);

/** How often a model refused or gave the official narrative, in which way, and why answers are neither: answers to sensitive questions by sub-class. */
export interface KindRow {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  readonly lang: string;
  readonly counts: ReadonlyMap<SubClass, number>;
}

/** Counts of one class's sub-classes by run, model and language, with the sub-classes that occur. */
export function kindRows(
  data: ReportData,
  name: (typeof CLASSES_WITH_KINDS)[number],
): { readonly kinds: readonly SubClass[]; readonly rows: readonly KindRow[] } {
  const found = data.answers.filter((one) => one.class === name && data.probes.get(one.probe)?.role === 'sensitive');
  const kinds = SUB_CLASSES[name].filter((kind) => found.some(({ sub }) => sub === kind));
  const groups = groupBy(found, ({ run, target, lang }) => JSON.stringify([run, target, lang]));
  const rows = [...groups.values()].flatMap((members): KindRow[] => {
    const [one] = members;
    if (one === undefined) return [];
    const { run, target, lang } = one;
    const counts = new Map(kinds.map((kind) => [kind, members.filter(({ sub }) => sub === kind).length]));
    return [{ run, target, label: targetLabel(data, run, target), lang, counts }];
  });
  return { kinds, rows: rows.sort((a, b) => compareText(a.label + a.lang, b.label + b.lang)) };
}
