/** How chat templates open a turn: by the token that stands before the role, and where its words begin. */
const OPENINGS: readonly RegExp[] = [
  /<\|im_start\|>\s*(user|assistant|system)\s*\n/g,
  /<\|start_header_id\|>\s*(user|assistant|system)\s*<\|end_header_id\|>\s*/g,
  /<start_of_turn>\s*(user|model)\s*\n/g,
  /<\|start\|>(user|assistant|system|developer)(?:<\|channel\|>\w+)?<\|message\|>/g,
  /<\|(user|assistant|system)\|>\s*/g,
  /<[｜|](User|Assistant)[｜|]>\s*/g,
];
/** Tokens with which turns end. */
const ENDS =
  /\s*(?:<\|im_end\|>|<\|eot_id\|>|<end_of_turn>|<\|end\|>|<\|endoftext\|>|<[｜|]end▁of▁sentence[｜|]>|<\/s>|<\|return\|>)(?:<\|start\|>\w*)?\s*$/;

/** One turn of a prompt that went through a chat template. */
export interface TemplatedTurn {
  readonly role: string;
  readonly content: string;
}

/**
 * The turns of a prompt that is kept as the model got it, with the control tokens of ChatML, Llama 3, Gemma, harmony, Zephyr or DeepSeek; null where
 * no turn of a user is opened by them. A turn that is only opened, for the model to go on, has no words and is left out.
 */
export function templatedTurns(prompt: string): readonly TemplatedTurn[] | null {
  for (const opening of OPENINGS) {
    const found = [...prompt.matchAll(opening)];
    // A text that speaks of such a token has words before the first of them.
    if (!/^(?:\s|<[^<>\s]{1,40}>)*$/.test(prompt.slice(0, found[0]?.index ?? prompt.length)) || found.length === 0)
      continue;
    const turns = found
      .map(({ 0: token, 1: role = '', index }, at) => ({
        role: role.toLowerCase(),
        content: prompt
          .slice(index + token.length, found[at + 1]?.index)
          .replace(ENDS, '')
          .trim(),
      }))
      .filter(({ content }) => content !== '');
    return turns.some(({ role }) => role === 'user') ? turns : null;
  }
  return null;
}
