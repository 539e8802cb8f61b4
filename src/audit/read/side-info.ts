import type { SideInfo } from '../../compare/comparability.ts';
import { contentHash } from '../../lib/digest.ts';
import { armIn } from '../../model/arm.ts';
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
    classifiers: classifiers.map(classifierLabel),
    targets: targets.map(({ id, params, identity }) => ({
      id,
      ...armOf(id),
      params: contentHash(params),
      quantization: identity.quantization,
      template: identity.template,
      served: served.get(id) ?? [],
    })),
    probeSets: side.run.probeSets.map(({ id, version, hash }) => `${id} ${version} ${hash}`),
  };
}

function armOf(target: string): { readonly arm?: string } {
  const arm = armIn(target);
  return arm === null ? {} : { arm };
}

function servedFilter({ filter: { target, lang } }: Side): Pick<TrialFilter, 'target' | 'lang'> {
  return { ...(target === undefined ? {} : { target }), ...(lang === undefined ? {} : { lang }) };
}
