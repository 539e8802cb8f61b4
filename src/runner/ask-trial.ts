import { isoTime } from '../lib/clock.ts';
import { type AttemptRecord, NOT_ASKED, type ResponseRecord, type TrialRecord } from '../model/answer.ts';
import type { Target } from '../targets/target.ts';
import { type AskEvent, type Asking, askWithRetries } from './ask-with-retries.ts';
import { type Asked, Conversation } from './conversation.ts';
import type { Endurance } from './give-up.ts';
import type { TargetLimits } from './limits.ts';
import type { GivenUp } from './outage.ts';

/** A trial, or a later turn of it, with what came of it and the calls before that failed. */
export interface AnsweredEvent {
  readonly type: 'answered';
  readonly trial: TrialRecord;
  readonly response: ResponseRecord;
  readonly failed: readonly AttemptRecord[];
}

/** What asking trials needs from outside. */
export interface TrialAsking extends Asking, Asked {}

/**
 * Asks a trial to the end of its conversation, each answer told before the next question. Behind a failed turn the later ones are told as not
 * asked. False: a question of it was not begun or was broken off, and the trial is to be asked again.
 */
export async function askTrial(
  input: TrialAsking,
  target: Target,
  trial: TrialRecord,
  limits: TargetLimits,
  patience: Endurance,
  about: (event: AskEvent) => Promise<void>,
  tell: (event: AnsweredEvent) => Promise<void>,
): Promise<boolean> {
  const conversation = new Conversation(input, trial);
  for (let question = conversation.next(); question !== null; question = conversation.next()) {
    const answer = await askWithRetries(input, target, question, limits, patience, about);
    if (answer === null) return false;
    const response = conversation.answer(answer.response);
    await tell({ type: 'answered', trial, response, failed: answer.failed });
    if (response.delivery !== 'error') continue;
    const missed = {
      kind: response.kind ?? 'protocol',
      reason: `turn ${response.turn ?? 1} of the conversation failed`,
    } as const;
    const now = isoTime(input.clock.now());
    for (const turn of conversation.left()) {
      await tell({ type: 'answered', trial, response: { ...notAsked(missed, now, NOT_ASKED), turn }, failed: [] });
    }
    return true;
  }
  return true;
}

/** What is kept of a question that was not asked. */
export function notAsked({ kind, reason }: GivenUp, at: string, how: string): ResponseRecord {
  return {
    delivery: 'error',
    side: null,
    kind,
    flags: [],
    reason: `${how}: ${reason}`,
    finish: null,
    text: '',
    reasoning: null,
    reasoningState: 'absent',
    attempts: 0,
    askedAt: at,
    latencyMs: null,
    usage: null,
    envelope: {},
  };
}
