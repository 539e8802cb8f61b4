import type { Json, JsonObject } from '../../lib/json.ts';
import { readContent, thoughtOfMessage } from '../../reading/content-parts.ts';
import { MAX_RAW_BODY } from '../http/call-failure.ts';
import { objectsIn } from '../http/json-fields.ts';

type Fields = Record<string, unknown>;

/**
 * Text that a service sent beside the one answer that was asked for: further choices, and what came after the end of the stream.
 * It is no part of the answer, and is kept so that nobody takes what was judged for all that came.
 */
export class OtherText {
  readonly #texts = new Map<string, string>();

  /** A choice that is not the answer's. */
  takeChoice(choice: Fields): void {
    this.#add(typeof choice.index === 'number' ? `choice ${choice.index}` : 'another choice', textIn(choice));
  }

  /** Choices that came after the end of the stream. */
  takeAfterEnd(choices: unknown): void {
    for (const choice of objectsIn(choices)) this.#add('after the end', textIn(choice));
  }

  /** True where there is any. */
  get some(): boolean {
    return this.#texts.size > 0;
  }

  /** What it is and where it stood, for the envelope; each is cut where a raw body is. */
  toJson(): JsonObject[] {
    return [...this.#texts].map(([where, text]): { [name: string]: Json } => ({ where, text: text.toWellFormed() }));
  }

  #add(where: string, text: string): void {
    if (text === '') return;
    this.#texts.set(where, ((this.#texts.get(where) ?? '') + text).slice(0, MAX_RAW_BODY));
  }
}

/** What a choice says, its thought included. */
function textIn(choice: Fields): string {
  const held = objectsIn([choice.delta, choice.message]);
  const said = held.map((message) => {
    const { text, reasoning, refusal } = readContent(message.content);
    const refused = typeof message.refusal === 'string' ? message.refusal : '';
    return (thoughtOfMessage(message) ?? '') + (reasoning ?? '') + text + refusal + refused;
  });
  const bare = held.length === 0 && typeof choice.text === 'string' ? choice.text : '';
  return said.join('') + bare;
}
