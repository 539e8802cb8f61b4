import { z } from 'zod';
import { detectLang } from '../reading/detect-lang.ts';
import type { ColumnMap } from './answer-fields.ts';
import { textOf } from './asked-in.ts';
import { type BatchLine, readBatchLines } from './batch-lines.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { envelopeOf } from './filter-fields.ts';
import { answersOfRows, type FieldRow } from './jsonl-import.ts';
import { type LineSource, type OnBadLine, readJsonLines } from './read-lines.ts';
import type { ReadOptions } from './read-options.ts';
import { saidInBody } from './said-in-body.ts';

const requestSchema = z.looseObject({ custom_id: z.string(), body: z.record(z.string(), z.unknown()) });
type Fields = Readonly<Record<string, unknown>>;

/**
 * Results of a batch service (chat completions, completions, responses) as a run of their own. The questions stand in the file of requests;
 * without it the ids that the asker gave stand in their place, and languages are those of the answers.
 */
export async function* readBatch(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
  columns: ColumnMap = {},
  unused: Set<string> = new Set(),
  { requests = null }: ReadOptions = {},
): AsyncGenerator<CollectedAnswer> {
  const asked = new Map<string, Fields>();
  if (requests !== null)
    for await (const { value } of readJsonLines(requests, requestSchema)) asked.set(value.custom_id, value.body);
  else
    source.onNote?.(
      'results hold no questions: their ids stand in the place of these, and languages are those of the answers; --requests FILE names the file that was sent',
    );
  async function* rows(): AsyncGenerator<{ line: number; value: FieldRow }> {
    const models = new Set<unknown>();
    const failed: { line: number; value: FieldRow }[] = [];
    let answered = 0;
    for await (const { line, value } of readBatchLines(source, onBadLine)) {
      const row = rowOf(value, asked);
      if (row.target === '' && row.error !== null) {
        failed.push({ line, value: row });
        continue;
      }
      if (row.target === '') answered += 1;
      else models.add(row.target);
      yield { line, value: row.target === '' ? { ...row, target: UNKNOWN } : row };
    }
    const [only = UNKNOWN, ...others] = models;
    const target = others.length + answered === 0 ? only : UNKNOWN;
    const unknown = answered + (target === UNKNOWN ? failed.length : 0);
    if (unknown > 0) source.onNote?.(`${namelessWords(unknown)} under "${UNKNOWN}"; --requests FILE tells the model`);
    else if (failed.length > 0)
      source.onNote?.(`${namelessWords(failed.length)} under the only model that the others name`);
    for (const { line, value } of failed) yield { line, value: { ...value, target } };
  }
  yield* answersOfRows(rows(), UNKNOWN, source, onBadLine, columns, unused);
}

/** Stands for a model that nothing names. */
const UNKNOWN = 'unknown-model';

/** `2 lines name no model and stand`. */
function namelessWords(count: number): string {
  return count === 1 ? '1 line names no model and stands' : `${count} lines name no model and stand`;
}

function rowOf({ customId, status, body, error }: BatchLine, asked: ReadonlyMap<string, Fields>): FieldRow {
  const request = asked.get(customId);
  const answer = isFields(body) ? body : {};
  const { response, finish } = saidInBody(answer);
  const failure = error ?? (status !== null && status >= 400 ? { status, body } : (answer.error ?? null));
  const told = { response, finish, error: failure, asked_at: answer.created ?? answer.created_at ?? null };
  const model = request?.model ?? answer.model ?? answer.modelVersion ?? '';
  if (request !== undefined) return { ...envelopeOf(answer), ...told, prompt: promptOf(request), target: model };
  const lang = detectLang(textOf(isFields(response) ? response.content : response) || customId);
  return { ...envelopeOf(answer), ...told, prompt: customId, probe: customId, lang, target: model };
}

function promptOf(request: Fields): unknown {
  return request.messages ?? request.input ?? request.prompt ?? '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
