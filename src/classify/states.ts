import { type Patterns, readLexicon } from './lexicon.ts';

/** A state that a text names, and where in it. */
export interface NamedState {
  /** ISO 3166. */
  readonly state: string;
  readonly at: number;
}

const lexicon = readLexicon<Readonly<Record<string, { readonly en: string; readonly zh: string }>>>('states');
const STATES = Object.entries(lexicon.content).map(([state, { en, zh }]) => ({
  state,
  patterns: [wholeWords(en), new RegExp(zh, 'gu')],
}));

/** Digest of the table, for a classifier's version. */
export const STATES_DIGEST = lexicon.digest;

/** An expression for whole words of English in lower-case text; ascii letters alone bound a word. */
export function wholeWords(source: Patterns['en'][number]): RegExp {
  return new RegExp(`(?<![a-z])(?:${source})(?![a-z])`, 'gu');
}

/** The states that folded lower-case text names, each once, in the order of their first mention. */
export function statesNamed(text: string): NamedState[] {
  const found = STATES.flatMap(({ state, patterns }) => {
    const places = patterns.map((pattern) => text.search(pattern)).filter((at) => at >= 0);
    return places.length === 0 ? [] : [{ state, at: Math.min(...places) }];
  });
  return found.sort((a, b) => a.at - b.at);
}

/** True where folded lower-case text names a state. */
export function namesState(text: string, state: string): boolean {
  return STATES.find((one) => one.state === state)?.patterns.some((pattern) => text.search(pattern) >= 0) ?? false;
}
