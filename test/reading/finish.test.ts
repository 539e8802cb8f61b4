import { describe, expect, it } from 'vitest';
import { finishOf, readFinish } from '../../src/reading/finish.ts';

describe('a finish reason', () => {
  it.each([
    ['stop', 'ended'],
    ['STOP', 'ended'],
    ['COMPLETE', 'ended'],
    ['end_turn', 'ended'],
    ['stopSequence', 'ended'],
    ['eos_token', 'ended'],
    ['length', 'length'],
    ['MAX_TOKENS', 'length'],
    ['maxTokens', 'length'],
    ['model_length', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['repetition_truncation', 'repetition'],
    ['content_filter', 'filter'],
    ['content-filter', 'filter'],
    ['contentFiltered', 'filter'],
    ['content_filter: PROHIBITED_CONTENT', 'filter'],
    ['FINISH_REASON_SAFETY', 'filter'],
    ['RECITATION', 'filter'],
    ['BLOCKLIST', 'filter'],
    ['SPII', 'filter'],
    ['ERROR_TOXIC', 'filter'],
    ['guardrail_intervened', 'filter'],
    ['blacklist', 'filter'],
    ['sensitive', 'filter'],
    ['refusal', 'filter'],
    ['tool_calls', 'tool'],
    ['function_call', 'tool'],
    ['error', 'failed'],
    ['ERROR', 'failed'],
    ['network_error', 'failed'],
    ['abort', 'failed'],
    ['USER_CANCEL', 'failed'],
    ['TIMEOUT', 'failed'],
    ['time_limit', 'failed'],
    ['MALFORMED_FUNCTION_CALL', 'failed'],
  ])('%s is of the kind %s', (word, kind) => {
    expect(readFinish(word)).toEqual({ word, kind, known: true });
  });

  it.each([
    ['IMAGE_UNSAFE', 'filter'],
    ['blocked_by_policy', 'filter'],
    ['high_risk', 'filter'],
    ['内容违规', 'filter'],
    ['copyright_hit', 'filter'],
    ['upstream_failure', 'failed'],
    ['deadline_exceeded', 'failed'],
    ['client_disconnected', 'failed'],
    ['request_cancelled_by_host', 'failed'],
    ['server_overloaded', 'failed'],
    ['请求超时', 'failed'],
    ['token_budget_reached', 'length'],
    ['OTHER', null],
    ['wrapped_up', null],
  ])('that no table has is judged by its name: %s', (word, kind) => {
    expect(readFinish(word)).toEqual({ word, kind, known: false });
  });

  it.each(['', 'null', 'none', 'unknown', 'FINISH_REASON_UNSPECIFIED'])('says nothing: %j', (word) => {
    expect(readFinish(word)).toBeNull();
  });

  it.each([
    ['stop', { native_finish_reason: 'network_error' }, 'failed'],
    ['stop', { native_finish_reason: 'SAFETY' }, 'filter'],
    ['stop', { native_finish_reason: 'MAX_TOKENS' }, 'length'],
    ['stop', { native_finish_reason: 'end_turn' }, 'ended'],
    ['error', { native_finish_reason: 'stop' }, 'failed'],
    [null, { stop_reason: 'refusal' }, 'filter'],
    ['stop', { stop_reason: 'a stop string about errors' }, 'ended'],
    [null, { stopReason: 'guardrail_intervened' }, 'filter'],
    [null, { done_reason: 'length' }, 'length'],
    [null, { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'filter'],
    ['completed', { incomplete_details: { reason: 'max_output_tokens' } }, 'length'],
    ['stop', { status: 200 }, 'ended'],
    ['stop', { finish_details: { type: 'content_filter' } }, 'filter'],
    ['end_turn', { stop_details: { type: 'refusal', category: 'x' } }, 'filter'],
    ['stop', { finish_details: { type: 'stop', stop: '<|im_end|>' } }, 'ended'],
  ])('%j beside %j ends in the worse of both: %s', (finish, envelope, kind) => {
    expect(finishOf(finish, envelope)?.kind).toBe(kind);
  });

  it('is null where nothing was said', () => {
    expect(finishOf(null, {})).toBeNull();
  });
});
