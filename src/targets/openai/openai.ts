import type { OpenAI } from 'openai';
import type { JsonObject } from '../../lib/json.ts';
import { parseJson } from '../../lib/parse-json.ts';
import type { Failure, Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { serverMessage } from '../../reading/server-message.ts';
import { noFirstTokens } from '../first-tokens.ts';
import { addressOf, endpoint } from '../http/address-of.ts';
import { failureOf, failureOfException } from '../http/call-failure.ts';
import { trustedCertificate } from '../http/certificate.ts';
import { startDeadline } from '../http/deadline.ts';
import { HttpClient, type HttpReply } from '../http/http-client.ts';
import { type EventData, readEventStream, readText, type StreamRead } from '../http/read-event-stream.ts';
import { requestHeaders } from '../http/request-headers.ts';
import { callSeconds, reasoningTokens, tokenLimits } from '../services/reasoning-budget.ts';
import { serviceAt, serviceNamed } from '../services/service-of.ts';
import { settleThink } from '../services/settle-think.ts';
import type { Ask, Inspection, Target, TargetIo } from '../target.ts';
import { AnswerParts, isFields } from './openai-answer.ts';
import { batchBody, readBatchResult } from './openai-batch.ts';
import { identifyOpenAi } from './openai-identity.ts';
import { replyOf, tokenLimitOf } from './openai-reply.ts';
import { chatRequest } from './openai-request.ts';
import { RequestHabits } from './request-habits.ts';

/** Fields that one call may find out about before it is given up. */
const MOST_LESSONS = 8;
type ChatBody = { [Field in keyof OpenAI.ChatCompletionCreateParamsStreaming]?: unknown };

/** A model behind any service that speaks OpenAI's chat completions. */
export async function createOpenAiTarget(spec: TargetSpec, io: TargetIo): Promise<Target> {
  const http = new HttpClient(io.env, await trustedCertificate(spec));
  const habits = new RequestHabits();
  const headers = requestHeaders(spec, 'text/event-stream, application/json');
  const address = addressOf(spec);
  const counted = noFirstTokens(spec);
  // How it is told to think; null until the server has been looked at.
  let think: JsonObject | null = spec.think === null ? {} : null;
  let service = serviceNamed(spec.service) ?? serviceAt(spec.baseURL ?? '');
  let thought = reasoningTokens(spec, null);
  let limits = tokenLimits(spec, service, thought);
  const identify = (signal: AbortSignal, free = false): Promise<Inspection> =>
    identifyOpenAi({
      spec,
      http,
      signal,
      free,
      settle(found) {
        service = found;
        think = settleThink(spec, service);
        return think;
      },
      limitsFor(isThinking) {
        thought = reasoningTokens(spec, isThinking);
        limits = tokenLimits(spec, service, thought);
        return limits;
      },
      askOneToken: (asked) => askFor(asked, { max_tokens: 1 }),
    });

  // The client package reads bodies away and costs a quarter of a millisecond a call: its types are enough.
  const url = endpoint(address, '/chat/completions');
  const send = (sent: JsonObject, signal: AbortSignal): Promise<HttpReply> => {
    const body: ChatBody = sent;
    return http.send({ method: 'POST', url, headers, body: JSON.stringify(body), signal });
  };

  const askFor = async (asked: Ask, most: JsonObject): Promise<Reply> => {
    const seconds = callSeconds(spec, thought);
    const deadline = startDeadline(seconds, asked.signal);
    let read: StreamRead = { raw: '', stray: '', done: false };
    let parts = new AnswerParts();
    let reply: HttpReply | null = null;
    let failure: Failure | null = null;
    try {
      for (let tries = 0; ; tries++) {
        const sent = habits.applied(chatRequest(spec, asked, most, think ?? {}), spec.body);
        reply = await send(sent, deadline.signal);
        failure = await readReply(reply, read, parts);
        if (failure === null || tries >= MOST_LESSONS) break;
        if (!habits.learn(reply.status, read.raw, sent, spec.body)) break;
        read = { raw: '', stray: '', done: false };
        parts = new AnswerParts();
      }
    } catch (error) {
      // An answer with its finish reason is whole, however the connection ended.
      if (parts.finish === null || parts.broken || parts.error !== null || asked.signal.aborted) {
        failure = failureOfException(error, deadline, seconds, read.raw);
      }
    } finally {
      deadline.stop();
    }
    return replyOf(spec, asked, reply, parts, failure, read.raw, tokenLimitOf(spec, thought), habits.notTaken);
  };

  return {
    spec,
    async ask(asked: Ask): Promise<Reply> {
      if (think === null) await identify(asked.signal);
      if (think === null) return notAsked('the server cannot be reached, so that nothing tells how to set thinking');
      const reply = await askFor(asked, limits);
      counted.note(reply);
      return reply;
    },
    identify,
    batch: {
      request: (asked) => (think === null ? null : batchBody(chatRequest(spec, asked, limits, think))),
      read: (asked, result) => readBatchResult(spec, asked, result, tokenLimitOf(spec, thought)),
    },
    learned: () => [
      ...counted.warnings(),
      ...Object.entries(habits.notTaken).map(([name, value]) => {
        return `${name} (${JSON.stringify(value)}) is not sent: the service refuses it, and answers by its own default`;
      }),
    ],
    close: () => http.close(),
  };
}

/** Reads a body into the parts of an answer; what is none is a failure with its raw text. */
async function readReply(reply: HttpReply, read: StreamRead, parts: AnswerParts): Promise<Failure | null> {
  const { status, headers } = reply;
  if (status < 200 || status > 299) {
    const raw = await readText(reply.body, read);
    const kind = status >= 300 && status < 400 ? 'configuration' : 'http';
    return failureOf(kind, `HTTP ${status}: ${serverMessage(raw) ?? 'no message'}`, raw, headers);
  }
  await readEventStream(reply.body, read, (event) => {
    const chunk = parsed(event.data, 'broken');
    if (event.late) {
      if (isFields(chunk)) parts.takeAfterEnd(chunk);
      return;
    }
    if (isBroken(event, chunk) || isPieceOfJson(read.stray)) parts.crack();
    if (isFields(chunk)) parts.take(chunk);
  });
  const body = read.stray === '' ? null : parsed(read.stray);
  if (isFields(body)) parts.take(body);
  if (parts.error !== null) {
    const message = serverMessage(JSON.stringify(parts.error)) ?? 'an error without a message';
    return failureOf('http', `error under HTTP ${status}: ${message}`, read.raw, headers);
  }
  if (isFields(body) && !('choices' in body) && !parts.begun) {
    return failureOf('configuration', `HTTP ${status} with JSON that is no chat completion`, read.raw, headers);
  }
  if (parts.broken) {
    return failureOf('protocol', `HTTP ${status} with a part that cannot be read before the end`, read.raw, headers);
  }
  if (isFields(body) || parts.begun) return null;
  if (!parts.begun && /^\s*<(?:!doctype|html|head|\?xml)\b/i.test(read.stray)) {
    return failureOf('configuration', `HTTP ${status} with a page that is no chat completion`, read.raw, headers);
  }
  if (read.raw.trim() === '') return failureOf('protocol', `HTTP ${status} with an empty body`, '', headers);
  return failureOf('protocol', `HTTP ${status} with a body that is no chat completion`, read.raw, headers);
}

/** Types that events of an answer have; those of other types are passed over where they hold no JSON. */
const OF_THE_ANSWER = new Set(['message', 'error', 'data', 'completion', 'chunk', 'delta', 'result', '']);
/** What keeps a connection open. */
const PING = /^\s*[["]?(?:(?:keep|heart)[-_ ]?(?:alive|beat)|ping|pong|)[\]"]?\s*$/i;

/** True for an event of the answer whose data is neither a chunk, nor a ping, nor an empty value: a part of the answer is lost. */
function isBroken({ data, type }: EventData, value: unknown): boolean {
  if (isFields(value) || value === null) return false;
  return (type === null || OF_THE_ANSWER.has(type)) && !PING.test(data);
}

/** True for lines outside of events in which a chunk stands, or a part of one; other fields and words are none. */
function isPieceOfJson(stray: string): boolean {
  return /[{}"]/.test(stray);
}

function notAsked(message: string): Reply {
  return {
    text: '',
    reasoning: null,
    reasoningState: 'absent',
    finish: null,
    status: null,
    failure: failureOf('connection', message, ''),
    envelope: {},
    usage: null,
    recorded: null,
  };
}

function parsed(text: string, otherwise: string | null = null): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return otherwise;
    throw error;
  }
}
