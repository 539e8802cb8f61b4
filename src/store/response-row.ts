import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { AttemptRecord, ResponseRecord } from '../model/answer.ts';
import { DELIVERIES, ERROR_KINDS, FILTER_SIDES } from '../model/delivery.ts';
import { jsonObjectSchema } from '../model/json-object.ts';
import { REASONING_STATES } from '../model/reasoning.ts';
import { firstTokenSchema, type Served } from '../model/served.ts';
import type { Usage } from '../model/usage.ts';
import { listToText, textToList } from './list-column.ts';
import { parseColumn, wordReader } from './parse-column.ts';
import type { Database, NewAttemptRow, NewResponseRow } from './schema.ts';

const TABLE = 'responses';
const readDelivery = wordReader(DELIVERIES, TABLE, 'delivery');
const readSide = wordReader(FILTER_SIDES, TABLE, 'side');
const readKind = wordReader(ERROR_KINDS, TABLE, 'kind');
const readState = wordReader(REASONING_STATES, TABLE, 'reasoning_state');
const firstTokensSchema = z.array(firstTokenSchema);

/** A response as a row; what is empty takes no room. */
export function rowOfResponse(trialId: number, response: ResponseRecord): NewResponseRow {
  const { served, usage, firstTokens } = response;
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
    prompt_tokens: usage?.prompt ?? null,
    completion_tokens: usage?.completion ?? null,
    reasoning_tokens: usage?.reasoning ?? null,
    envelope: Object.keys(response.envelope).length === 0 ? null : JSON.stringify(response.envelope),
    served_model: served?.model ?? null,
    served_by: served?.by ?? null,
    system_fingerprint: served?.fingerprint ?? null,
    served_region: served?.region ?? null,
    answer_end: response.answerEnd ?? null,
    first_tokens: firstTokens === undefined ? null : JSON.stringify(firstTokens),
    worker: response.worker ?? null,
    turn: response.turn ?? 1,
  };
}

/** A failed call of a trial as a row. */
export function rowOfAttempt(trialId: number, { latencyMs, worker, ...attempt }: AttemptRecord): NewAttemptRow {
  return { ...attempt, trial_id: trialId, latency_ms: latencyMs, worker: worker ?? null };
}

/** What is read of a response beside its row number. */
export type ResponseColumns = Omit<Selectable<Database['responses']>, 'id' | 'trial_id'>;

type Known = { -readonly [Field in keyof ResponseRecord]: ResponseRecord[Field] };

/** A stored response; without its texts where `text` is not read. Called for every row, so it builds one object and no more. `id` names it in messages. */
export function responseOfRow(row: ResponseColumns, id: number): ResponseRecord {
  const response: Known = {
    delivery: readDelivery(row.delivery, id),
    side: row.side === null ? null : readSide(row.side, id),
    kind: row.kind === null ? null : readKind(row.kind, id),
    flags: textToList(row.flags),
    reason: row.reason,
    finish: row.finish,
    text: row.text,
    reasoning: row.reasoning,
    reasoningState: readState(row.reasoning_state, id),
    attempts: row.attempts,
    askedAt: row.asked_at,
    // A clock that was set back while a call ran gave negative durations.
    latencyMs: row.latency_ms !== null && row.latency_ms < 0 ? null : row.latency_ms,
    usage: usageOf(row),
    envelope:
      row.envelope === null
        ? {}
        : parseColumn(jsonObjectSchema, row.envelope, { table: TABLE, row: id, field: 'envelope' }),
  };
  const served = servedOf(row);
  if (served !== null) response.served = served;
  if (row.answer_end !== null) response.answerEnd = row.answer_end;
  if (row.first_tokens !== null) {
    const place = { table: TABLE, row: id, field: 'first_tokens' };
    response.firstTokens = parseColumn(firstTokensSchema, row.first_tokens, place);
  }
  if (row.turn !== 1) response.turn = row.turn;
  if (row.worker !== null) response.worker = row.worker;
  return response;
}

type ServedColumns = 'served_model' | 'served_by' | 'system_fingerprint' | 'served_region';

function servedOf(row: Pick<Selectable<Database['responses']>, ServedColumns>): Served | null {
  const { served_model: model, served_by: by, system_fingerprint: fingerprint, served_region: region } = row;
  if (model === null && by === null && fingerprint === null && region === null) return null;
  return { model, by, fingerprint, region };
}

type TokenCounts = Pick<Selectable<Database['responses']>, 'prompt_tokens' | 'completion_tokens' | 'reasoning_tokens'>;

function usageOf({
  prompt_tokens: prompt,
  completion_tokens: completion,
  reasoning_tokens: reasoning,
}: TokenCounts): Usage | null {
  if (prompt === null && completion === null && reasoning === null) return null;
  return { prompt, completion, ...(reasoning === null ? {} : { reasoning }) };
}
