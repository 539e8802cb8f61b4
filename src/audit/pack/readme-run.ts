import { wasNeverAsked } from '../../model/answer.ts';
import type { RunRecord } from '../../model/run.ts';
import { publishable } from '../../report/repeat-run.ts';
import type { Store } from '../../store/store.ts';
import { folderOfRun } from './pack-format.ts';
import type { RunOfReadme } from './pack-readme.ts';

/** What a pack's page tells of a run. */
export async function readmeRun(store: Store, run: RunRecord): Promise<RunOfReadme> {
  let [trials, delivered, neverAsked] = [0, 0, 0];
  const people = new Set<string>();
  for await (const { response, verdicts } of store.trials(run.id, { texts: false })) {
    trials += 1;
    if (response === null || wasNeverAsked(response)) neverAsked += 1;
    else if (response.delivery !== 'error') delivered += 1;
    for (const { classifier, by } of verdicts) if (classifier.name === 'human' && by !== null) people.add(by);
  }
  const targets = await store.targets(run.id);
  return {
    id: run.id,
    name: run.name,
    folder: folderOfRun(run.id),
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    targets: targets.map(({ id, name = id, model, identity }) => {
      return { name, model: publishable(model), host: identity.host };
    }),
    probeSets: run.probeSets,
    trials,
    delivered,
    failed: trials - delivered - neverAsked,
    neverAsked,
    classifiers: await store.classifiers(run.id),
    people: [...people].sort(),
    packageVersion: run.packageVersion,
    gitVersion: run.gitVersion,
  };
}
