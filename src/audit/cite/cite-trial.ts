import { collect } from '../../lib/collect.ts';
import { UsageError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import { wasNeverAsked } from '../../model/answer.ts';
import { hasOpinion } from '../../model/delivery.ts';
import { labellersText } from '../../model/gold-labellers.ts';
import type { RunRecord } from '../../model/run.ts';
import type { Served } from '../../model/served.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { CLASSES, type VerdictClass } from '../../model/verdict.ts';
import { publishable } from '../../report/repeat-run.ts';
import { wilsonInterval } from '../../stats/wilson.ts';
import type { Store } from '../../store/store.ts';
import { measuredError } from '../calibrate/measured-error.ts';
import { countedVerdict } from '../read/observations.ts';
import { type CitedRequest, citedRequest } from './cited-request.ts';
import type { Translation } from './translate-answer.ts';

/** Of answers that a classifier gave this class in this language, the share that is labelled so too. */
export interface MeasuredPrecision {
  readonly precision: number;
  readonly lo: number;
  readonly hi: number;
  /** Labelled answers that it gave this class. */
  readonly n: number;
  /** By whom the labels were given, in words. */
  readonly labels: string;
}

/** An answer with all that a quotation has to say of it. */
export interface Citation {
  readonly run: string;
  readonly trial: string;
  readonly probe: string;
  readonly lang: string;
  readonly question: string;
  /** Verbatim, whole; where it goes on as somebody else, up to there. */
  readonly answer: string;
  readonly delivery: string;
  readonly side: string | null;
  readonly delivery_flags: readonly string[];
  /** What decided the delivery, in words; null: the answer simply arrived. */
  readonly reason: string | null;
  readonly target: string;
  readonly target_name: string;
  readonly family: string | null;
  /** The model that was asked for. */
  readonly model: string;
  /** Without login, query and key. */
  readonly host: string | null;
  readonly served: Served | null;
  readonly quantization: string | null;
  readonly digest: string | null;
  /** Taken in from a file: nobody here asked it. */
  readonly collected: boolean;
  readonly asked_at: string | null;
  readonly system: string | null;
  readonly params: JsonObject;
  readonly verdict: {
    readonly class: VerdictClass | null;
    readonly sub: string | null;
    readonly unsure: boolean;
    readonly classifier: StoredVerdict['classifier'];
    readonly evidence: StoredVerdict['evidence'];
  } | null;
  readonly human: readonly { readonly by: string | null; readonly class: VerdictClass | null }[];
  /** Answers of this target to this question in this language: how many were planned, are judged, and have this answer's class. */
  readonly repeats: {
    readonly planned: number;
    readonly judged: number;
    readonly same: number;
    readonly wordings: number;
  };
  /** null: it was not measured for this class in this language. */
  readonly measured: MeasuredPrecision | null;
  readonly request: CitedRequest;
  readonly translation: Translation | null;
}

/** Everything that a quotation of one trial's first answer has to say. Throws UsageError where nothing was answered. */
export async function citeTrial(store: Store, run: RunRecord, trialId: string): Promise<Citation> {
  const [trial] = await collect(store.trials(run.id, { trial: trialId }));
  const variants = await store.variants(run.id);
  const variant = variants.find(({ hash }) => hash === trial?.variant);
  const target = (await store.targets(run.id)).find(({ id }) => id === trial?.target);
  if (trial?.response == null || variant === undefined || target === undefined || wasNeverAsked(trial.response))
    throw new UsageError(`expected a trial that was asked, got ${trialId} of run ${run.id}, which was not`);
  const { response } = trial;
  const verdict = countedVerdict(trial, null);
  const { identity } = target;
  const answer = response.text.slice(0, response.answerEnd ?? response.text.length);
  return {
    run: run.id,
    trial: trial.id,
    probe: variant.probe.id,
    lang: variant.lang,
    question: variant.prompt,
    answer,
    delivery: response.delivery,
    side: response.side,
    delivery_flags: response.flags,
    reason: response.reason,
    target: target.id,
    target_name: target.name ?? target.id,
    family: target.family,
    model: publishable(target.model),
    host: identity.host,
    served: response.served === undefined ? null : publishable(response.served),
    quantization: identity.quantization,
    digest: identity.digest,
    collected: run.origin === 'import',
    asked_at: response.askedAt,
    system: identity.system,
    params: target.params,
    verdict:
      verdict === null
        ? null
        : {
            class: verdict.class,
            sub: verdict.sub,
            unsure: verdict.unsure === true,
            classifier: verdict.classifier,
            evidence: standing(verdict.evidence, answer),
          },
    human: trial.verdicts
      .filter(({ of, classifier }) => of === 'response' && classifier.name === 'human')
      .map(({ by, class: found }) => ({ by, class: found })),
    repeats: await repeatsOf(store, run, { probe: variant.probe.id, lang: variant.lang, target: target.id }, verdict),
    measured: await precisionOf(store, verdict, variant.lang),
    request: citedRequest(run, target, variant.prompt, trial.seed),
    translation: null,
  };
}

/** Evidence where it stands in the answer as it is quoted; null where its words are not there. */
function standing(evidence: StoredVerdict['evidence'], answer: string): StoredVerdict['evidence'] {
  if (evidence === null || answer.slice(evidence.start, evidence.end) === evidence.text) return evidence;
  const start = evidence.text === '' ? -1 : answer.indexOf(evidence.text);
  return start < 0 ? null : { start, end: start + evidence.text.length, text: evidence.text };
}

async function repeatsOf(
  store: Store,
  run: RunRecord,
  filter: { readonly probe: string; readonly lang: string; readonly target: string },
  verdict: StoredVerdict | null,
): Promise<Citation['repeats']> {
  let [planned, judged, same] = [0, 0, 0];
  const wordings = new Set<string>();
  for await (const trial of store.trials(run.id, { ...filter, texts: false })) {
    planned += 1;
    wordings.add(trial.variant);
    const found = countedVerdict(trial, null)?.class ?? null;
    if (found === null || !hasOpinion(trial.response?.delivery ?? null)) continue;
    judged += 1;
    if (found === verdict?.class) same += 1;
  }
  return { planned, judged, same, wordings: wordings.size };
}

async function precisionOf(
  store: Store,
  verdict: StoredVerdict | null,
  lang: string,
): Promise<MeasuredPrecision | null> {
  if (verdict?.class == null) return null;
  const calibration = await measuredError(store, [verdict.classifier]);
  const table = calibration?.byLang[lang];
  const column = CLASSES.indexOf(verdict.class);
  const n = table?.reduce((sum, row) => sum + (row[column] ?? 0), 0) ?? 0;
  if (table === undefined || n === 0) return null;
  const right = table[column]?.[column] ?? 0;
  const { lo, hi } = wilsonInterval(right, n);
  return { precision: right / n, lo, hi, n, labels: labellersText(calibration?.gold ?? {}) };
}
