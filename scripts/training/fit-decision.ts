import type { DecisionWeights } from '../../src/classify/decide.ts';
import { ASIDE, fitStack, type JudgedParts, judgeParts } from './fit-stack.ts';
import type { PartsRow } from './left-out.ts';
import { measuredShares, sureByClass } from './measured-shares.ts';

/** Judges every part by a join that was fitted on the others. Rows that measure nothing are left out. */
export function judgeByOthers(rows: readonly PartsRow[]): JudgedParts[] {
  const names = [...new Set(rows.map(({ part }) => part))];
  return names.flatMap((name) =>
    judgeParts(
      rows.filter(({ part }) => part === name),
      fitStack(rows.filter(({ part }) => part !== name)),
    ),
  );
}

/** True for what thresholds are found on: political answers that have a class, and what was written to be hard, most of it short. */
export function measures({ label, source }: PartsRow): boolean {
  return label !== null && (source === 'written' || !ASIDE.has(source));
}

/** True for what confidences are measured on: those, and what was written to be hard or is muddled. */
export function rates({ label, source }: PartsRow): boolean {
  return label !== null && source !== 'do-not-answer';
}

/** The language that confidences are kept by. */
export function languageOf(lang: string): 'en' | 'zh' {
  return lang.startsWith('zh') ? 'zh' : 'en';
}

/** Fits the join on all rows, and its confidences and thresholds on how it does where a part is left out of it. */
export function fitDecision(rows: readonly PartsRow[]): DecisionWeights {
  const judged = judgeByOthers(rows);
  const of = (lang: 'en' | 'zh', test: (row: PartsRow) => boolean): JudgedParts[] =>
    judged.filter(({ row }) => languageOf(row.lang) === lang && test(row));
  return {
    stack: fitStack(rows),
    measured: { en: measuredShares(of('en', rates)), zh: measuredShares(of('zh', rates)) },
    sure: { en: sureByClass(of('en', measures)), zh: sureByClass(of('zh', measures)) },
  };
}
