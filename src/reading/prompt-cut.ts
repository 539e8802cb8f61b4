import type { Message } from '../model/message.ts';

/** Fewer tokens than this mean that the server does not count, rather than that it cut. */
const COUNTS_FROM = 64;
/** Characters a token can stand for in ordinary text at most, with room to spare. */
const LATIN_PER_TOKEN = 10;
const CJK_PER_TOKEN = 4;

const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/g;

/** The fewest tokens that messages can be, by a bound that no common tokenizer reaches. */
function fewestTokens(messages: readonly Message[]): number {
  let characters = 0;
  let cjk = 0;
  for (const { content } of messages) {
    characters += content.length;
    if (content.length > COUNTS_FROM * CJK_PER_TOKEN) cjk += content.match(CJK)?.length ?? 0;
  }
  return (characters - cjk) / LATIN_PER_TOKEN + cjk / CJK_PER_TOKEN;
}

/**
 * True where a server says that it read fewer tokens than the messages can be: it cut the prompt without a word. Counts
 * below 64 are taken for servers that do not count.
 */
export function promptWasCut(messages: readonly Message[], promptTokens: number | null): boolean {
  return promptTokens !== null && promptTokens >= COUNTS_FROM && promptTokens < fewestTokens(messages);
}

/** What to tell of a cut prompt. */
export function promptCutMessage(promptTokens: number, messages: readonly Message[]): string {
  const least = Math.ceil(fewestTokens(messages));
  return `the server read ${promptTokens} tokens of a prompt that has at least ${least}: it cut the prompt; raise its context (num_ctx)`;
}
