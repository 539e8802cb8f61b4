import { ConfigError } from '../lib/errors.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Secret } from '../lib/mask-text.ts';
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
  const { systemVariables, ...spec } = configured.spec;
  const { systemVariables: _, ...publicSpec } = configured.publicSpec;
  const id = armedId(spec.id, arm.name);
  const think = arm.think ?? spec.think;
  const given = { ...spec.params, ...(arm.temperature === undefined ? {} : { temperature: arm.temperature }) };
  // A recording holds answers that were asked for before: nothing is sent.
  const params = spec.provider === 'recording' ? given : sendable(spec, { ...arm, think }, given);
  const system = arm.system === undefined ? spec.system : arm.system.text;
  const changed = { id, arm: arm.name, system, think, params };
  const own =
    arm.system === undefined
      ? { text: publicSpec.system as string | null, variables: systemVariables ?? [], secrets: [] }
      : (arm.system.named ?? { text: system, variables: [], secrets: [] });
  return {
    ...configured,
    spec: { ...spec, ...changed, ...secrets(spec, own), ...stored(own) },
    publicSpec: {
      ...publicSpec,
      ...changed,
      system: own.text,
      ...stored(own),
      params: { ...params },
    } as JsonObject,
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

type NamedText = {
  readonly text: string | null;
  readonly variables: readonly string[];
  readonly secrets: readonly Secret[];
};

/** Which variables a stored system prompt of an arm names; it takes the place of the target's own. */
function stored(own: NamedText): { readonly systemVariables?: readonly string[] } {
  return own.variables.length === 0 ? {} : { systemVariables: own.variables };
}

function secrets({ secrets: before = [] }: TargetSpec, own: NamedText): Pick<TargetSpec, 'secrets'> {
  const all = [...before, ...own.secrets];
  return all.length === 0 ? {} : { secrets: all };
}
