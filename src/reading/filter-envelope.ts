import type { FilterSide } from '../model/delivery.ts';

type Envelope = Readonly<Record<string, unknown>>;

/** What a filter said beside an answer under a good status. */
export interface FilterBeside {
  readonly host: string;
  readonly side: FilterSide;
}

/**
 * A filter that spoke beside an answer under a good status: MiniMax's `input_sensitive` and `output_sensitive`, ERNIE's
 * `need_clear_history`, `is_safe` and `flag`, Hunyuan's `ModerationLevel`, Gemini's `blockReason`, Bedrock's guardrail, promptfoo's `guardrails`,
 * Azure's results where the answer is empty. Azure's `content_filter_error` (the filter was down) is none.
 */
export function filterInEnvelope(envelope: Envelope, text: string): FilterBeside | null {
  if (envelope.input_sensitive === true) return { host: 'MiniMax', side: 'input' };
  if (envelope.output_sensitive === true) return { host: 'MiniMax', side: 'output' };
  if (envelope.need_clear_history === true) return { host: 'Baidu ERNIE', side: 'input' };
  if ((typeof envelope.flag === 'number' && envelope.flag > 0) || envelope.is_safe === 0) {
    return { host: 'Baidu ERNIE', side: 'output' };
  }
  if (String(envelope.ModerationLevel ?? '') === '1') return { host: 'Tencent Hunyuan', side: 'input' };
  // A mark beside an empty answer says what became of it; beside a whole one it withheld nothing.
  if (text.trim() === '' && isFields(envelope.moderation) && envelope.moderation.flagged === true) {
    return { host: 'a moderation', side: 'output' };
  }
  return blockedPrompt(envelope) ?? guardrail(envelope) ?? azureResults(envelope, text);
}

function blockedPrompt(envelope: Envelope): FilterBeside | null {
  const feedback = envelope.promptFeedback ?? envelope.prompt_feedback ?? envelope;
  if (!isFields(feedback)) return null;
  const names = ['blockReason', 'block_reason', 'blockedReason', 'blocked_reason'];
  const reason = names.map((name) => feedback[name]).find((value) => typeof value === 'string' && value !== '');
  if (typeof reason !== 'string' || /UNSPECIFIED$/i.test(reason)) return null;
  return { host: 'Google Gemini', side: 'input' };
}

function guardrail(envelope: Envelope): FilterBeside | null {
  const action = envelope['amazon-bedrock-guardrailAction'] ?? envelope.guardrailAction;
  if (typeof action === 'string' && /INTERVENED$/i.test(action)) {
    const trace = JSON.stringify(envelope['amazon-bedrock-trace'] ?? envelope.trace ?? {});
    return { host: 'Amazon Bedrock', side: /"output/.test(trace) ? 'output' : 'input' };
  }
  const { guardrails } = envelope;
  if (!isFields(guardrails)) return null;
  if (guardrails.flagged !== true && guardrails.blocked !== true) return null;
  return { host: 'a guardrail', side: guardrails.flaggedInput === true ? 'input' : 'output' };
}

/** A filter that marks what it lets pass says nothing of a text that came whole. */
function azureResults(envelope: Envelope, text: string): FilterBeside | null {
  if (text.trim() !== '') return null;
  const prompt = envelope.prompt_filter_results ?? envelope.promptFilterResults;
  if (saysFiltered(prompt)) return { host: 'Azure OpenAI', side: 'input' };
  const answer = envelope.content_filter_results ?? envelope.contentFilterResults;
  return saysFiltered(answer) ? { host: 'Azure OpenAI', side: 'output' } : null;
}

/** Some services name the role whose text was caught: `contentFilter: [{role: user}]`, and say so of the prompt. */
export function inputSideSaid(envelope: Envelope, text: string): boolean {
  const roles = JSON.stringify(envelope.contentFilter ?? envelope.content_filter ?? []);
  if (roles.includes('"role":"assistant"')) return false;
  if (roles.includes('"role":"user"')) return true;
  return text === '' && saysFiltered(envelope.prompt_filter_results ?? envelope.promptFilterResults);
}

function saysFiltered(results: unknown): boolean {
  return results !== undefined && JSON.stringify(results).includes('"filtered":true');
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
