import type { CollectedAnswer } from '../../formats/collected-answer.ts';
import type { Meta } from '../../formats/meta.ts';
import { servedOfRow } from '../../formats/served-of-row.ts';
import { contentHash } from '../../lib/digest.ts';
import type { ResponseRecord } from '../../model/answer.ts';
import { nameOfModel } from '../../model/model-name.ts';
import { keptRoleSchema, keptStyleSchema, type Probe } from '../../model/probe.ts';
import type { TargetRecord } from '../../model/run.ts';
import { knowledgeOfId } from '../../probes/knowledge-probes.ts';
import { readCollected } from '../../reading/delivery-of-collected.ts';
import { notedTags } from '../../reading/read-answer-text.ts';
import { unknownIdentity } from '../../targets/identity-parts.ts';

/** A row of ours is taken over as it is; what others collected is read as the answer of a target is. */
export function responseOf(answer: CollectedAnswer, isOwn: boolean): ResponseRecord {
  const { delivery, finish, error, reasoning, prompt, usage, envelope = {} } = answer;
  if (isOwn && delivery !== null && !isBlank(answer)) return keptResponse(answer, delivery);
  const known = knownOf(answer);
  const collected = {
    response: answer.response,
    finishReason: finish,
    delivery: isBlank(answer) ? null : delivery,
    error,
    reasoning,
    prompt,
    usage,
    envelope,
  };
  const read = readCollected(collected);
  const { outcome, tags, notation } = read;
  return {
    ...known,
    envelope: { ...known.envelope, ...(tags === null ? {} : notedTags(tags, notation)) },
    delivery: outcome.delivery,
    side: answer.side ?? outcome.side,
    kind: answer.kind ?? outcome.kind,
    flags: [...new Set([...answer.delivery_flags, ...outcome.flags])],
    reason: outcome.reason,
    text: read.text.toWellFormed(),
    reasoning: read.reasoning?.toWellFormed() ?? null,
    reasoningState: read.reasoningState,
    ...(read.answerEnd === undefined ? {} : { answerEnd: read.answerEnd }),
  };
}

/** A row of ours as it stands, whatever it says. */
export function keptResponse(answer: CollectedAnswer, delivery: ResponseRecord['delivery']): ResponseRecord {
  const { side, kind, delivery_flags: flags, reasoning_state: reasoningState, reasoning } = answer;
  const end = answer.answer_end === null ? {} : { answerEnd: answer.answer_end };
  const texts = { text: answer.response.toWellFormed(), reasoning: reasoning?.toWellFormed() ?? null };
  return { ...knownOf(answer), ...end, ...texts, delivery, side, kind, flags, reason: null, reasoningState };
}

function knownOf(answer: CollectedAnswer) {
  const { error, envelope = {} } = answer;
  const served = servedOfRow(answer);
  return {
    finish: answer.finish,
    attempts: answer.attempts,
    askedAt: answer.asked_at,
    latencyMs: answer.latency_ms,
    usage: answer.usage,
    ...(served === undefined ? {} : { served }),
    ...(answer.first_tokens === null ? {} : { firstTokens: answer.first_tokens }),
    envelope: error === null ? envelope : { ...envelope, error },
  };
}

/** True of an answer that says of itself that it arrived and has no words: it is read as anybody's, whatever its verdicts say. */
export function isBlank({ delivery, response }: CollectedAnswer): boolean {
  return delivery === 'ok' && !/[^\s\p{Default_Ignorable_Code_Point}\p{C}\u2800]/u.test(response);
}

/** The set and the topic of questions that name none. */
export const IMPORTED = 'imported';

/** The probe that an answer names, with its question in the answer's language. */
export function probeOf(answer: CollectedAnswer, known: Map<string, Probe>): Probe {
  const { probe: id, lang, prompt, topic, role, style, state, tags, stakes, control, set } = answer;
  // Files of before say it by the id alone.
  const knowledge = answer.knowledge ?? (role === 'neutral' ? knowledgeOfId(id) : undefined);
  const before = known.get(id);
  const probe: Probe = before ?? {
    id,
    set: set ?? IMPORTED,
    topic: topic ?? IMPORTED,
    role: keptRoleSchema.parse(role),
    style: keptStyleSchema.parse(style ?? 'factual'),
    state,
    tags,
    ask: {},
    control,
    official: [],
    facts: [],
    ...(stakes.length === 0 ? {} : { stakes }),
    ...(knowledge === undefined ? {} : { knowledge }),
  };
  (probe.ask as Record<string, string>)[lang] ??= prompt;
  known.set(id, probe);
  return probe;
}

/** The target that an answer names, as the meta file knows it. */
export function targetOf(id: string, answer: CollectedAnswer, meta: Meta | null): TargetRecord {
  const noted =
    meta?.targets.find((target) => target.id === id) ?? meta?.targets.find((target) => target.id === answer.target);
  const unknown = { ...unknownIdentity('recording', answer.target), family: answer.family };
  const name = noted?.name ?? nameOfModel(answer.target_name ?? '');
  const identity = meta?.identities[noted?.identity ?? answer.identity ?? ''] ?? unknown;
  return {
    id,
    family: answer.family,
    kind: noted?.kind ?? 'recording',
    model: noted?.model ?? (name === '' ? answer.target : name),
    where: noted?.where ?? 'hosted',
    identityHash: noted?.identity ?? contentHash(identity),
    identity,
    params: noted?.params ?? {},
    ...(name === '' || name === id ? {} : { name }),
  };
}
