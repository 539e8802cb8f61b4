import { envelopeOf } from './filter-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What the body of a service's answer says, as a message or a text, and how it ended: chat completions, completions, Responses, Anthropic's
 * Messages, Gemini and Ollama. A body of another shape says ''.
 */
export function saidInBody(body: Fields): { readonly response: unknown; readonly finish: unknown } {
  const choice = firstOf(body.choices);
  if (choice !== null) {
    const message = isFields(choice.message) ? { ...envelopeOf(choice), ...choice.message } : (choice.text ?? '');
    return { response: message, finish: choice.finish_reason ?? null };
  }
  // The Responses protocol: messages and thoughts beside each other.
  if (Array.isArray(body.output)) return { response: { content: body.output }, finish: body.status ?? null };
  if (Array.isArray(body.content)) return { response: { content: body.content }, finish: body.stop_reason ?? null };
  const candidate = firstOf(body.candidates);
  if (candidate !== null) {
    const content = isFields(candidate.content) ? candidate.content.parts : null;
    return { response: { content: content ?? '' }, finish: candidate.finishReason ?? null };
  }
  if (isFields(body.message) && 'done' in body) return { response: body.message, finish: body.done_reason ?? null };
  return { response: '', finish: null };
}

function firstOf(list: unknown): Fields | null {
  const first: unknown = Array.isArray(list) ? list[0] : null;
  return isFields(first) ? first : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
