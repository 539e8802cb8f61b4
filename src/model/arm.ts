import type { Secret } from '../lib/mask-text.ts';

/** What can be varied beside the question, in the order in which the name of an arm says it. */
export const ARM_FACTORS = ['system', 'temperature', 'think'] as const;
export type ArmFactor = (typeof ARM_FACTORS)[number];

/** A system prompt to try. `text` null: none at all, also none that a template or a Modelfile would put in. */
export interface SystemLevel {
  readonly id: string;
  readonly text: string | null;
  /** The text as it may be stored, with the names of variables for their values; absent: as it is. */
  readonly named?: {
    readonly text: string;
    readonly variables: readonly string[];
    readonly secrets: readonly Secret[];
  };
}

/** What an audit varies beside its questions. A factor that is absent stays as each target has it. */
export interface ArmFactors {
  readonly system?: readonly SystemLevel[];
  readonly temperature?: readonly number[];
  readonly think?: readonly (boolean | string)[];
}

/** One combination of the levels of all factors. */
export interface Arm {
  /** `system=journalist,temperature=0`. */
  readonly name: string;
  readonly system?: SystemLevel;
  readonly temperature?: number;
  readonly think?: boolean | string;
}

/** The system prompt `minimal`: one sentence that asks for nothing. It is part of the contract and is never changed. */
export const MINIMAL_SYSTEM = 'You are a helpful assistant.';
/** The level that stands for no system prompt. */
export const NO_SYSTEM = 'none';

/** Every combination of the levels, the first factor changing slowest; none where nothing is varied. */
export function armsOf(factors: ArmFactors): Arm[] {
  const { system = [undefined], temperature = [undefined], think = [undefined] } = factors;
  const arms = system.flatMap((one) =>
    temperature.flatMap((degrees) =>
      think.map((thought) => armOf({ system: one, temperature: degrees, think: thought })),
    ),
  );
  return arms.filter(({ name }) => name !== '');
}

function armOf(levels: { [factor in ArmFactor]: Arm[factor] | undefined }): Arm {
  const named = Object.entries(levels).flatMap(([factor, level]) =>
    level === undefined ? [] : [[factor, level] as const],
  );
  const name = named
    .map(([factor, level]) => `${factor}=${typeof level === 'object' ? level.id : String(level)}`)
    .join(',');
  return { name, ...Object.fromEntries(named) };
}

/** The levels that the name of an arm says, by factor. */
export function levelsOf(name: string): Map<string, string> {
  return new Map(
    name.split(',').map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
}

const OURS = /^(?:system|temperature|think)=/;

/**
 * A target in one arm has an id of its own, `qwen3@system=none,temperature=0`: its parameters differ, and so does its identity. An arm in
 * another notation, of answers that others collected, divides no target.
 */
export function armedId(target: string, arm: string | null | undefined): string {
  return arm == null || !OURS.test(arm) || target.endsWith(`@${arm}`) ? target : `${target}@${arm}`;
}

/** The arm that the id of a target says; null: none. No configured id has `=` in it. */
export function armIn(target: string): string | null {
  return /@((?:system|temperature|think)=.*)$/s.exec(target)?.[1] ?? null;
}

/** The id of a target without its arm. */
export function withoutArm(target: string, arm: string | null | undefined): string {
  return arm != null && target.endsWith(`@${arm}`) ? target.slice(0, -arm.length - 1) : target;
}

/** Whether an arm asks for no system prompt at all. */
export function wantsNoSystem(arm: string | undefined): boolean {
  return arm !== undefined && levelsOf(arm).get('system') === NO_SYSTEM;
}
