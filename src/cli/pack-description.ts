import { numberOf } from '../lib/number-of.ts';
import { languageName } from '../model/language-name.ts';
import type { RunRecord } from '../model/run.ts';
import type { Store } from '../store/store.ts';

/** What a deposit says of itself, in plain sentences. */
export async function packDescription(store: Store, runs: readonly RunRecord[]): Promise<string> {
  let answers = 0;
  const targets = new Set<string>();
  const langs = new Set<string>();
  for (const { id } of runs) {
    answers += (await store.overview(id)).delivered;
    for (const target of await store.targets(id)) targets.add(target.name ?? target.id);
    for (const { lang } of await store.variants(id)) langs.add(languageName(lang));
  }
  const starts = runs.map(({ startedAt }) => startedAt.slice(0, 10)).sort();
  const when = starts[0] === starts.at(-1) ? `on ${starts[0]}` : `from ${starts[0]} to ${starts.at(-1)}`;
  const how = runs.every(({ origin }) => origin === 'import') ? 'collected answers, taken in' : 'asked';
  return `${numberOf(answers, 'answer')} of ${numberOf(targets.size, 'language model')} to politically sensitive questions and their matched controls in ${[...langs].sort().join(', ')}, ${how} ${when}, with the verdicts of classifiers, their evidence, and the commands that give every figure.`;
}
