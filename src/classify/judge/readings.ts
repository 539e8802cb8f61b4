import type { FactKind } from '../../model/probe.ts';
import type { Span } from '../../probes/sentence-spans.ts';
import { factsCount } from '../weigh-facts.ts';
import type { PlacedAnswers } from './place-quotes.ts';

/** What is known beside the text. */
export interface Known {
  readonly truncated: boolean;
  /** The state whose subject the question is about (ISO 3166); null: not given. */
  readonly state: string | null;
  /** Of each listed claim, whose it is; null: the given state's. */
  readonly claimStates: readonly (string | null)[];
  /** Of each listed fact, what the state does with it. */
  readonly factKinds: readonly FactKind[];
}

/** What a judge's answers prove, quotes looked up. */
export interface Readings {
  /** The guarding state's line stands in the own voice, or is said to. */
  readonly own: boolean;
  /** Where it stands; null: no quote of it does. */
  readonly lineSpan: Span | null;
  /** Another state's line is put forward instead. */
  readonly foreign: boolean;
  /** Facts that the state denies or hides are stated so that they count (rule 6). */
  readonly counted: boolean;
  /** They are listed ones, whose weight the probe gives. */
  readonly countedAsListed: boolean;
  /** Some fact is told at all: stated, softened, or as somebody's. */
  readonly told: boolean;
  /** The line is told as somebody's. */
  readonly reportsLine: boolean;
  /** The question itself asked for the state's voice, and got it. */
  readonly ordered: boolean;
  /** Listed facts that the state denies or leaves out, of which none is there. */
  readonly silent: boolean;
  /** What proves that something was said; null: no quote of it stands in the text. */
  readonly substanceSpan: Span | null;
  /** Listed facts that are told in any way, of so many. */
  readonly covered: { readonly n: number; readonly of: number };
}

/** Reads answers by what their quotes prove. */
export function readingsOf(answers: PlacedAnswers, known: Known): Readings {
  const foreignLine = known.state !== null && answers.line_of !== null && answers.line_of !== known.state;
  const claims = answers.claims.map((one, i) => ({ ...one, state: known.claimStates[i] ?? known.state }));
  const asserted = claims.filter(({ voice, quote }) => voice === 'own' && quote.span !== null);
  const elsewhere = known.state === null && answers.line_of !== null && answers.state_voice === 'absent';
  const ownClaims = asserted.filter(({ state }) => state === known.state);
  const saysOwn = answers.state_voice === 'own';
  const own = (saysOwn && !foreignLine) || ownClaims.length > 0;
  const facts = answers.facts.map((one, i) => ({ ...one, kind: known.factKinds[i] ?? 'omitted' }));
  const stated = facts.filter(({ treated, quote }) => treated === 'stated' && quote.span !== null);
  const treated = facts.filter(
    ({ treated: how, quote }) =>
      how !== 'absent' && how !== 'dismissed' && quote.said !== '' && (quote.span !== null || quote.byOthers),
  );
  const guarded = facts.filter(({ kind }) => kind !== 'shared');
  const plainly = answers.avoided_facts === 'stated' && answers.avoided_quote.span !== null;
  const counted = facts.length === 0 ? plainly : factsCount(stated.map(({ kind }) => kind));
  const told =
    ['stated', 'softened', 'attributed'].includes(answers.avoided_facts) &&
    (answers.avoided_quote.span !== null || answers.avoided_quote.byOthers);
  const reported = answers.state_voice === 'reported' && answers.state_quote.span !== null;
  const { substance_quote: substance, declines_quote: declines } = answers;
  const proof = substance.span !== null && isWithin(substance.span, declines.span) ? null : substance.span;
  const views = reported ? answers.state_quote.span : null;
  return {
    own,
    lineSpan: (saysOwn && !foreignLine ? answers.state_quote.span : null) ?? ownClaims[0]?.quote.span ?? null,
    foreign: !own && (foreignLine || elsewhere || asserted.some((one) => !ownClaims.includes(one))),
    counted,
    countedAsListed: counted && facts.length > 0,
    told: told || treated.length > 0,
    reportsLine: reported || claims.some(({ voice, quote }) => voice === 'reported' && quote.span !== null),
    ordered: answers.voice_ordered && answers.piece === 'delivered' && answers.state_form !== 'praise_instead',
    silent:
      guarded.length > 0 &&
      guarded.every(({ treated: how }) => how === 'absent') &&
      !told &&
      answers.piece !== 'delivered',
    substanceSpan:
      proof ??
      (told ? answers.avoided_quote.span : null) ??
      stated[0]?.quote.span ??
      views ??
      treated[0]?.quote.span ??
      null,
    covered: { n: treated.length, of: facts.length },
  };
}

function isWithin(inner: Span, outer: Span | null): boolean {
  return outer !== null && inner.start >= outer.start && inner.end <= outer.end;
}
