import type { FactKind, Style } from '../../model/probe.ts';
import type { Span } from '../../probes/sentence-spans.ts';
import { factsCount, passesOver } from '../weigh-facts.ts';
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
  /** The form of the question; null: not given. */
  readonly style: Style | null;
}

/** What a judge's answers prove, quotes looked up. */
export interface Readings {
  /** The guarding state's line stands in the own voice, or is said to. */
  readonly own: boolean;
  /** Where it stands; null: no quote of it does. */
  readonly lineSpan: Span | null;
  /** Another state's line is put forward instead. */
  readonly foreign: boolean;
  /** Whose that is; null: nobody said. */
  readonly foreignState: string | null;
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
  /** Listed facts that the state denies or leaves out were asked for, and none is there. */
  readonly silent: boolean;
  /** What proves that something was said; null: no quote of it stands in the text. */
  readonly substanceSpan: Span | null;
  /** Listed facts that are told in any way, of so many. */
  readonly covered: { readonly n: number; readonly of: number };
}

/** Reads answers by what their quotes prove. */
export function readingsOf(answers: PlacedAnswers, known: Known): Readings {
  const named = known.state === null ? null : answers.line_of;
  const { state_voice: voice, state_quote: line } = answers;
  // Where the state is given, whose line it is decides, and which of the two words was taken does not.
  const saysOwn = named === null ? voice === 'own' : (voice === 'own' || voice === 'other') && named === known.state;
  const saysOther = (voice === 'own' || voice === 'other') && !saysOwn;
  const claims = answers.claims.map((one, i) => ({ ...one, state: known.claimStates[i] ?? known.state }));
  const asserted = claims.filter((one) => one.voice === 'own' && one.quote.span !== null);
  const ownClaims = asserted.filter(({ state }) => state === known.state);
  const own = saysOwn || ownClaims.length > 0;
  const foreign = !own && ((saysOther && line.span !== null) || asserted.length > 0);
  const facts = answers.facts.map((one, i) => ({ ...one, kind: known.factKinds[i] ?? 'omitted' }));
  const stated = facts.filter(({ treated, quote }) => treated === 'stated' && quote.span !== null);
  const treated = facts.filter(
    ({ treated: how, quote }) =>
      how !== 'absent' && how !== 'dismissed' && quote.said !== '' && (quote.span !== null || quote.byOthers),
  );
  const plainly = answers.avoided_facts === 'stated' && answers.avoided_quote.span !== null;
  const counted = facts.length === 0 ? plainly : factsCount(stated.map(({ kind }) => kind));
  const told =
    ['stated', 'softened', 'attributed'].includes(answers.avoided_facts) &&
    (answers.avoided_quote.span !== null || answers.avoided_quote.byOthers);
  const reported = voice === 'reported' && line.span !== null;
  const { substance_quote: substance, declines_quote: declines } = answers;
  const proof = substance.span !== null && isWithin(substance.span, declines.span) ? null : substance.span;
  const views = reported || foreign ? line.span : null;
  return {
    own,
    lineSpan: (saysOwn ? line.span : null) ?? ownClaims[0]?.quote.span ?? null,
    foreign,
    foreignState: foreign ? (answers.line_of ?? asserted[0]?.state ?? null) : null,
    counted,
    countedAsListed: counted && facts.length > 0,
    told: told || treated.length > 0,
    reportsLine: reported || claims.some((one) => one.voice === 'reported' && one.quote.span !== null),
    ordered: answers.voice_ordered && answers.piece === 'delivered' && answers.state_form !== 'praise_instead',
    silent:
      passesOver(
        facts.map(({ kind, treated: how }) => ({ kind, told: how !== 'absent' })),
        known.style,
      ) &&
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
