import type { Reply } from '../model/reply.ts';
import { maskerFor } from '../model/secrets.ts';
import type { TargetSpec } from '../model/target-spec.ts';

/** A reply without secrets. */
export interface MaskedReply {
  readonly reply: Reply;
  /** True where the answer itself, or its reasoning, repeated one. */
  readonly answerMasked: boolean;
}

/** Takes the target's secrets out of a reply: servers repeat them in messages of failed calls, and models in answers. */
export function maskSecrets(
  reply: Reply,
  spec: Pick<TargetSpec, 'apiKey' | 'headers'> & Partial<TargetSpec>,
): MaskedReply {
  const masker = maskerFor(spec);
  if (masker === null) return { reply, answerMasked: false };
  const { failure, text, reasoning, answerEnd } = reply;
  const masked: Reply = {
    ...reply,
    text: masker.text(text),
    reasoning: reasoning === null ? null : masker.text(reasoning),
    finish: reply.finish === null ? null : masker.text(reply.finish),
    failure:
      failure === null
        ? null
        : {
            ...failure,
            message: masker.cut(failure.message),
            body: failure.body === null ? null : masker.cut(failure.body),
          },
    envelope: masker.data(reply.envelope),
    ...(reply.served === undefined ? {} : { served: masker.data(reply.served) }),
    ...(reply.firstTokens === undefined ? {} : { firstTokens: masker.data(reply.firstTokens) }),
    ...(answerEnd === undefined ? {} : { answerEnd: masker.text(text.slice(0, answerEnd)).length }),
  };
  return { reply: masked, answerMasked: masked.text !== text || masked.reasoning !== reasoning };
}
