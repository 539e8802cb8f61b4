import type { SideInfo } from '../../compare/comparability.ts';
import { contentHash } from '../../lib/digest.ts';
import { armIn } from '../../model/arm.ts';
import { isByHand } from '../../model/by-hand.ts';
import { plannedTurns } from '../../model/turn.ts';
import type { ClassifierId } from '../../model/verdict.ts';
import type { Store, TrialFilter } from '../../store/store.ts';
import type { Side } from './resolve-side.ts';

/** A classifier as comparisons name it. */
export function classifierLabel({ name, version, mode }: ClassifierId): string {
  return `${name} ${version} (${mode})`;
}

/** What of a side decides whether it can stand beside another. */
export async function sideInfo(store: Store, side: Side, classifiers: readonly ClassifierId[]): Promise<SideInfo> {
  const targets = (await store.targets(side.run.id)).filter(({ id }) => (side.filter.target ?? id) === id);
  const served = await store.served(side.run.id, servedFilter(side));
  return {
    label: side.reference,
    ...(side.filter.target === undefined ? {} : { named: true }),
    ...(await turnInfo(store, side)),
    classifiers: classifiers.map(classifierLabel),
    targets: targets.map(({ id, name, kind, params, identity }) => ({
      id,
      ...(name === undefined ? {} : { name }),
      ...armOf(id),
      ...(isByHand({ kind, name, details: identity.details }) ? { byHand: true as const } : {}),
      params: contentHash(params),
      quantization: identity.quantization,
      template: identity.template,
      served: served.get(id) ?? [],
    })),
    probeSets: side.run.probeSets.map(({ id, version, hash }) => `${id} ${version} ${hash}`),
  };
}

/** Which later turn a side is, and a hash of what is asked in it of which probe; imported answers do not say. */
async function turnInfo(
  store: Store,
  { run, filter: { turn = 1, lang } }: Side,
): Promise<Pick<SideInfo, 'turn' | 'followUp'>> {
  if (turn === 1) return {};
  const asked = (await store.variants(run.id)).flatMap((variant) => {
    if ((lang ?? variant.lang) !== variant.lang) return [];
    const planned = plannedTurns(variant.probe, variant.lang).find((one) => one.turn === turn);
    if (planned === undefined) return [];
    // The words of these hold what differs from probe to probe, or from answer to answer.
    const varies = planned.kind === 'state-claim' || planned.kind === 'answer-taken-up';
    return [varies ? `${planned.kind} ${variant.lang}` : planned.text];
  });
  return asked.length === 0 ? { turn } : { turn, followUp: contentHash([...new Set(asked)].sort()) };
}

function armOf(target: string): { readonly arm?: string } {
  const arm = armIn(target);
  return arm === null ? {} : { arm };
}

function servedFilter({ filter: { target, lang } }: Side): Pick<TrialFilter, 'target' | 'lang'> {
  return { ...(target === undefined ? {} : { target }), ...(lang === undefined ? {} : { lang }) };
}
