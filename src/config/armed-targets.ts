import { ConfigError } from '../lib/errors.ts';
import type { JsonObject } from '../lib/json.ts';
import { type Arm, type ArmFactors, armedId, armsOf } from '../model/arm.ts';
import type { TargetSpec } from '../model/target-spec.ts';
import type { ConfiguredTarget } from './config.ts';
import { thinkMistakes, withoutDeaf } from './think-mistakes.ts';

/**
 * Every target in every arm; the targets as they are where nothing is varied. Throws ConfigError where a target cannot be asked as an
 * arm says.
 */
export function armedTargets(
  targets: readonly ConfiguredTarget[],
  factors: ArmFactors = {},
): readonly ConfiguredTarget[] {
  const arms = armsOf(factors);
  return arms.length === 0 ? targets : targets.flatMap((target) => arms.map((arm) => inArm(target, arm)));
}

function inArm(configured: ConfiguredTarget, arm: Arm): ConfiguredTarget {
  const { spec, publicSpec } = configured;
  const id = armedId(spec.id, arm.name);
  const think = arm.think ?? spec.think;
  const given = { ...spec.params, ...(arm.temperature === undefined ? {} : { temperature: arm.temperature }) };
  // A recording holds answers that were asked for before: nothing is sent.
  const params = spec.provider === 'recording' ? given : sendable(spec, { ...arm, think }, given);
  const system = arm.system === undefined ? spec.system : arm.system.text;
  const changed = { id, arm: arm.name, system, think, params };
  return {
    ...configured,
    spec: { ...spec, ...changed },
    publicSpec: { ...publicSpec, ...changed, params: { ...params } } as JsonObject,
  };
}

function sendable(
  spec: TargetSpec,
  arm: Omit<Arm, 'think'> & { readonly think: TargetSpec['think'] },
  params: TargetSpec['params'],
): TargetSpec['params'] {
  const { provider, model, body } = spec;
  const asked = {
    provider,
    model,
    body,
    think: arm.think as Parameters<typeof thinkMistakes>[0]['think'],
    ...(spec.baseURL === null ? {} : { baseURL: spec.baseURL }),
    ...(spec.service === undefined ? {} : { service: spec.service }),
  };
  const varied = arm.temperature === undefined ? {} : { params: { temperature: arm.temperature } };
  const mistakes = thinkMistakes({ ...asked, ...varied });
  if (mistakes.length === 0) return withoutDeaf({ ...asked, params }, params);
  throw new ConfigError(
    mistakes.map(({ path, message }) => ({
      file: `arm ${arm.name} of target ${spec.id}`,
      line: null,
      column: null,
      message: `${path.join('.')}: expected ${message}`,
    })),
  );
}
