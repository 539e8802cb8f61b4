/** Reasoning that a harness put before an answer as `Thinking: …`. */
export interface ThinkingPrefix {
  /** Where the answer begins; null: it cannot be told. */
  readonly answer: number | null;
  readonly trace: string;
}

const PREFIX = /(?:Redacted )?Thinking: /y;

/**
 * promptfoo writes `Thinking: ` + reasoning + a blank line + answer, once or twice over, and a line `Signature: …` after it for one
 * service (src/providers/openai/chat.ts, read 2026-11-30). The thought may hold blank lines of its own: then only a repeated
 * prefix or a signature tells where it ends. null: the text does not begin so.
 */
export function thinkingPrefixAt(text: string, from: number): ThinkingPrefix | null {
  PREFIX.lastIndex = from;
  if (!PREFIX.test(text)) return null;
  const begin = PREFIX.lastIndex;
  const rest = text.slice(begin);
  const signed = /^([\s\S]*?)\nSignature: \S*(?:\n\n|$)/.exec(rest);
  if (signed !== null) return { answer: begin + signed[0].length, trace: signed[1] ?? '' };
  const again = rest.indexOf('\n\nThinking: ');
  if (again !== -1) {
    const trace = rest.slice(0, again);
    const second = rest.slice(again + '\n\nThinking: '.length);
    if (second === trace || second.startsWith(`${trace}\n\n`)) {
      const end = text.length - second.length + trace.length;
      return { answer: skipBlankLine(text, end), trace };
    }
    return { answer: null, trace };
  }
  const paragraphs = rest.trimEnd().split(/\n[ \t]*\n\s*/);
  if (paragraphs.length > 2) return { answer: null, trace: '' };
  const [trace = '', answer = ''] = paragraphs;
  return { answer: answer === '' ? text.length : text.indexOf(answer, begin + trace.length), trace };
}

function skipBlankLine(text: string, at: number): number {
  return text.startsWith('\n\n', at) ? at + 2 : at;
}
