import { wasNeverAsked } from '../../model/answer.ts';
import { hasOpinion } from '../../model/delivery.ts';
import type { RunRecord } from '../../model/run.ts';
import type { KeptRegistration } from '../../report/registration-lines.ts';
import { publishable } from '../../report/repeat-run.ts';
import type { Store } from '../../store/store.ts';
import { registrationFindings } from '../read/registration-findings.ts';
import { isHeld } from '../site/held-thought.ts';
import { withdrawnOf } from '../site/withdrawals.ts';
import { registeredFigure } from './default-figures.ts';
import { folderOfRun, type PackedFigure } from './pack-format.ts';
import type { RunOfReadme } from './pack-readme.ts';

/** What a pack's page tells of a run. */
export async function readmeRun(store: Store, run: RunRecord, figures: readonly PackedFigure[]): Promise<RunOfReadme> {
  let [trials, neverAsked, traces, maybeTraces] = [0, 0, 0, 0];
  const fates = { answered: 0, withheld: 0, empty: 0 };
  const people = new Set<string>();
  for await (const { response, verdicts } of store.trials(run.id)) {
    trials += 1;
    if (response !== null && (response.reasoning ?? '').trim() !== '') traces += 1;
    if (response !== null && isHeld(response.text, response.flags)) maybeTraces += 1;
    if (response === null || wasNeverAsked(response)) neverAsked += 1;
    else if (hasOpinion(response.delivery)) fates.answered += 1;
    else if (response.delivery === 'provider_filter') fates.withheld += 1;
    else if (response.delivery === 'empty') fates.empty += 1;
    for (const { classifier, by } of verdicts) if (classifier.name === 'human' && by !== null) people.add(by);
  }
  const targets = await store.targets(run.id);
  return {
    id: run.id,
    name: run.name,
    folder: folderOfRun(run.id),
    takenIn: run.origin === 'import',
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    targets: targets.map(({ id, name = id, model, identity }) => {
      return { name, model: publishable(model), host: identity.host };
    }),
    probeSets: run.probeSets,
    trials,
    ...fates,
    failed: trials - fates.answered - fates.withheld - fates.empty - neverAsked,
    neverAsked,
    traces,
    maybeTraces,
    withdrawn: (await withdrawnOf(store, run.id)).map(({ trial }) => trial),
    classifiers: await store.classifiers(run.id),
    people: [...people].sort(),
    registration: withAnalysis(await registrationFindings(store, run), run, figures),
    packageVersion: run.packageVersion,
    gitVersion: run.gitVersion,
  };
}

/** Whether each figure of the analysis that was registered is in the pack. */
function withAnalysis(
  kept: KeptRegistration | null,
  run: RunRecord,
  figures: readonly PackedFigure[],
): KeptRegistration | null {
  if (kept === null) return null;
  const there = new Set(figures.map(({ command }) => command.join(' ')));
  const analysis = kept.registration.analysis.map((command) => {
    const isThere = there.has(registeredFigure(command, run).join(' '));
    const found = isThere ? 'it is among the figures' : 'no such figure is in the pack';
    return { what: `analysis: candor ${command}`, kept: isThere, found };
  });
  return { ...kept, items: [...kept.items, ...analysis] };
}
