import type { ConfiguredTarget } from '../../config/config.ts';
import { configureTarget } from '../../config/configure-target.ts';
import { contentHash } from '../../lib/digest.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { wantsNoSystem } from '../../model/arm.ts';
import type { SamplingParams, TargetSpec } from '../../model/target-spec.ts';

/** Whether a field of a target decides what is asked of the model, or only how the calls reach it. */
const FIELDS = {
  id: 'asked',
  name: 'kept',
  arm: 'asked',
  family: 'way',
  provider: 'asked',
  model: 'asked',
  baseURL: 'way',
  apiKey: 'way',
  file: 'asked',
  system: 'asked',
  think: 'asked',
  // How tokens are shared out; a run goes on as it began.
  budgeted: 'kept',
  params: 'asked',
  service: 'asked',
  headers: 'way',
  body: 'asked',
  concurrency: 'way',
  rate: 'way',
  price: 'way',
  where: 'way',
  jurisdiction: 'kept',
  logprobs: 'kept',
  tls: 'way',
  timeoutSeconds: 'way',
  systemVariables: 'way',
  secrets: 'way',
} as const satisfies Record<keyof TargetSpec, 'asked' | 'way' | 'kept'>;

/** Other names of `max_tokens` among the fields of a request. */
const LIMIT_NAMES = ['max_completion_tokens', 'max_output_tokens', 'max_new_tokens', 'max_tokens'];

/** A stored target with what was mended in the file since. */
export interface MendedTarget {
  readonly configured: ConfiguredTarget;
  /** `FIELD: BEFORE → NOW` for each setting that was taken over. */
  readonly taken: readonly string[];
  /** The same for each difference in what is asked, which no run can take over. */
  readonly conflicts: readonly string[];
}

/**
 * Takes over from `current`, the target of that id in the file as it is now, what only decides how calls reach the model: address,
 * key, headers, pace, time-outs, price, and fields of the body that only rename the token limit. `stored` has no secrets, and none
 * are told. A parameter that stands at its default in both is no difference, also where the default has changed.
 */
export function mendTarget(stored: TargetSpec, storedPublic: JsonObject, current: ConfiguredTarget): MendedTarget {
  const taken: string[] = [];
  const conflicts: string[] = [];
  const changed = new Map<string, unknown>();
  const now = current.publicSpec;
  for (const name of Object.keys(FIELDS) as (keyof TargetSpec)[]) {
    if (name === 'params' || name === 'body' || FIELDS[name] === 'kept') continue;
    const [before, after] = [(storedPublic[name] ?? null) as Json, (now[name] ?? null) as Json];
    if (FIELDS[name] === 'way' || (name === 'system' && same(before, after))) changed.set(name, current.spec[name]);
    if (name === 'systemVariables' || name === 'secrets') continue;
    if (same(before, after) || bothWithoutSystem(name, stored, before, after)) continue;
    (FIELDS[name] === 'way' ? taken : conflicts).push(differenceText(name, before, after));
  }
  conflicts.push(...paramConflicts(stored, current.spec));
  const limit = renamedLimit(now.body as JsonObject, stored.params.max_tokens);
  const [bodyBefore, bodyAfter] = [(storedPublic.body ?? {}) as JsonObject, now.body as JsonObject];
  if (limit !== null && same(bodyBefore, withoutLimits(bodyAfter))) {
    taken.push(differenceText('the token limit’s name', 'max_tokens', limit));
    changed.set('body', current.spec.body);
  } else if (!same(bodyBefore, bodyAfter)) {
    conflicts.push(...bodyConflicts(bodyBefore, bodyAfter, stored.params.max_tokens));
  } else changed.set('body', current.spec.body);
  const whole = { ...stored, ...Object.fromEntries(changed) };
  const spec = Object.fromEntries(
    Object.entries(whole).filter(([, value]) => value !== undefined),
  ) as typeof whole as TargetSpec;
  // A field that the file does not set is absent, as in a run that never had it, and not null.
  const publicSpec = { ...storedPublic };
  for (const name of changed.keys()) {
    const value = now[name];
    if (value === undefined) delete publicSpec[name];
    else publicSpec[name] = value;
  }
  return { configured: { spec, publicSpec, audit: true }, taken, conflicts };
}

/** An arm without a system prompt sends an empty one where the template would put in its own, which shows when the target is looked at. */
function bothWithoutSystem(name: string, { arm }: TargetSpec, before: Json, after: Json): boolean {
  return name === 'system' && wantsNoSystem(arm) && [before, after].every((system) => system === null || system === '');
}

function paramConflicts(stored: TargetSpec, current: TargetSpec): string[] {
  const names = Object.keys(current.params) as (keyof SamplingParams)[];
  const today = defaultsOf(current);
  const once = defaultsOf({ ...stored, think: null });
  return names.flatMap((name) => {
    const [before, after] = [stored.params[name] ?? null, current.params[name] ?? null];
    const untouched = same(after, today[name] ?? null) && same(before, once[name] ?? null);
    return same(before, after) || untouched ? [] : [differenceText(`params.${name}`, before, after)];
  });
}

/** The parameters of a target for which none are configured. */
function defaultsOf({ id, provider, model, baseURL, file, think, service }: TargetSpec): SamplingParams {
  const given = {
    id,
    provider,
    model,
    headers: {},
    body: {},
    audit: true,
    ...(baseURL === null ? {} : { baseURL }),
    ...(file === null ? {} : { file }),
    ...(service === undefined ? {} : { service }),
  };
  return configureTarget({ ...given, think } as Parameters<typeof configureTarget>[0], {}, '', null).spec.params;
}

/** The name under which a body sends the same limit instead of `max_tokens`; null: it does not. */
function renamedLimit(body: JsonObject, limit: number): string | null {
  const names = LIMIT_NAMES.filter((name) => body[name] != null);
  const [name] = names;
  return names.length === 1 && name !== undefined && body[name] === limit ? name : null;
}

function withoutLimits(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !LIMIT_NAMES.includes(name)));
}

function bodyConflicts(before: JsonObject, after: JsonObject, limit: number): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    if (same(before[name] ?? null, after[name] ?? null)) return [];
    const isLimit = LIMIT_NAMES.includes(name) && before[name] === undefined;
    const was = isLimit ? `not set (params.max_tokens ${limit})` : (before[name] ?? null);
    return [differenceText(`body.${name}`, was, after[name] ?? null)];
  });
}

function differenceText(name: string, before: unknown, after: unknown): string {
  return `${name}: ${shown(before)} → ${shown(after)}`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function same(a: unknown, b: unknown): boolean {
  return contentHash((a ?? null) as Json) === contentHash((b ?? null) as Json);
}
