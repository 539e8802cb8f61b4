import { parse as parseYaml, YAMLError } from 'yaml';
import { parseJson } from '../lib/parse-json.ts';
import { readContent } from '../reading/content-parts.ts';
import { templatedTurns } from './templated-prompt.ts';

/** What was asked, and what was said before it. */
export interface Asked {
  readonly question: string;
  /** Messages of user and model before the question, as text: with others before it, it is another question. */
  readonly before: readonly string[];
  /** The system's message; null: there is none. */
  readonly system: string | null;
  /** True where it was a chat, of which the question is a part. */
  readonly isChat: boolean;
}

type Message = Readonly<Record<string, unknown>>;

/**
 * What was asked in a prompt: a text; a chat as a list of messages (OpenAI, ShareGPT, Gemini), of which the last message of the user counts; or
 * such a list as JSON or YAML text, or in the tokens of a chat template, as tables hold it. A list of parts is a text. Halves of surrogate pairs become
 * U+FFFD: no store and no hash can take them.
 */
export function askedIn(prompt: unknown): Asked {
  const { question, before, system, isChat } = asIs(prompt);
  return {
    question: question.toWellFormed(),
    before: before.map((text) => text.toWellFormed()),
    system: system?.toWellFormed() ?? null,
    isChat,
  };
}

function asIs(prompt: unknown): Asked {
  const chat = messagesIn(prompt);
  if (chat === null) {
    const question = typeof prompt === 'string' ? (partsIn(prompt) ?? prompt) : textOf(prompt);
    return { question, before: [], system: null, isChat: false };
  }
  const at = chat.findLastIndex((message) => /^(?:user|human)$/i.test(roleOf(message)));
  const last = at < 0 ? chat.length - 1 : at;
  const isSystem = (message: Message) => /^(?:system|developer)$/i.test(roleOf(message));
  const earlier = chat.slice(0, last).filter((message) => !isSystem(message));
  const system = chat.filter(isSystem).map(contentOf).join('\n');
  return {
    question: contentOf(chat[last] ?? {}) || (typeof prompt === 'string' ? prompt : ''),
    before: earlier.map(contentOf),
    system: system === '' ? null : system,
    isChat: true,
  };
}

/** The text of an answer's value: a text, parts, or parts as JSON text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { text, refusal } = readContent(value ?? '', '\n');
  return text || refusal;
}

/** The text of a list of parts that stands as JSON text; null: it is none. */
export function partsIn(text: string): string | null {
  if (!/^\s*\[\s*\{/.test(text)) return null;
  const parts = parsed(text);
  const arePart = (part: unknown) =>
    isMessage(part) && typeof part.type === 'string' && /text|refusal/.test(part.type) && roleOf(part) === '';
  return Array.isArray(parts) && parts.length > 0 && parts.every(arePart) ? textOf(parts) : null;
}

/** The messages of a chat, also those of a request; null: it is none. */
export function messagesIn(prompt: unknown): readonly Message[] | null {
  if (typeof prompt === 'string') {
    if (/^\s*[[{]/.test(prompt)) return messagesIn(parsed(prompt));
    return /^\s*- role:/.test(prompt) ? messagesIn(parsedYaml(prompt)) : wordedTurns(prompt);
  }
  if (isMessage(prompt)) {
    const list = prompt.messages ?? prompt.conversations ?? prompt.contents ?? prompt.input;
    return Array.isArray(list) ? messagesIn(list) : null;
  }
  if (!Array.isArray(prompt) || prompt.length === 0) return null;
  return prompt.every((message) => isMessage(message) && roleOf(message) !== '') ? prompt : null;
}

export function roleOf(message: Message): string {
  const role = message.role ?? message.from;
  return typeof role === 'string' ? role : '';
}

function contentOf(message: Message): string {
  return textOf(message.content ?? message.value ?? message.parts ?? message.text);
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** promptfoo takes chats in YAML, and keeps them as they were written. */
function parsedYaml(text: string): unknown {
  try {
    return parseYaml(text, { logLevel: 'silent', maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof YAMLError || error instanceof ReferenceError) return null;
    throw error;
  }
}

function wordedTurns(text: string): readonly Message[] | null {
  return templatedTurns(text)?.map((turn) => ({ ...turn })) ?? null;
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
