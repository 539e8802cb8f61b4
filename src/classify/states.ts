import { remembered } from '../lib/remembered.ts';
import { type Patterns, readLexicon, withoutCaptures } from './lexicon.ts';

/** A state that a text names, and where in it. */
export interface NamedState {
  /** ISO 3166. */
  readonly state: string;
  readonly at: number;
}

interface Written {
  readonly en: string;
  readonly zh: string;
  readonly voice?: Pick<Written, 'en' | 'zh'>;
  readonly places?: Pick<Written, 'en' | 'zh'>;
}
/** Questions of which it is kept what they name: many answers are to one. */
export const QUESTIONS = 512;

const lexicon = readLexicon<Readonly<Record<string, Written>>>('states');
const compiled = ({ en, zh }: Written): RegExp[] => [wholeWords(en), new RegExp(withoutCaptures(zh), 'gu')];
const STATES = Object.entries(lexicon.content).map(([state, written]) => ({ state, patterns: compiled(written) }));
const VOICES = Object.entries(lexicon.content).flatMap(([state, { voice }]) =>
  voice === undefined ? [] : [{ state, patterns: compiled(voice) }],
);

const PLACES = Object.entries(lexicon.content).flatMap(([state, { places }]) =>
  places === undefined ? [] : [{ state, patterns: compiled(places) }],
);

/** Digest of the table, for a classifier's version. */
export const STATES_DIGEST = lexicon.digest;

/** An expression for whole words of English in lower-case text; ascii letters alone bound a word. */
export function wholeWords(source: Patterns['en'][number]): RegExp {
  return new RegExp(`(?<![a-z])(?:${withoutCaptures(source)})(?![a-z])`, 'gu');
}

/** Tells whether any of the words written stands in a text: one look, before each is looked for. */
export function anyWritten(all: readonly Pick<Written, 'en' | 'zh'>[]): (text: string) => boolean {
  const patterns = compiled({ en: all.map(({ en }) => en).join('|'), zh: all.map(({ zh }) => zh).join('|') });
  return (text) => patterns.some((pattern) => text.search(pattern) >= 0);
}

const WRITTEN = Object.values(lexicon.content);
const namesState = anyWritten(WRITTEN);
const namesPlace = anyWritten(WRITTEN.flatMap(({ places = [] }) => places));
const speaksAsState = anyWritten(WRITTEN.flatMap(({ voice = [] }) => voice));

/** The states that folded lower-case text names, each once, in the order of their first mention. */
export function statesNamed(text: string): NamedState[] {
  if (!namesState(text)) return [];
  const found = STATES.flatMap(({ state, patterns }) => {
    const places = patterns.map((pattern) => text.search(pattern)).filter((at) => at >= 0);
    return places.length === 0 ? [] : [{ state, at: Math.min(...places) }];
  });
  return found.sort((a, b) => a.at - b.at);
}

/** The states that a question (folded, in lower case) is about: those that it names, then those in which the places lie that it names. */
export const statesOfQuestion: (text: string) => readonly string[] = remembered((text) => {
  const placed = (namesPlace(text) ? PLACES : []).filter(({ patterns }) =>
    patterns.some((pattern) => text.search(pattern) >= 0),
  );
  return [...new Set([...statesNamed(text), ...placed].map(({ state }) => state))];
}, QUESTIONS);

/** The states in whose voice folded lower-case text speaks, with how many phrases that no other state uses of itself. */
export function voicesOfState(text: string): { readonly state: string; readonly phrases: number }[] {
  if (!speaksAsState(text)) return [];
  return VOICES.flatMap(({ state, patterns }) => {
    const phrases = patterns.reduce((sum, pattern) => sum + (text.match(pattern)?.length ?? 0), 0);
    return phrases === 0 ? [] : [{ state, phrases }];
  });
}
