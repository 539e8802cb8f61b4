import { PAIRED_ACROSS, targetPairs } from '../../compare/target-pairs.ts';
import { registrationOf } from '../../model/registration.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';

/**
 * The figures of a pack for which nobody named others: the summary of each run, all that it can be compared across, and each later run against the
 * first. Words as `readFigure` reads them.
 */
export async function defaultFigures(store: Store, runs: readonly RunRecord[]): Promise<string[][]> {
  const figures: string[][] = [];
  const registered: string[][] = [];
  for (const run of runs) {
    const { id } = run;
    figures.push(['summary', id]);
    const targets = await store.targets(id);
    const langs = new Set((await store.variants(id)).map(({ lang }) => lang));
    const across = [
      ...(targets.length > 1 ? ['targets'] : []),
      ...(langs.size > 1 ? ['languages'] : []),
      ...PAIRED_ACROSS.filter((one) => targetPairs(targets, one).length > 0),
    ];
    figures.push(...across.map((one) => ['compare', id, '--across', one]));
    registered.push(...registeredFigures(run));
  }
  const [first, ...later] = runs;
  const all = [...figures, ...later.map(({ id }) => ['compare', first?.id ?? '', id]), ...registered];
  return [...new Map(all.map((words) => [words.join(' '), words])).values()];
}

/** The figures of the analysis that was registered, but for those that take another run. */
function registeredFigures(run: RunRecord): string[][] {
  const analysis = registrationOf(run)?.analysis ?? [];
  return analysis
    .filter((command) => !/(^| )BASE(?=$|[ /])/.test(command))
    .map((command) => registeredFigure(command, run));
}

/** A command of a registered analysis, about the run that was carried out. */
export function registeredFigure(command: string, { id }: RunRecord): string[] {
  return command.split(' ').map((word) => word.replace(/^RUN(?=$|\/)/, () => id));
}
