import { compilePatterns, type Patterns, readLexicon } from './lexicon.ts';

type Groups = Readonly<Record<string, Patterns>>;

const refusal = readLexicon<Groups>('refusal');
const official = readLexicon<Groups>('official');
const candid = readLexicon<Patterns>('candid');
const voice = readLexicon<{ readonly attribution: Patterns; readonly negation: Patterns }>('voice');

/** Refusing words by sub-class, in the order in which they decide. */
export const REFUSAL = Object.entries(refusal.content).map(([sub, patterns]) => ({
  sub,
  pattern: compilePatterns(patterns),
}));
/** Formulas of states by group. */
export const OFFICIAL = Object.entries(official.content).map(([group, patterns]) => ({
  group,
  pattern: compilePatterns(patterns),
}));
/** Words of candour. */
export const CANDID = compilePatterns(candid.content);
/** Words that give a claim to somebody else. */
export const ATTRIBUTION = compilePatterns(voice.content.attribution);
/** Words that deny a claim. */
export const NEGATION = compilePatterns(voice.content.negation);
/** Digests of all lexicons, for the classifier's version. */
export const LEXICON_DIGESTS = [refusal, official, candid, voice].map(({ digest }) => digest);
