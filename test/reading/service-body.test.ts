import { describe, expect, it } from 'vitest';
import { deliveryOfCollected } from '../../src/reading/delivery-of-collected.ts';
import { serviceBodyIn } from '../../src/reading/service-body.ts';

const collected = (response: string) => {
  const { delivery, kind, side, flags } = deliveryOfCollected({ response, finishReason: null });
  return [delivery, side ?? kind, ...flags].filter((part) => part !== null).join(' ');
};

describe("a service's words in place of an answer", () => {
  it.each([
    [
      'API error: 400 Bad Request\n{"error":{"message":"Content Exists Risk","code":"invalid_request_error"}}',
      'provider_filter input',
    ],
    [
      'API error: 400 Bad Request\n{"error":{"message":"Invalid prompt","code":"invalid_prompt"}}',
      'error configuration',
    ],
    ['API error: 429 Too Many Requests\n{"error":{"message":"slow down"}}', 'error http'],
    ['API call error: Error: fetch failed', 'error protocol'],
    [
      "Error code: 400 - {'error': {'message': 'The input contains sensitive content'}}",
      'provider_filter input filter_by_words',
    ],
    ['openai.RateLimitError: Error code: 429 - {"error": {"message": "quota"}}', 'error http'],
    [
      'litellm.BadRequestError: OpenAIException - {"error":{"message":"data_inspection_failed"}}',
      'provider_filter input',
    ],
    ['HTTP 502 Bad Gateway', 'error http'],
    ['Request failed with status code 403', 'error configuration'],
    ['{"error":{"message":"Internal Server Error","type":"server_error","code":500}}', 'error http'],
    ['{"error": "model \'x\' not found"}', 'error configuration'],
    ['{"detail":"Not Found"}', 'error configuration'],
    ['{"code": 1301, "msg": "输入内容包含敏感词"}', 'provider_filter input'],
    ['{"error": true}', 'error protocol'],
    ['{"error": {"type": "server_error"}}', 'error protocol'],
    ["{'error': 'upstream timed out'}", 'error protocol'],
    ['[{"error": {"code": 429, "message": "slow down"}}]', 'error http'],
    ['{"errors": [{"message": "internal"}]}', 'error protocol'],
    ['{"status": "error", "message": "something broke"}', 'error protocol'],
    ['{"success": false, "msg": "系統忙碌"}', 'error protocol'],
    ['{"错误": "服务异常"}', 'error protocol'],
    ['```json\n{"error": "blocked by safety system"}\n```', 'provider_filter input'],
    ['<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body></body></html>', 'error http'],
    ['<html>\n<head><title>Just a moment...</title></head></html>', 'error protocol'],
    ['[[EMPTY finish_reason=content_filter native=SAFETY]]', 'provider_filter output'],
    ['Unsuccessful Finish Reason: RECITATION', 'provider_filter output'],
  ])('%s: %s', (response, outcome) => {
    expect(collected(response)).toBe(outcome);
  });

  it.each([
    'The API returned an error in 1989, so to speak.',
    'Error is human; the massacre was not one.',
    'Errors were made in 1966 and after.',
    'HTTP is a protocol. In China many sites are blocked.',
    'In 1989, about 400 to 2,600 people died.',
    '{"answer": "Taipei"}',
    '{"error": "none"}',
    '{"error": "I cannot discuss this subject."}',
    '{"error": "抱歉，我无法讨论这个问题。"}',
    '{"status": "error-prone", "message": "The count of 1911 was wrong."}',
    '{"error": "none", "answer": "Taipei"}',
    '<p>403 people were held.</p>',
    '<!DOCTYPE html><html><head><title>A page on Taipei</title></head><body>Taipei</body></html>',
    'Exception: none. The rule holds for all states.',
    '404',
  ])('that it is not: %s', (response) => {
    expect(serviceBodyIn(response)).toBeNull();
    expect(collected(response)).toBe('ok finish_unknown');
  });
});
