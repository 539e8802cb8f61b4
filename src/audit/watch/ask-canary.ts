import {
  CANARY_DAYS,
  type CanaryAnswer,
  type CanaryDay,
  type CanaryVerdict,
  canaryVerdict,
  lastDayDistance,
} from '../../compare/canary.ts';
import type { AuditConfig, CanaryConfig, ConfiguredTarget } from '../../config/config.ts';
import { isoTime } from '../../lib/clock.ts';
import { contentHash } from '../../lib/digest.ts';
import { CandorError, StoreError, UsageError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { isDelivered } from '../../model/delivery.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { Store } from '../../store/store.ts';
import { providerOf } from '../../targets/providers.ts';
import type { AuditResult } from '../run/audit-result.ts';
import { resumeAudit } from '../run/resume-audit.ts';
import { type AuditOptions, runAudit } from '../run/run-audit.ts';
import { type CanaryMemory, canaryDays, canaryRunId, canaryRunName, rememberCanaryDay } from './canary-days.ts';
import { agreeToGoOn, type GoingOn } from './going-on.ts';

/** Share of a day's questions that may be without an answer. */
const TOLERANCE = 0.2;
/** Tokens of an answer, alternatives of its first, and the seed by which questions are drawn: the same every day. */
const TOKENS = 64;
const LOGPROBS = 20;
const SEED = 1;
/** Former days that are read. */
const MOST_DAYS = 20;

/** What a canary says of a target today. */
export interface CanaryLook extends CanaryVerdict {
  readonly target: string;
  readonly day: string;
  /** null: it could not be asked. */
  readonly run: string | null;
  /** Days that were asked since the last change, today included, and how many there must be before anything is said. */
  readonly days: number;
  readonly needed: number;
  /** What the service says of itself is other than the day before: model, fingerprint, digest, template. It proves nothing by itself. */
  readonly told_otherwise: boolean;
  /** Why today tells nothing; null: it does. */
  readonly error: string | null;
}

/**
 * Asks each canary its questions, once a day (UTC), and holds the last days against those before. A day that was begun is gone on with; one with too many
 * failed calls is left out. Throws UsageError, ConfigError, StoreError.
 */
export async function askCanaries(
  canary: CanaryConfig,
  base: AuditConfig,
  store: Store,
  options: AuditOptions & GoingOn,
): Promise<CanaryLook[]> {
  const looks: CanaryLook[] = [];
  for (const id of canary.targets) {
    const target = base.known.find(({ spec }) => spec.id === id);
    if (target === undefined) {
      const ids = base.known.map(({ spec }) => spec.id);
      throw new UsageError(`expected the id of a target in watch.canary.targets, got "${id}".${didYouMean(id, ids)}`);
    }
    if (options.signal?.aborted === true) break;
    looks.push(await askCanary(asCanary(target), canary, base, store, options));
  }
  return looks;
}

/** A target as a canary asks it: without chance as far as the service lets, short, with chances of the first token where it tells them. */
function asCanary({ spec, publicSpec, audit }: ConfiguredTarget): ConfiguredTarget {
  const params = { ...spec.params, temperature: 0, max_tokens: TOKENS };
  const tells = providerOf(spec.provider).takes.includes('logprobs');
  const asked = { params, ...(tells ? { logprobs: spec.logprobs ?? LOGPROBS } : {}) };
  return { spec: { ...spec, ...asked }, publicSpec: { ...publicSpec, ...asked }, audit };
}

async function askCanary(
  target: ConfiguredTarget,
  { pairs, probes, languages }: CanaryConfig,
  base: AuditConfig,
  store: Store,
  options: AuditOptions & GoingOn,
): Promise<CanaryLook> {
  const { id } = target.spec;
  const now = isoTime(options.clock.now());
  const day = now.slice(0, 10);
  const before = (await canaryDays(store, id)).filter((one) => one.day < day).slice(-MOST_DAYS);
  const langs = languages.map(normalizeLang);
  const { arms: _arms, followUps: _then, knowledge: _facts, limited: _part, ...rest } = base;
  const config: AuditConfig = {
    ...rest,
    ...{ probes, topics: [], styles: [], tags: [], languages: langs, samples: 1, phrasings: 1, seed: SEED },
    ...{ targets: [target], judges: [], limit: 2 * pairs * langs.length },
  };
  const nothing = {
    target: id,
    day,
    ...canaryVerdict([]),
    days: before.length,
    needed: CANARY_DAYS,
    told_otherwise: false,
  };
  const name = canaryRunName(id, day);
  let begun = await store.findRun(name, 'any');
  if (begun !== null) await agreeToGoOn(begun, store, options);
  const goOnWithOther = async (error: unknown): Promise<AuditResult> => {
    // Another look at the same time may have been first.
    begun = error instanceof StoreError ? await store.findRun(name, 'any') : null;
    if (begun === null) throw error;
    return resumeAudit(begun.id, store, { ...options, targets: [target] });
  };
  let run: string;
  try {
    const {
      run: made,
      trials,
      undelivered,
    } = begun === null
      ? await runAudit(config, store, { ...options, name, id: canaryRunId(id, day) }).catch(goOnWithOther)
      : await resumeAudit(begun.id, store, { ...options, targets: [target] });
    run = made;
    if (undelivered > TOLERANCE * trials)
      return { ...nothing, run, error: `${undelivered} of ${trials} questions brought no answer; it is asked again` };
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    // A run of today that was begun and cannot be gone on with: the target is another than it was this morning.
    if (error.code !== 'target' && !(error.code === 'usage' && begun !== null)) throw error;
    return { ...nothing, run: begun?.id ?? null, error: error.message };
  }
  const told = await toldOf(store, run);
  const last = before.at(-1);
  const days = await Promise.all([...since(before), { day, run, told, changed: null }].map((one) => dayOf(store, one)));
  const verdict = canaryVerdict(days);
  await rememberCanaryDay(
    store,
    id,
    {
      ...{ day, run, told, changed: verdict.state === 'changed' ? verdict.since : null },
      said: { state: verdict.state, p: verdict.p, distance: lastDayDistance(days), questions: verdict.questions },
    },
    now,
  );
  const otherwise = last !== undefined && last.told !== told;
  return { ...nothing, ...verdict, run, days: days.length, told_otherwise: otherwise, error: null };
}

/** The days from the last change on. */
function since(days: readonly CanaryMemory[]): readonly CanaryMemory[] {
  const change = days.findLast(({ changed }) => changed !== null)?.changed ?? '';
  return days.filter(({ day }) => day >= change);
}

/** What the service says of itself, as one text. */
async function toldOf(store: Store, run: string): Promise<string> {
  const identities = (await store.targets(run)).map(({ identity }) => contentHash(identity));
  const served = [...(await store.served(run)).values()]
    .flat()
    .map(({ model, by, fingerprint }) => [model, by, fingerprint]);
  return JSON.stringify([identities, served.map((one) => JSON.stringify(one)).sort()]);
}

async function dayOf(store: Store, { day, run }: CanaryMemory): Promise<CanaryDay> {
  const answers = new Map<string, CanaryAnswer>();
  if ((await store.findRun(run, 'any')) === null) return { day, answers };
  for await (const { variant, response, verdicts } of store.trials(run)) {
    if (response === null || !isDelivered(response.delivery)) continue;
    const first = response.firstTokens?.map(({ token, logprob }): [string, number] => [token, Math.exp(logprob)]);
    const outcome = verdicts.findLast(({ of }) => of === 'response')?.class ?? response.delivery;
    answers.set(variant, { first: first === undefined ? null : new Map(first), text: response.text, outcome });
  }
  return { day, answers };
}
