import { stringify } from 'yaml';
import { levelsOf, withoutArm } from '../model/arm.ts';
import { limitedOf } from '../model/limited.ts';
import type { RunRecord } from '../model/run.ts';

/** How to carry out a run again: the file to write, where there is one, and the command. */
export interface Recipe {
  /** Text of a `candor.yaml`; null for imported answers. */
  readonly file: string | null;
  readonly command: string;
}

const KEPT = ['probes', 'topics', 'styles', 'tags', 'languages', 'samples', 'phrasings', 'knowledge', 'seed'] as const;
/** The field of follow-ups. */
const THEN = 'then';
const OF_TARGET =
  'id name family provider model baseURL apiKey file system think service tls logprobs params headers body concurrency rate where timeoutSeconds'.split(
    ' ',
  );

/** Writes down from the stored configuration how a run is repeated. Paths of the machine that ran it are cut to file names. */
export function recipeOf(run: RunRecord): Recipe {
  const config = run.config as Readonly<Record<string, unknown>>;
  if (run.origin === 'import') {
    const imported = (config.imported ?? {}) as { readonly file?: string; readonly format?: string };
    const name = run.name === null ? '' : ` --name ${quoted(run.name)}`;
    const file = quoted(imported.file ?? 'FILE');
    return { file: null, command: `candor import ${file} --format ${imported.format ?? 'candor'}${name}` };
  }
  const limited = limitedOf(run);
  const targets = unarmed(listOf(config.targets)).map((target) => targetOf(target, false));
  const arms = armsOf(config.arms);
  const judges = listOf(config.judges);
  const file = {
    ...Object.fromEntries(KEPT.flatMap((key) => (isEmpty(config[key]) ? [] : [[key, config[key]]]))),
    ...(arms === null ? {} : { arms }),
    ...(isEmpty(config.follow_ups) ? {} : { [THEN]: config.follow_ups }),
    targets: [...targets, ...judgesOnly(judges, targets)],
    ...(judges.length === 0
      ? {}
      : {
          judges: judges.map((judge) => {
            return { target: String((judge.target as { id?: unknown } | undefined)?.id), languages: judge.languages };
          }),
        }),
  };
  return {
    file: stringify(publishable(file), { lineWidth: 0 }),
    command: `candor run --config candor.yaml --seed ${run.seed}${limited === null ? '' : ` --limit ${limited.trials}`}`,
  };
}

/** Data without the paths of the machine it was made on: absolute paths become file names. */
export function publishable<T>(value: T): T {
  if (typeof value === 'string') return cutPath(value) as T;
  if (Array.isArray(value)) return value.map(publishable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, publishable(item)])) as T;
}

function cutPath(text: string): string {
  return /^(?:\/[^/\s][^\n]*\/|[A-Za-z]:[\\/]|\\\\)[^\n]*$/.test(text) ? (text.split(/[\\/]/).at(-1) ?? text) : text;
}

function targetOf(target: Readonly<Record<string, unknown>>, judgeOnly: boolean): Record<string, unknown> {
  const kept = OF_TARGET.flatMap((key) => (isEmpty(target[key]) ? [] : [[key, target[key]]]));
  return { ...Object.fromEntries(kept), ...(judgeOnly ? { audit: false } : {}) };
}

/** Each target once, without its arm: what an arm varies is said by `arms`. */
function unarmed(targets: ReturnType<typeof listOf>): ReturnType<typeof listOf> {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const target of targets) {
    const { arm, id, ...rest } = target;
    if (typeof arm !== 'string') {
      found.set(String(id), target);
      continue;
    }
    const varied = levelsOf(arm);
    const own = withoutArm(String(id), arm);
    const params = { ...((rest.params ?? {}) as Readonly<Record<string, unknown>>) };
    if (varied.has('temperature')) delete params.temperature;
    const kept = Object.entries(rest).filter(([name]) => !varied.has(name));
    if (!found.has(own)) found.set(own, { id: own, ...Object.fromEntries(kept), params });
  }
  return [...found.values()];
}

/** What was varied, as a file says it; null: nothing. */
function armsOf(stored: unknown): Record<string, unknown> | null {
  if (isEmpty(stored) || typeof stored !== 'object') return null;
  const { system, ...rest } = stored as {
    readonly system?: readonly { readonly id: string; readonly text: unknown }[];
  };
  const levels = system?.map((level) => (level.id === 'none' || level.id === 'minimal' ? level.id : level));
  return { ...(levels === undefined ? {} : { system: levels }), ...rest };
}

function judgesOnly(
  judges: readonly Readonly<Record<string, unknown>>[],
  targets: readonly Record<string, unknown>[],
): Record<string, unknown>[] {
  return judges
    .map(({ target }) => targetOf((target ?? {}) as Readonly<Record<string, unknown>>, true))
    .filter(({ id }) => !targets.some((target) => target.id === id));
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : [];
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function quoted(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
