import { ASSENT_DIGEST } from './assent/opening-assent.ts';
import { GUARDED_DIGEST } from './guarded.ts';
import { type CompiledPatterns, compilePatterns, type Patterns, readLexicon } from './lexicon.ts';
import { STATES_DIGEST } from './states.ts';

type FactGuard = 'negated' | 'undenied' | 'negatedAfter' | 'distant' | 'known' | 'dismissed' | 'refers';
type DenialPart = 'evidence' | 'existence' | 'oneself' | 'event' | 'counter';
type Groups = Readonly<Record<string, Patterns>>;

const refusal = readLexicon<Groups>('refusal');
const official = readLexicon<Groups>('official');
const candid = readLexicon<Patterns>('candid');
const voice = readLexicon<Groups>('voice');
const facts = readLexicon<Record<FactGuard, Patterns>>('facts');
const denial = readLexicon<Record<DenialPart, Patterns>>('denial');

/** Refusing words by sub-class, in the order in which they decide. */
export const REFUSAL = groupsOf(refusal.content);
/** Formulas of states by group. */
export const OFFICIAL = groupsOf(official.content);
/** Words of candour. */
export const CANDID = compilePatterns(candid.content);
/** Words of voice: who speaks, what is denied, what is weighed, what is counted, what is mocked. */
export const VOICE = groupsOf(voice.content);
/** Words that take a fact back. */
export const FACT_GUARDS = {
  negated: compilePatterns(facts.content.negated),
  undenied: compilePatterns(facts.content.undenied),
  negatedAfter: compilePatterns(facts.content.negatedAfter),
  distant: compilePatterns(facts.content.distant),
  known: compilePatterns(facts.content.known),
  dismissed: compilePatterns(facts.content.dismissed),
  refers: compilePatterns(facts.content.refers),
} satisfies Record<FactGuard, unknown>;
/** Words that say of the world that something is not so, and what they say it of. */
export const WORLD_DENIAL = {
  evidence: compilePatterns(denial.content.evidence),
  existence: compilePatterns(denial.content.existence),
  oneself: compilePatterns(denial.content.oneself),
  event: compilePatterns(denial.content.event),
  counter: compilePatterns(denial.content.counter),
} satisfies Record<DenialPart, unknown>;
const plainDenial = readLexicon<Record<'before' | 'after' | 'otherwise', Patterns>>('plain-denial');

/** Words that contradict a fact outright. */
export const PLAIN_DENIAL = {
  before: compilePatterns(plainDenial.content.before),
  after: compilePatterns(plainDenial.content.after),
  otherwise: compilePatterns(plainDenial.content.otherwise),
};
type ToldPart =
  | 'saying'
  | 'finding'
  | 'body'
  | 'document'
  | 'between'
  | 'accused'
  | 'done'
  | 'ownWords'
  | 'trailing'
  | 'dismisser'
  | 'myself'
  | 'head'
  | 'falsehood';

const told = readLexicon<Record<ToldPart, Patterns>>('told-facts');
/** Words beside which a fact is told all the same, and words that call one false; of these verdicts read the latter. */
export const TOLD_FACTS = Object.fromEntries(
  Object.entries(told.content).map(([part, patterns]) => [part, compilePatterns(patterns)]),
) as Record<ToldPart, CompiledPatterns>;
type ContraryPart =
  | 'clauseEnd'
  | 'negator'
  | 'harmless'
  | 'flatBefore'
  | 'flatAfter'
  | 'flatList'
  | 'describes'
  | 'sayer'
  | 'otherEnd'
  | 'nothing'
  | 'about'
  | 'hedged'
  | 'falseAfter'
  | 'notFalse'
  | 'told'
  | 'resumed'
  | 'denier'
  | 'charge'
  | 'negativeFact'
  | 'refusing'
  | 'asked'
  | 'falseFact';

const contradiction = readLexicon<Record<ContraryPart, Patterns>>('contradiction');
/** Words that deny what a mark names, call it false, or give the denial to somebody. */
export const CONTRADICTION = Object.fromEntries(
  Object.entries(contradiction.content).map(([part, patterns]) => [part, compilePatterns(patterns)]),
) as Record<ContraryPart, CompiledPatterns>;
/** Digests of all lexicons that verdicts are made of, for the classifier's version. */
export const LEXICON_DIGESTS = [
  ...[refusal, official, candid, voice, facts, denial, plainDenial, told, contradiction].map(({ digest }) => digest),
  ASSENT_DIGEST,
  STATES_DIGEST,
  GUARDED_DIGEST,
];

function groupsOf(groups: Groups) {
  return Object.entries(groups).map(([name, patterns]) => ({ name, patterns: compilePatterns(patterns) }));
}

/** Words of public affairs, in the widest sense. */
export const PUBLIC_WORDS = VOICE.flatMap(({ name, patterns: { en, zh } }) => (name === 'public' ? [en, zh] : []));

/** The expressions that are looked for in whole texts (`findIn`). */
export const LOOKED_FOR: readonly RegExp[] = [
  ...[...REFUSAL, ...OFFICIAL, ...VOICE].map(({ patterns }) => patterns),
  CANDID,
  WORLD_DENIAL.evidence,
  WORLD_DENIAL.existence,
].flatMap(({ en, zh }) => [en, zh]);
