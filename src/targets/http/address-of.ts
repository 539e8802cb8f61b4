import { TargetError } from '../../lib/errors.ts';
import type { TargetSpec } from '../../model/target-spec.ts';

/** A target's address without slashes at its end. Throws TargetError where it has none. */
export function addressOf(spec: TargetSpec): string {
  if (spec.baseURL === null) throw new TargetError(`expected an address (baseURL) for target ${spec.id}, got none`);
  return spec.baseURL.replace(/\/+$/, '');
}
