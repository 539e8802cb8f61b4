import { changeWithin, strangeModels } from '../../compare/served-change.ts';
import type { TargetRecord } from '../../model/run.ts';
import type { ServedCount } from '../../model/served.ts';
import type { Store, TrialFilter } from '../../store/store.ts';

/** Who answered for a target, by what its answers themselves say. */
export interface ServedTarget {
  readonly target: string;
  /** The model that was asked for; null: not known. */
  readonly asked: string | null;
  /** The most frequent first; a null name: so many answers do not say. */
  readonly answers: readonly ServedCount[];
  /** Another model than the asked one, or a change among the answers. */
  readonly warnings: readonly string[];
}

/** Reads who answered for each target of a run, or of the part of it that a filter leaves. */
export async function servedTargets(
  store: Store,
  run: string,
  filter: Pick<TrialFilter, 'target' | 'lang'> = {},
): Promise<ServedTarget[]> {
  const served = await store.served(run, filter);
  const targets = (await store.targets(run)).filter(({ id }) => served.has(id));
  return targets.map((target) => {
    const answers = served.get(target.id) ?? [];
    const asked = askedOf(target);
    return { target: target.id, asked, answers, warnings: warningsOf(target.id, asked, answers) };
  });
}

/** The asked model's name; a recording knows it where the run behind it is known. */
function askedOf({ kind, model, identity }: TargetRecord): string | null {
  if (kind !== 'recording') return model;
  const { recording } = identity.details;
  const isKnown = typeof recording === 'object' && recording !== null && 'kind' in recording && recording.kind !== null;
  return isKnown ? identity.model : null;
}

function warningsOf(id: string, asked: string | null, answers: readonly ServedCount[]): string[] {
  const strange = asked === null ? null : strangeModels(asked, answers);
  const change = changeWithin(answers);
  return [
    ...(strange === null ? [] : [`${id}: asked for "${asked}", answered by model ${strange}`]),
    ...(change === null
      ? []
      : [
          `${id}: who answered changed while the run went on: ${change}; compare and gate refuse such a side without --force`,
        ]),
  ];
}
