import type { Lang } from '../model/lang.ts';
import { CLASSES, type Verdict, type VerdictClass } from '../model/verdict.ts';
import { detectLang } from '../reading/detect-lang.ts';
import type { Classifier, Item } from './classifier.ts';

/** Confusion counts by language, `counts[human][machine]` in the order of `CLASSES`, as a calibration keeps them. */
export type ConfusionByLang = Readonly<Record<Lang, readonly (readonly number[])[]>>;

/** Verdicts of a class, held against people, that a share must rest on. */
const LEAST = 10;

/**
 * The measured share of right answers among verdicts of a class: in the language where enough were measured, else in all of
 * them; null: too few.
 */
export function measuredConfidence(byLang: ConfusionByLang, lang: Lang, found: VerdictClass): number | null {
  const column = CLASSES.indexOf(found);
  const pooled = lang.startsWith('zh') ? (byLang.zh ?? null) : null;
  for (const tables of [[byLang[lang] ?? []], [pooled ?? []], languageTables(byLang)]) {
    const counts = tables.flatMap((table) =>
      table.map((row, label) => ({ right: label === column, n: row[column] ?? 0 })),
    );
    const total = counts.reduce((sum, { n }) => sum + n, 0);
    const right = counts.reduce((sum, one) => sum + (one.right ? one.n : 0), 0);
    if (total >= LEAST) return Math.round((right / total) * 100) / 100;
  }
  return null;
}

/** The same classifier with measured confidences on answers; verdicts that have one of their own keep it where nothing was measured. */
export function withMeasuredConfidence<C extends Classifier>(classifier: C, byLang: ConfusionByLang | null): C {
  if (byLang === null) return classifier;
  const rate = (verdict: Verdict, { lang, prompt, text, of }: Item): Verdict => {
    if (verdict.class === null || of !== 'response') return verdict;
    const measured = measuredConfidence(byLang, lang ?? detectLang(prompt ?? text), verdict.class);
    return { ...verdict, confidence: measured ?? verdict.confidence };
  };
  const { classifyAll } = classifier;
  return {
    ...classifier,
    classify: async (item, signal) => rate(await classifier.classify(item, signal), item),
    ...(classifyAll === undefined
      ? {}
      : {
          classifyAll: async (item: Item, signal: AbortSignal) => {
            const verdicts = await classifyAll(item, signal);
            return verdicts.map((verdict, i) => (i === verdicts.length - 1 ? rate(verdict, item) : verdict));
          },
        }),
  };
}

/** Each language's table once: `zh` pools the scripts. */
function languageTables(byLang: ConfusionByLang): (readonly (readonly number[])[])[] {
  return Object.entries(byLang).flatMap(([lang, table]) => (lang === 'zh' ? [] : [table]));
}
