/** What a finish reason says of the end of an answer. */
export type FinishKind = 'ended' | 'length' | 'repetition' | 'filter' | 'tool' | 'failed';

/** A finish reason as read. `known` false: no table has it; its kind is guessed from its name, or null. */
export interface Finish {
  readonly word: string;
  readonly kind: FinishKind | null;
  readonly known: boolean;
}

/**
 * Finish reasons by kind, in lower case with `_` between words. OpenAI, Anthropic, Gemini and Vertex (Candidate.FinishReason), Bedrock
 * Converse, Cohere v2, Mistral, DeepSeek, Zhipu and Z.ai, MiMo, Together, TGI, watsonx, Ollama, llama.cpp, SGLang, vLLM, Responses;
 * after their documentation and LiteLLM's map, read 2026-11-30.
 */
const KINDS: Readonly<Record<FinishKind, readonly string[]>> = {
  ended: [
    'end_token',
    'stop_before',
    'eogtoken',
    'eog_token',
    'stop_generation_trigger',
    'custom_stop',
    'alternative_status_final',
    'stop',
    'end_turn',
    'stop_sequence',
    'complete',
    'completed',
    'eos',
    'eos_token',
    'endturn',
    'stopsequence',
    'normal',
    'end',
    'finished',
    'finish',
    'done',
    'word',
    'end_of_text',
    'end_of_turn',
    'success',
  ],
  length: [
    'error_limit',
    'context_length_exceeded',
    'context_window_exceeded',
    'alternative_status_truncated_final',
    'length',
    'max_tokens',
    'model_length',
    'max_output_tokens',
    'max_completion_tokens',
    'max_new_tokens',
    'model_context_window_exceeded',
    'limit',
    'truncated',
    'compaction',
    'maxtokens',
    'max_token',
    'max_length',
    'token_limit',
    'incomplete',
  ],
  repetition: ['repetition', 'repetition_truncation'],
  filter: [
    'blacklist',
    'guardrails',
    'guardrail',
    'censorship_blocked',
    'data_inspection_failed',
    'alternative_status_content_filter',
    'policy_violation',
    'content_filter',
    'content_filtered',
    'contentfiltered',
    'contentfilter',
    'guardrail_intervened',
    'guardrailintervened',
    'sensitive',
    'refusal',
    'safety',
    'recitation',
    'language',
    'blocklist',
    'prohibited_content',
    'spii',
    'model_armor',
    'escalation',
    'error_toxic',
    'moderation',
    'image_safety',
    'image_prohibited_content',
    'image_recitation',
    'jailbreak',
  ],
  tool: [
    'alternative_status_tool_calls',
    'tool_calls',
    'function_call',
    'tool_use',
    'tool_call',
    'tooluse',
    'pause_turn',
    'pause_run',
  ],
  failed: [
    'error',
    'network_error',
    'insufficient_system_resource',
    'abort',
    'aborted',
    'user_cancel',
    'cancelled',
    'canceled',
    'timeout',
    'time_limit',
    'malformed_function_call',
    'malformed_response',
    'malformed_model_output',
    'malformed_tool_use',
    'missing_thought_signature',
    'unexpected_tool_call',
    'too_many_tool_calls',
    'failed',
    'failure',
    'expired',
    'unload',
    'user_error',
  ],
};
/** Words that say nothing. */
const SILENT = new Set([
  '',
  'null',
  'none',
  'unknown',
  'finish_reason_unspecified',
  'unspecified',
  'undefined',
  'in_progress',
  'queued',
]);

const BY_WORD = new Map(
  (Object.keys(KINDS) as FinishKind[]).flatMap((kind) => KINDS[kind].map((word) => [word, kind] as const)),
);

const FILTERISH =
  /safe|filter|block|sensit|prohibit|forbid|recit|copyright|guard|moderat|risk|policy|violat|censor|refus|inspect|toxic|harm|complian|illegal|armor|spii|敏感|违规|違規|风险|風險|审核|審核|安全|屏蔽|拦截/;
const FAILEDISH =
  /err|fail|abort|cancel|time|network|disconnect|interrupt|overload|unavailable|rate_limit|expire|crash|kill|exception|malform|deadline|quota|insufficient|错误|错誤|失败|超时|取消|中断/;
const LENGTHISH = /token|length|limit|trunc|context|长度|截断/;

/** Reads a finish reason, whatever its spelling; null: it says nothing. A detail after a colon is passed over where the word before it is known. */
export function readFinish(reason: string): Finish | null {
  const spelt = reason
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s.-]+/g, '_');
  const whole = spelt.replace(/^finish_?reason_/, '');
  if (SILENT.has(whole)) return null;
  for (const word of [whole, whole.replaceAll('_', ''), whole.split(':', 1)[0] ?? '']) {
    const kind = BY_WORD.get(word.replace(/_$/, ''));
    if (kind !== undefined) return { word: reason, kind, known: true };
  }
  const kind = FILTERISH.test(whole)
    ? 'filter'
    : FAILEDISH.test(whole)
      ? 'failed'
      : LENGTHISH.test(whole)
        ? 'length'
        : null;
  return { word: reason, kind, known: false };
}

/** Fields of an envelope in which services put a further finish reason beside `finish_reason`. */
const FIELDS = [
  'native_finish_reason',
  'finish_reason',
  'finishReason',
  'stop_reason',
  'stopReason',
  'done_reason',
  'status',
];
/** Fields that hold an object which says why an answer ended: Responses, older OpenAI, Anthropic. */
const DETAILS = ['incomplete_details', 'finish_details', 'stop_details'];
/** The worst first: where two reasons differ, it is not the clean one that is true. */
const WORST: readonly (FinishKind | null)[] = ['filter', 'failed', 'repetition', 'length', null, 'tool', 'ended'];

/** Of finish reasons that differ the worst, as it came; the first where they are of one kind, null where there is none. */
export function worstFinish(reasons: readonly string[]): string | null {
  const rank = (reason: string): number => {
    const read = readFinish(reason);
    return read === null ? WORST.length : WORST.indexOf(read.kind);
  };
  return reasons.reduce<string | null>((worst, one) => (worst === null || rank(one) < rank(worst) ? one : worst), null);
}

/**
 * The finish reason that counts among all that an answer has: the worst. `stop_reason` and `status` are also used for other things (a
 * stop string, a number), so that only words of the table are believed there.
 */
export function finishOf(finish: string | null, envelope: Readonly<Record<string, unknown>>): Finish | null {
  const found: Finish[] = [];
  const take = (value: unknown, onlyKnown: boolean): void => {
    const read = typeof value === 'string' ? readFinish(value) : null;
    if (read !== null && (read.known || !onlyKnown)) found.push(read);
  };
  take(finish, false);
  for (const name of FIELDS) take(envelope[name], /^stop|status/.test(name));
  for (const name of DETAILS) {
    const details = envelope[name];
    if (typeof details !== 'object' || details === null) continue;
    const { reason, type } = details as { reason?: unknown; type?: unknown };
    take(reason, name !== 'incomplete_details');
    take(type, true);
  }
  found.sort((a, b) => WORST.indexOf(a.kind) - WORST.indexOf(b.kind));
  return found[0] ?? null;
}
