import { familyOf } from '../lib/family.ts';
import { sizeIn } from './model-name.ts';
import type { TargetRecord } from './run.ts';
import { matchServedName } from './served-name.ts';

/** What tells which model a target is. */
export type OfModel = Pick<TargetRecord, 'id' | 'kind' | 'family' | 'identity'>;

/**
 * Whether two targets of one id can be releases of one model: the same weights, the same name or another spelling of it, or names of one family that tell the
 * same size. False where the id was used again for another model. What collected answers do not say is no sign of another.
 */
export function isSameLine(one: OfModel, other: OfModel): boolean {
  if (!tellsModel(one) || !tellsModel(other)) return true;
  const [a, b] = [one.identity, other.identity];
  if (a.digest !== null && a.digest === b.digest) return true;
  if (matchServedName(a.model, b.model) !== 'other') return true;
  const family = familyIn(one);
  return family !== null && family === familyIn(other) && sizeIn(a.model) === sizeIn(b.model);
}

/** Collected answers name their target alone: its id says nothing of the model. */
function tellsModel({ id, kind, identity }: OfModel): boolean {
  return kind !== 'recording' || identity.model !== id;
}

function familyIn({ family, identity }: OfModel): string | null {
  return family ?? familyOf(identity.model);
}
