type Fields = Record<string, unknown>;

/** What a message's content holds, by kind. */
export interface ContentRead {
  /** What is meant for the reader. */
  readonly text: string;
  /** What the model thought; null: there is no part of thought. A redacted part counts by its summary. */
  readonly reasoning: string | null;
  /** The words of a refusal that stand in a part or field of their own; '' where there are none. */
  readonly refusal: string;
}

/** Types of parts that hold thought: Anthropic and Mistral, Inspect and AI SDK, Responses, Bedrock. */
const THOUGHT = /^(?:redacted_)?(?:thinking|reasoning|thought)|^summary_text$|^reasoning\./;

/**
 * Reads a message's content, a string or a list of parts: `text`, `output_text`, `refusal`, and thought as services write it (a string, a
 * list, a summary, `thought: true`). Parts of the same kind are joined by `between`.
 */
export function readContent(content: unknown, between = ''): ContentRead {
  if (typeof content === 'string') return { text: content, reasoning: null, refusal: '' };
  const texts: string[] = [];
  const thoughts: string[] = [];
  const refusals: string[] = [];
  for (const part of Array.isArray(content) ? content : [content]) {
    if (typeof part === 'string') texts.push(part);
    if (typeof part !== 'object' || part === null) continue;
    const fields = part as Fields;
    const type = typeof fields.type === 'string' ? fields.type : '';
    if (THOUGHT.test(type) || fields.thought === true || fields.reasoningContent !== undefined) {
      thoughts.push(thoughtIn(fields));
    } else if (typeof fields.refusal === 'string') refusals.push(fields.refusal);
    else if (typeof fields.text === 'string') texts.push(fields.text);
    else if (type === 'message' || type === 'text' || type === '') {
      const inner = fields.content === undefined ? null : readContent(fields.content, between);
      if (inner !== null) texts.push(inner.text);
    }
  }
  return {
    text: texts.join(between),
    reasoning: thoughts.length === 0 ? null : thoughts.join(between),
    refusal: refusals.join(between),
  };
}

/** The words of a part of thought: the first of its fields that holds any. */
export function thoughtIn(part: Fields): string {
  const redacted = part.redacted === true || part.type === 'redacted_thinking';
  const names = redacted ? ['summary'] : ['thinking', 'reasoning', 'text', 'content', 'reasoningContent', 'summary'];
  for (const name of names) {
    const found = wordsIn(part[name]);
    if (found !== '') return found;
  }
  return '';
}

function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(wordsIn).join('');
  if (typeof value !== 'object' || value === null) return '';
  const fields = value as Fields;
  return wordsIn(fields.text ?? fields.thinking ?? fields.reasoningText ?? '');
}

/** Fields of a message that hold thought, as services name them, in the order in which they are believed. */
const THOUGHT_FIELDS = [
  'reasoning_content',
  'reasoning',
  'thinking',
  'reasoning_text',
  'thinking_blocks',
  'reasoning_details',
];

/** Fields of a message in which a thought may stand under a name of a service's own; numbers, efforts and signatures are none. */
const LIKE_THOUGHT =
  /^(?:\w+_)?(?:reasoning|thinking|thoughts?|cot|chain_of_thought)(?:_(?:content|text|summary|process|trace|output))?$/i;

/** True for the name of a field that holds thought, or may. */
export const isThoughtField = (name: string): boolean => THOUGHT_FIELDS.includes(name) || LIKE_THOUGHT.test(name);

/**
 * The thought in a message's fields: the first that holds a word, since services fill one of several and leave the others empty; ''
 * where all of them are empty, null where there is none. Fields that only resemble them, and those that a gateway put aside
 * (`provider_specific_fields`), are read where the known ones hold nothing.
 */
export function thoughtOfMessage(message: Fields): string | null {
  const known = thoughtAmong(message, THOUGHT_FIELDS);
  if (known !== null && known !== '') return known;
  const aside = message.provider_specific_fields;
  const others = Object.keys(message).filter((name) => LIKE_THOUGHT.test(name));
  const kept = typeof aside === 'object' && aside !== null ? thoughtAmong(aside as Fields, THOUGHT_FIELDS) : null;
  return kept || thoughtAmong(message, others) || known;
}

function thoughtAmong(message: Fields, names: readonly string[]): string | null {
  let seen: string | null = null;
  for (const name of names) {
    const value = message[name];
    if (value === null || value === undefined) continue;
    const found = Array.isArray(value)
      ? value
          .map((part) => (typeof part === 'object' && part !== null ? thoughtIn(part as Fields) : wordsIn(part)))
          .join('')
      : typeof value === 'object'
        ? thoughtIn(value as Fields)
        : wordsIn(value);
    if (found !== '') return found;
    if (typeof value === 'string') seen = '';
  }
  return seen;
}
