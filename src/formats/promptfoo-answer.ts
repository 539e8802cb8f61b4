import type { JsonObject } from '../lib/json.ts';
import type { DeliveryFlag } from '../model/delivery.ts';
import { readContent, thoughtOfMessage } from '../reading/content-parts.ts';
import { saidInBody } from './said-in-body.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What promptfoo kept of an answer, with the thought that it put into the text taken out where the raw answer tells it. */
export interface PromptfooAnswer {
  readonly response: string;
  readonly reasoning: string | null;
  readonly flags: readonly DeliveryFlag[];
  readonly envelope: JsonObject;
}

/** One line of summary and one of answer, as promptfoo writes answers of the Responses protocol (src/providers/responses/processor.ts). */
const SUMMARY = /^Reasoning: ([^\n]+)\n+(?=\S)/;

/**
 * Reads `response.output`: a text, a message, or its parts. `raw` is the service's own answer where promptfoo kept it; `provider` the id that
 * says which protocol was spoken.
 */
export function readPromptfooAnswer(
  output: unknown,
  { raw, guardrails, isRefusal, provider }: { raw: unknown; guardrails: unknown; isRefusal: boolean; provider: string },
): PromptfooAnswer {
  const told = messageIn(raw);
  const { text, reasoning: inParts } = outputOf(output);
  const thought = (told === null ? null : thoughtOfMessage(told)) ?? inParts;
  const envelope: JsonObject = isFields(guardrails) ? { guardrails: guardrails as JsonObject } : {};
  if (isRefusal) Object.assign(envelope, { is_refusal: true });
  const bare = thought === null ? text : withoutPrefix(text, thought);
  const summary = thought === null && /responses/i.test(provider) && text.startsWith('Reasoning: ');
  if (!summary) return { response: bare, reasoning: thought, flags: [], envelope };
  const match = SUMMARY.exec(text);
  const lines = text.trim().split(/\n+/).length;
  if (match === null || lines !== 2) return { response: text, reasoning: null, flags: ['reasoning_unknown'], envelope };
  return { response: text.slice(match[0].length), reasoning: match[1] ?? null, flags: [], envelope };
}

function outputOf(output: unknown): { text: string; reasoning: string | null } {
  if (typeof output === 'string') return { text: output, reasoning: null };
  if (output === undefined || output === null) return { text: '', reasoning: null };
  const message = messageIn(output) ?? (isFields(output) && 'content' in output ? output : bodyMessage(output));
  const isParts = Array.isArray(output) && output.every((part) => typeof part === 'string' || isPart(part));
  if (message === null && !isParts) return { text: JSON.stringify(output), reasoning: null };
  const { text, reasoning, refusal } = readContent(message === null ? output : message.content);
  const said = text || refusal || (typeof message?.refusal === 'string' ? message.refusal : '');
  return { text: said, reasoning: reasoning ?? (message === null ? null : thoughtOfMessage(message)) };
}

/** The message in a body that a provider handed on whole. */
function bodyMessage(output: unknown): Fields | null {
  const { response } = isFields(output) ? saidInBody(output) : { response: null };
  return isFields(response) ? response : null;
}

function isPart(part: unknown): boolean {
  return isFields(part) && typeof part.type === 'string' && /text|think|reason|refusal|message/.test(part.type);
}

/** The message in a whole answer of a service, which may be kept as a string. */
function messageIn(raw: unknown): Fields | null {
  let value = raw;
  if (typeof raw === 'string') {
    try {
      value = JSON.parse(raw);
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }
  const choices = isFields(value) ? value.choices : null;
  const choice: unknown = Array.isArray(choices) ? choices[0] : null;
  return isFields(choice) && isFields(choice.message) ? choice.message : null;
}

/** promptfoo puts `Thinking: …` and a blank line before the answer, for each of two fields. */
function withoutPrefix(text: string, thought: string): string {
  const prefix = `Thinking: ${thought}`;
  let rest = text;
  while (rest.startsWith(prefix)) rest = rest.slice(prefix.length).replace(/^\s+/, '');
  return rest;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
