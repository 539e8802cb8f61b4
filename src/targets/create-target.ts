import type { TargetSpec } from '../model/target-spec.ts';
import { maskedTarget } from './masked-target.ts';
import { providerOf } from './providers.ts';
import type { Target, TargetIo } from './target.ts';

/** Makes a target of its kind. Throws TargetError or ConfigError where it can never be asked. */
export async function createTarget(spec: TargetSpec, io: TargetIo): Promise<Target> {
  return maskedTarget(spec, async () => providerOf(spec.provider).create(spec, io));
}
