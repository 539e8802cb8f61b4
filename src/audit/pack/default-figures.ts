import { PAIRED_ACROSS, targetPairs } from '../../compare/target-pairs.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';

/**
 * The figures of a pack for which nobody named others: the summary of each run, all that it can be compared across, and each later run against the
 * first. Words as `readFigure` reads them.
 */
export async function defaultFigures(store: Store, runs: readonly RunRecord[]): Promise<string[][]> {
  const figures: string[][] = [];
  for (const { id } of runs) {
    figures.push(['summary', id]);
    const targets = await store.targets(id);
    const langs = new Set((await store.variants(id)).map(({ lang }) => lang));
    const across = [
      ...(targets.length > 1 ? ['targets'] : []),
      ...(langs.size > 1 ? ['languages'] : []),
      ...PAIRED_ACROSS.filter((one) => targetPairs(targets, one).length > 0),
    ];
    figures.push(...across.map((one) => ['compare', id, '--across', one]));
  }
  const [first, ...later] = runs;
  return [...figures, ...later.map(({ id }) => ['compare', first?.id ?? '', id])];
}
