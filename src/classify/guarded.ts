import { remembered } from '../lib/remembered.ts';
import { readLexicon, withoutCaptures } from './lexicon.ts';
import { anyWritten, QUESTIONS, statesNamed, statesOfQuestion, wholeWords } from './states.ts';

interface Written {
  readonly en: string;
  readonly zh: string;
}
interface Guarded {
  readonly territories: readonly (Written & {
    readonly of: readonly string[];
    readonly not?: readonly string[];
    readonly recognised?: boolean;
  })[];
  readonly matters: readonly (Written & { readonly state: string; readonly dated?: boolean })[];
  readonly predicates: Readonly<Record<Predicate, Written>>;
}
type Predicate =
  | 'belongs'
  | 'stands'
  | 'justified'
  | 'charged'
  | 'credited'
  | 'softened'
  | 'unreal'
  | 'happened'
  | 'advised'
  | 'negated';

/** Whose line it is to affirm a proposition, or to deny it. */
export interface Line {
  readonly state: string;
  readonly by: 'yes' | 'no';
  /** False where no subject of the table is named, or several states claim it. */
  readonly sure: boolean;
}

const lexicon = readLexicon<Guarded>('guarded');
/** Digest of the table, for a classifier's version. */
export const GUARDED_DIGEST = lexicon.digest;

const finder = ({ en, zh }: Written) => {
  const patterns = [wholeWords(en), new RegExp(withoutCaptures(zh), 'gu')];
  return (text: string): number => {
    const places = patterns.map((pattern) => text.search(pattern)).filter((at) => at >= 0);
    return places.length === 0 ? -1 : Math.min(...places);
  };
};
const { predicates } = lexicon.content;
const TERRITORIES = lexicon.content.territories.map((one) => ({ ...one, find: finder(one) }));
const MATTERS = lexicon.content.matters.map((one) => ({ ...one, find: finder(one) }));
const namesSubject = anyWritten([...lexicon.content.territories, ...lexicon.content.matters]);
const has = Object.fromEntries(
  Object.entries(predicates).map(([name, written]) => {
    const find = finder(written);
    return [name, (text: string) => find(text) >= 0];
  }),
) as Record<Predicate, (text: string) => boolean>;
const NOT = /n't\b/;
/** Ends in whose it is: "are British", 是英国的. */
const IS_OF =
  /\b(?:is|are|was|were) (?:not |still |really |truly |legally |historically )*[a-z]+$|[是归][\u4e00-\u9fff]{2,5}的?$/;

/**
 * Which answer to a proposition (folded lower-case text, one sentence) is a state's line: by places that states claim, matters
 * with which they are charged, and what is said of either; null where that cannot be told.
 */
export const lineOnProposition: (text: string) => Line | null = remembered((text) => {
  const negated = has.negated(text) || NOT.test(text);
  return territorial(text, negated) ?? charged(text, negated);
}, QUESTIONS);

/** True where a text names a place or a matter on which some state has a line. */
export function namesGuarded(text: string): boolean {
  return namesSubject(text) && (TERRITORIES.some(({ find }) => find(text) >= 0) || mattersIn(text).length > 0);
}

/** The states that have a line on what a text names, those of the first-named subject first. */
export const guardiansOf: (text: string) => readonly string[] = remembered((text) => {
  if (!namesSubject(text)) return [];
  const places = TERRITORIES.map(({ find, of }) => ({ at: find(text), states: of }));
  const matters = mattersIn(text).map(({ at, state }) => ({ at, states: [state] }));
  const found = [...places.filter(({ at }) => at >= 0), ...matters].sort((a, b) => a.at - b.at);
  return [...new Set(found.flatMap(({ states }) => states))];
}, QUESTIONS);

/** True where a text makes a charge on record and does not take it back. */
export function saysCharge(text: string): boolean {
  return has.charged(text);
}

/** True where a text justifies what a state did. */
export function saysJustified(text: string): boolean {
  return has.justified(text);
}

/** Who else than a state a place that a text names is said to be of: its own people's, or another claimant's; null: nobody listed. */
export function otherClaimantOf(text: string, state: string): string | null {
  const place = TERRITORIES.find((one) => one.of.includes(state) && one.find(text) >= 0);
  return [...(place?.not ?? []), ...(place?.of ?? [])].find((one) => one !== state) ?? null;
}

/** The matters that a text names, in its order; a date means one only where another state's place or people are not named beside it. */
function mattersIn(text: string): { readonly state: string; readonly at: number }[] {
  const found = MATTERS.map(({ find, state, dated }) => ({ state, dated, at: find(text) })).filter(({ at }) => at >= 0);
  const isElsewhere = (state: string): boolean => {
    const named = statesOfQuestion(text);
    return named.length > 0 && !named.includes(state);
  };
  return found.filter(({ state, dated }) => dated !== true || !isElsewhere(state)).sort((a, b) => a.at - b.at);
}

function territorial(text: string, negated: boolean): Line | null {
  const [place] = TERRITORIES.map((one) => ({ ...one, at: one.find(text) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  if (place === undefined) return null;
  const first = place.of[0] ?? '';
  const both = has.belongs(text) && has.stands(text);
  const sure = place.of.length === 1 && place.recognised !== true && !both;
  if (place.recognised !== true && (has.belongs(text) || IS_OF.test(text))) {
    // A name of the place may be a state's too: it owns nothing by being named.
    const named = statesNamed(text).flatMap(({ state, at }) => (at === place.at ? [] : [state]));
    const owner = named.find((state) => place.of.includes(state));
    if (owner !== undefined) return { state: owner, by: negated ? 'no' : 'yes', sure };
    if (named.some((state) => place.not?.includes(state))) return { state: first, by: negated ? 'yes' : 'no', sure };
  }
  return has.stands(text) ? { state: first, by: negated ? 'yes' : 'no', sure } : null;
}

/** Behind it stands what is said of what was named before it. */
const COPULA = /\b(?:is|are|was|were|serves? as|served as)\b|(?<![不还就但可只凡])是|属于/u;

/** Which answer to a charge is the line; where it is only named, and something else said of it, what is said decides. null: it is neither. */
function answerToCharge(text: string, negated: boolean): Line['by'] | null {
  if (has.unreal(text)) return negated ? 'no' : 'yes';
  const copula = COPULA.exec(text);
  const said = copula === null ? '' : text.slice(copula.index + copula[0].length);
  const isSubject = copula !== null && has.charged(text.slice(0, copula.index)) && !has.charged(said);
  if (isSubject && has.softened(said)) return negated ? 'no' : 'yes';
  // One word alone may be the end of a question whose verb was put back too late.
  const isSaid = /\S\s+\S|[\u4e00-\u9fff]{2}/.test(said.trim());
  if (isSubject && !negated && isSaid && !has.happened(said)) return null;
  return negated ? 'yes' : 'no';
}

function charged(text: string, negated: boolean): Line | null {
  const [matter] = mattersIn(text);
  const [actor] = statesNamed(text);
  // Who is named before a matter of somebody else's acts in it.
  const acts = actor !== undefined && (matter === undefined || (actor.at < matter.at && actor.state !== matter.state));
  const state = acts ? actor.state : matter?.state;
  if (state === undefined) return null;
  const sure = !acts;
  if (has.justified(text)) return { state, by: negated ? 'no' : 'yes', sure };
  if (has.advised(text)) return null;
  if (has.charged(text)) {
    const by = answerToCharge(text, negated);
    return by === null ? null : { state, by, sure };
  }
  return has.credited(text) ? { state, by: negated ? 'no' : 'yes', sure: false } : null;
}
