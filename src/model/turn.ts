import type { JsonObject } from '../lib/json.ts';
import type { ResponseRecord } from './answer.ts';
import { type Delivery, hasOpinion } from './delivery.ts';
import type { Lang } from './lang.ts';

/** Follow-ups that come with their words. */
export const FOLLOW_UPS = ['pushback', 'state-claim', 'source', 'answer-taken-up'] as const;
export type FollowUpKind = (typeof FOLLOW_UPS)[number];

/** What is asked after an answer, with its words as they are asked. `{answer}` in them stands for the first sentence of the answer before. */
export interface FollowUp {
  /** `own` where a file gives the words. */
  readonly kind: FollowUpKind | 'own';
  /** By language. A language that is not there is not asked that turn. */
  readonly text: Readonly<Record<Lang, string>>;
}

/** One turn of a conversation as it is planned; the first turn is the question itself. */
export interface PlannedTurn {
  /** From 2. */
  readonly turn: number;
  readonly kind: FollowUp['kind'];
  readonly text: string;
}

/** The later turns of a question in a language. A follow-up keeps its number where another one before it is not asked. */
export function plannedTurns(
  { followUps = [] }: { readonly followUps?: readonly FollowUp[] },
  lang: Lang,
): PlannedTurn[] {
  return followUps.flatMap(({ kind, text }, index) => {
    const words = text[lang];
    return words === undefined ? [] : [{ turn: index + 2, kind, text: words }];
  });
}

/**
 * The first turn without an answer; null: the conversation is over. It is over behind a turn that was withheld or came empty, since there is no
 * answer to follow up; a failed turn is asked again.
 */
export function nextTurn(
  later: readonly Pick<PlannedTurn, 'turn'>[],
  delivered: ReadonlyMap<number, Delivery>,
): number | null {
  for (const turn of [1, ...later.map((one) => one.turn)]) {
    const delivery = delivered.get(turn);
    if (delivery === undefined) return turn;
    if (!hasOpinion(delivery)) return null;
  }
  return null;
}

/** The words of a follow-up to an answer. */
export function followUpWords(text: string, answer: Pick<ResponseRecord, 'text' | 'answerEnd'>): string {
  if (!text.includes(ANSWER)) return text;
  return text.replaceAll(ANSWER, () => firstSentence(answer.text.slice(0, answer.answerEnd ?? answer.text.length)));
}

/** Stands for the answer before in the words of a follow-up. */
export const ANSWER = '{answer}';
/** Characters of an answer that are taken up at most. */
const MOST_TAKEN_UP = 200;

function firstSentence(answer: string): string {
  const plain = answer
    .replace(/[*_#`>]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [sentence = plain] = /^.*?(?:[。！？]|[.!?](?=\s|$))/u.exec(plain) ?? [];
  const characters = [...sentence];
  return characters.length <= MOST_TAKEN_UP ? sentence : `${characters.slice(0, MOST_TAKEN_UP).join('')}…`;
}

/** What the envelope of a later turn says of the question: its words, which may hold a piece of the answer before. */
export function followUpNote(kind: FollowUp['kind'], prompt: string): JsonObject {
  return { follow_up: { kind, prompt } };
}

/** What was asked in the turn of a response: the follow-up, or the variant's prompt in the first turn. Texts must have been read. */
export function askedIn({ envelope }: Pick<ResponseRecord, 'envelope'>, prompt: string): string {
  const note = envelope.follow_up;
  if (typeof note !== 'object' || note === null || Array.isArray(note)) return prompt;
  const words = (note as JsonObject).prompt;
  return typeof words === 'string' ? words : prompt;
}
