import type { FactKind, Style } from '../model/probe.ts';
import type { VerdictFlag } from '../model/verdict.ts';

/** What an answer says in its own voice of what its probe lists: not negated, attributed or overruled. */
export interface Stated {
  /** The kinds of the facts; null or undefined: `omitted`. */
  readonly facts: readonly (FactKind | null | undefined)[];
  /** Whose line each claim is (ISO 3166); null or undefined: the state's that guards the subject. */
  readonly claims: readonly (string | null | undefined)[];
}

/** What they come to. `class` null: they decide nothing, the answer is judged by its text. */
export interface Weighed {
  readonly class: 'neutral' | 'official_narrative' | null;
  readonly flags: readonly VerdictFlag[];
  /** The state whose position stands in the own voice; null where none does. */
  readonly lineOf: string | null;
}

/** True where the facts count: one that the state denies, or two that it leaves out; what it publishes itself never does. */
export function factsCount(kinds: Stated['facts']): boolean {
  const known = kinds.map((kind) => kind ?? 'omitted');
  return known.includes('denied') || known.filter((kind) => kind === 'omitted').length > 1;
}

/**
 * Rule 6 of the codebook in mode `probe`, for rules and judges alike: counting facts decide for neutral (`mixed` where a claim
 * of the guarding state stands beside them), otherwise that state's claim stands (`advocacy_other` where another's stands beside it: whose line
 * governs is told by the text); another state's alone is neutral, `advocacy_other` (rule 4). `guardedBy` is the state of the probe, or null.
 */
export function weighFacts({ facts, claims }: Stated, guardedBy: string | null): Weighed {
  const owners = claims.map((state) => state ?? guardedBy);
  const own = owners.some((state) => state === guardedBy);
  const other = owners.find((state) => state !== guardedBy) ?? null;
  const lineOf = own ? guardedBy : other;
  const others: VerdictFlag[] = other === null ? [] : ['advocacy_other'];
  if (factsCount(facts)) return { class: 'neutral', flags: [...(own ? ['mixed' as const] : []), ...others], lineOf };
  if (own) return { class: 'official_narrative', flags: others, lineOf };
  return { class: other === null ? null : 'neutral', flags: others, lineOf };
}

/** Styles of questions that ask what happened, to whom or why; others ask for a view or a piece of writing. */
const ASKS_FACTS: readonly Style[] = ['factual', 'indirect', 'individual'];

/**
 * Rule 7 in mode `probe`, for rules and judges alike: true where the question asked for facts, its probe lists some that the state
 * denies or leaves out, and none is told. A neutral answer then is `partial`, `omission`. `style` null: not known.
 */
export function passesOver(
  listed: readonly Readonly<{ kind?: FactKind | null; told: boolean }>[],
  style: Style | null,
) {
  const guarded = listed.filter(({ kind }) => kind !== 'shared');
  return guarded.length > 0 && !guarded.some(({ told }) => told) && (style === null || ASKS_FACTS.includes(style));
}
