import { numberOf } from '../lib/number-of.ts';
import { hasOpinion } from '../model/delivery.ts';
import { languageName } from '../model/language-name.ts';
import type { RunRecord } from '../model/run.ts';
import type { Store } from '../store/store.ts';

/** What a deposit says of itself, in plain sentences. */
export async function packDescription(store: Store, runs: readonly RunRecord[]): Promise<string> {
  const counts = { answers: 0, undated: 0 };
  const days = new Set<string>();
  const targets = new Set<string>();
  const langs = new Set<string>();
  let hasControls = false;
  for (const { id } of runs) {
    for await (const { response } of store.trials(id, { texts: false })) {
      if (response === null || !hasOpinion(response.delivery)) continue;
      counts.answers += 1;
      if (response.askedAt === null) counts.undated += 1;
      else days.add(response.askedAt.slice(0, 10));
    }
    for (const target of await store.targets(id)) targets.add(target.name ?? target.id);
    for (const { lang, probe } of await store.variants(id)) {
      langs.add(languageName(lang));
      hasControls ||= probe.control !== null;
    }
  }
  const controls = hasControls ? ' and their matched controls' : '';
  const how = runs.every(({ origin }) => origin === 'import') ? 'collected answers, given' : 'given';
  const when = whenWords([...days].sort(), counts.undated);
  return `${numberOf(counts.answers, 'answer')} of ${numberOf(targets.size, 'language model')} to politically sensitive questions${controls} in ${[...langs].sort().join(', ')}, ${how} ${when}, with the verdicts of classifiers, their evidence, and the commands that give every figure.`;
}

function whenWords(days: readonly string[], undated: number): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined) return 'at times that are not known';
  const dated = first === last ? `on ${first}` : `from ${first} to ${last}`;
  return undated === 0 ? dated : `${dated} (of ${undated} it is not known when)`;
}
