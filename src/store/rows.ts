import type { Selectable } from 'kysely';
import type { JsonObject } from '../lib/json.ts';
import type { ResponseRecord } from '../model/answer.ts';
import type { Delivery, DeliveryFlag, ErrorKind, FilterSide } from '../model/delivery.ts';
import type { ReasoningState } from '../model/reasoning.ts';
import type { RunRecord } from '../model/run.ts';
import type { StoredVerdict } from '../model/stored-trial.ts';
import type { Mode, VerdictClass, VerdictFlag } from '../model/verdict.ts';
import type { Database, NewResponseRow, NewVerdictRow } from './schema.ts';

type VerdictRow = Selectable<Database['verdicts']> & { name: string; version: string; mode: string };

/** A run as its row holds it. */
export function runOfRow(row: Selectable<Database['runs']>): RunRecord {
  return {
    id: row.key,
    name: row.name,
    origin: row.origin === 'import' ? 'import' : 'run',
    startedAt: row.started_at,
    endedAt: row.ended_at,
    config: JSON.parse(row.config),
    seed: row.seed,
    planHash: row.plan_hash,
    packageVersion: row.package_version,
    gitVersion: row.git_version,
    probeSets: JSON.parse(row.probe_sets),
  };
}

/** A response as a row; what is empty takes no room. */
export function rowOfResponse(trialId: number, response: ResponseRecord): NewResponseRow {
  return {
    trial_id: trialId,
    delivery: response.delivery,
    side: response.side,
    kind: response.kind,
    flags: listToText(response.flags),
    reason: response.reason,
    finish: response.finish,
    text: response.text,
    reasoning: response.reasoning,
    reasoning_state: response.reasoningState,
    attempts: response.attempts,
    asked_at: response.askedAt,
    latency_ms: response.latencyMs,
    prompt_tokens: response.usage?.prompt ?? null,
    completion_tokens: response.usage?.completion ?? null,
    envelope: Object.keys(response.envelope).length === 0 ? null : JSON.stringify(response.envelope),
  };
}

/** The response of a row. */
export function responseOfRow(row: Omit<Selectable<Database['responses']>, 'id' | 'trial_id'>): ResponseRecord {
  const known = row.prompt_tokens !== null || row.completion_tokens !== null;
  return {
    delivery: row.delivery as Delivery,
    side: row.side as FilterSide | null,
    kind: row.kind as ErrorKind | null,
    flags: textToList(row.flags) as DeliveryFlag[],
    reason: row.reason,
    finish: row.finish,
    text: row.text,
    reasoning: row.reasoning,
    reasoningState: row.reasoning_state as ReasoningState,
    attempts: row.attempts,
    askedAt: row.asked_at,
    latencyMs: row.latency_ms,
    usage: known ? { prompt: row.prompt_tokens, completion: row.completion_tokens } : null,
    envelope: row.envelope === null ? {} : (JSON.parse(row.envelope) as JsonObject),
  };
}

/** A verdict as a row. Only the offsets of its evidence are kept: the text is in the response. */
export function rowOfVerdict(trialId: number, classifierId: number, verdict: StoredVerdict): NewVerdictRow {
  return {
    trial_id: trialId,
    classifier_id: classifierId,
    judged: verdict.of,
    class: verdict.class,
    sub: verdict.sub,
    flags: listToText(verdict.flags),
    confidence: verdict.confidence,
    evidence_start: verdict.evidence?.start ?? null,
    evidence_end: verdict.evidence?.end ?? null,
    unjudged: verdict.unjudged === true ? 1 : 0,
    note: verdict.note ?? null,
    at: verdict.at,
    author: verdict.by,
  };
}

/** The verdict of a row; `response` gives the text of its evidence, which stays empty where texts were not read. */
export function verdictOfRow(row: VerdictRow, response: ResponseRecord | null): StoredVerdict {
  const judged = (row.judged === 'reasoning' ? response?.reasoning : response?.text) ?? '';
  const { evidence_start: start, evidence_end: end } = row;
  return {
    class: row.class as VerdictClass | null,
    sub: row.sub,
    flags: textToList(row.flags) as VerdictFlag[],
    of: row.judged === 'reasoning' ? 'reasoning' : 'response',
    confidence: row.confidence,
    evidence: start === null || end === null ? null : { start, end, text: judged.slice(start, end) },
    classifier: { name: row.name, version: row.version, mode: row.mode as Mode },
    ...(row.unjudged === 1 ? { unjudged: true } : {}),
    ...(row.note === null ? {} : { note: row.note }),
    at: row.at,
    by: row.author,
  };
}

function listToText(list: readonly string[]): string | null {
  return list.length === 0 ? null : list.join(' ');
}

function textToList(text: string | null): string[] {
  return text === null ? [] : text.split(' ');
}
