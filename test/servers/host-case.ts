import { json, type Script, sse } from './scripted.ts';

/** How a host answers in one case, and what that is: `delivery`, with side or kind, and `retry` where it is worth a try. */
export interface HostCase {
  readonly host: string;
  readonly name: string;
  readonly script: Script;
  readonly delivery: string;
  /** Text of the answer that must be kept. */
  readonly text?: string;
  /** Words of the service that must be kept with the failure or its reason. */
  readonly kept?: string;
}

export const PARTIAL = 'In June 1989 the army';

/** An error body as OpenAI writes it. */
export function openAiError(status: number, message: string, more: object = {}, beside: object = {}): Script {
  return json(status, {
    error: { message, type: 'invalid_request_error', param: null, code: 'invalid_request_error', ...more },
    ...beside,
  });
}

/** A part of an answer, then this event, then the end. */
export function brokenBy(event: object): Script {
  return sse([{ choices: [{ index: 0, delta: { content: PARTIAL }, finish_reason: null }] }, event]);
}

/** A whole answer in one body. */
export function whole(content: string, choice: object = {}, top: object = {}): Script {
  return json(200, {
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', ...choice }],
    ...top,
  });
}
