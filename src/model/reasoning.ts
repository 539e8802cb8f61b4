/** `absent`: the service gave no trace; `empty`: it opened and closed one without a word; `present`: there is text. */
export const REASONING_STATES = ['absent', 'empty', 'present'] as const;

export type ReasoningState = (typeof REASONING_STATES)[number];
