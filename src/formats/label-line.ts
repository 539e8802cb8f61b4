import { z } from 'zod';
import { DELIVERIES } from '../model/delivery.ts';
import { askedIn, textOf } from './asked-in.ts';
import { withResponse } from './batch-lines.ts';
import { envelopeOf } from './filter-fields.ts';
import { lmEvalAnswers } from './lm-eval.ts';
import { saidInBody } from './said-in-body.ts';

type Fields = Readonly<Record<string, unknown>>;

const lineSchema = z.object({
  response: z.string(),
  prompt: z.string().nullish(),
  id: z.union([z.string(), z.number()]).nullish(),
  lang: z.string().nullish(),
  delivery: z.enum(DELIVERIES).nullish(),
  finish_reason: z.string().nullish(),
  reasoning: z.string().nullish(),
  /** A refusal in a field of its own is the model's answer where `response` is empty. */
  refusal: z.string().nullish(),
  probe: z.string().nullish(),
  /** What the service said instead of an answer. */
  error: z.object({ status: z.number().nullable(), message: z.string(), body: z.string() }).nullish(),
  /** What else it said: results of filters. */
  envelope: z.record(z.string(), z.json()).nullish(),
});
export type LabelLine = z.infer<typeof lineSchema>;

/**
 * A line that `candor label` takes in; what is not named here is ignored. Chats and contents in parts are read as texts; a result of a batch service
 * and a sample of lm-evaluation-harness with one answer are lines as well.
 */
export const labelLineSchema: z.ZodType<LabelLine> = z.preprocess(labelFields, lineSchema);

function labelFields(given: unknown): unknown {
  const value = withResponse(given);
  if (!isFields(value)) return value;
  if (typeof value.custom_id === 'string' && ('error' in value || isFields(value.response))) return ofBatch(value);
  const answers = Array.isArray(value.resps) && 'doc_id' in value ? lmEvalAnswers(value) : null;
  if (answers !== null && answers.texts.length === 1)
    return { id: value.doc_id, prompt: answers.prompt, response: answers.texts[0] };
  const { response, prompt, error: _error, refusal, ...rest } = value;
  const hasRefusal = typeof refusal === 'string' && refusal !== '';
  return {
    ...rest,
    ...(prompt === undefined || prompt === null
      ? {}
      : { prompt: typeof prompt === 'object' || typeof prompt === 'string' ? askedIn(prompt).question : prompt }),
    ...(response === undefined ? {} : { response: response === null ? '' : partsOf(response) }),
    ...(hasRefusal ? { refusal } : {}),
    envelope: envelopeOf(value),
  };
}

/** A list of parts, or a message, as text; what is neither stays, and is refused. */
function partsOf(response: unknown): unknown {
  const isMessage = isFields(response) && 'content' in response;
  const isParts =
    Array.isArray(response) && response.length > 0 && response.every((part) => isFields(part) && 'type' in part);
  if (!isMessage && !isParts) return response;
  return (
    textOf(isMessage ? response.content : response) ||
    (isMessage && typeof response.refusal === 'string' ? response.refusal : '')
  );
}

function ofBatch({ custom_id: id, response, error }: Fields): Fields {
  const { status_code: status, body } = isFields(response) ? response : {};
  const answer = isFields(body) ? body : {};
  const failure = hasWords(error) ? error : typeof status === 'number' && status >= 400 ? answer : null;
  const said = saidInBody(answer);
  const message = isFields(said.response) ? said.response : {};
  const text = JSON.stringify(failure);
  return {
    id,
    response: isFields(said.response) ? textOf(message.content) : said.response,
    refusal: message.refusal,
    reasoning: typeof message.reasoning_content === 'string' ? message.reasoning_content : null,
    finish_reason: said.finish,
    envelope: { ...envelopeOf(answer), ...envelopeOf(message) },
    ...(failure === null
      ? {}
      : { error: { status: typeof status === 'number' ? status : null, message: text, body: text } }),
  };
}

function hasWords(error: unknown): boolean {
  if (typeof error === 'string') return error !== '';
  return isFields(error) && Object.values(error).some((value) => value !== null && value !== '');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
