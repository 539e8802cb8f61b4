import type { ResponseRecord } from '../model/answer.ts';
import type { DeliveryOutcome } from '../model/delivery.ts';
import type { Reply } from '../model/reply.ts';

/** What is kept of a reply; `askedAt` and `latencyMs` are null where nobody noted them. */
export function responseOf(
  reply: Reply,
  outcome: DeliveryOutcome,
  { askedAt, latencyMs, attempts }: Pick<ResponseRecord, 'askedAt' | 'latencyMs' | 'attempts'>,
): ResponseRecord {
  const { failure } = reply;
  const failedWith = failure === null ? {} : { failure: { message: failure.message, body: failure.body } };
  return {
    delivery: outcome.delivery,
    side: outcome.side,
    kind: outcome.kind,
    flags: outcome.flags,
    reason: outcome.reason,
    finish: reply.finish,
    text: reply.text.toWellFormed(),
    reasoning: reply.reasoning?.toWellFormed() ?? null,
    reasoningState: reply.reasoningState,
    attempts,
    askedAt,
    latencyMs,
    usage: reply.usage,
    envelope: { ...reply.envelope, ...failedWith },
    ...(reply.served === undefined ? {} : { served: reply.served }),
    ...(reply.firstTokens === undefined ? {} : { firstTokens: reply.firstTokens }),
    ...(reply.answerEnd === undefined ? {} : { answerEnd: reply.answerEnd }),
  };
}
