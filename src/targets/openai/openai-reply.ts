import type { JsonObject } from '../../lib/json.ts';
import type { Failure, Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { promptCutMessage, promptWasCut } from '../../reading/prompt-cut.ts';
import { notedTags, readAnswerText } from '../../reading/read-answer-text.ts';
import { withFirstTokens } from '../first-tokens.ts';
import { failureOf } from '../http/call-failure.ts';
import type { HttpReply } from '../http/http-client.ts';
import type { Ask } from '../target.ts';
import type { AnswerParts } from './openai-answer.ts';

/** Tokens that an answer may have, thought included: an extra field of the body goes before what is configured. */
export function tokenLimitOf({ body, params }: TargetSpec, thought: number): number {
  const extra = body.max_completion_tokens ?? body.max_tokens;
  return typeof extra === 'number' ? extra : params.max_tokens + thought;
}

/** What a whole answer, or a failure, comes to; `raw` is the body as it came. */
export function replyOf(
  spec: TargetSpec,
  asked: Pick<Ask, 'messages'>,
  reply: Pick<HttpReply, 'status' | 'headers'> | null,
  parts: AnswerParts,
  failed: Failure | null,
  raw: string,
  tokenLimit: number,
  notTaken: JsonObject,
): Reply {
  const { finish, tokens: usage, text: content, thought } = parts;
  const question = asked.messages.at(-1)?.content ?? null;
  const { tags, notation, ...read } = readAnswerText({ content, thought, prompt: question, finish, usage });
  const envelope = parts.envelope(spec.model, reply?.headers ?? {});
  const served = parts.served(reply?.headers ?? {});
  const prompt = usage?.prompt ?? null;
  let failure = failed;
  if (failure === null && prompt !== null && promptWasCut(asked.messages, prompt)) {
    failure = failureOf('configuration', promptCutMessage(prompt, asked.messages), raw);
  }
  return {
    ...read,
    signs: [...read.signs, ...parts.signs],
    finish,
    status: reply?.status ?? null,
    failure,
    envelope: {
      ...envelope,
      ...(tags === null ? {} : notedTags(tags, notation)),
      ...(Object.keys(notTaken).length === 0 ? {} : { not_taken: notTaken }),
    },
    tokenLimit,
    usage,
    recorded: null,
    ...(served === undefined ? {} : { served }),
    ...withFirstTokens(spec.logprobs === undefined ? null : parts.firstTokens(read.text)),
  };
}
