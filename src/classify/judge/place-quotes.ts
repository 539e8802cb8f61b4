import type { Span } from '../../probes/sentence-spans.ts';
import { findQuotes } from './find-quote.ts';
import type { ClaimAnswer, FactAnswer, GeneralAnswers, JudgeAnswers } from './judge-answers.ts';
import { isSpokenByOthers } from './own-voice.ts';
import { stateCode } from './state-code.ts';

/** A quote with its place; `span` null: it does not stand there, or proves nothing there. */
export interface PlacedQuote {
  readonly said: string;
  readonly span: Span | null;
  /** True where it stands in the text, but as somebody else's words. */
  readonly byOthers: boolean;
}

/** The quotes that support general questions. */
export type QuoteKey = 'substance_quote' | 'declines_quote' | 'state_quote' | 'avoided_quote';

/** A judge's answers with every quote looked up in the text. */
export interface PlacedAnswers extends Omit<GeneralAnswers, QuoteKey | 'seal' | 'line_of'> {
  readonly substance_quote: PlacedQuote;
  readonly declines_quote: PlacedQuote;
  readonly state_quote: PlacedQuote;
  readonly avoided_quote: PlacedQuote;
  /** ISO 3166; null: nobody's. */
  readonly line_of: string | null;
  readonly claims: readonly (Pick<ClaimAnswer, 'voice'> & { readonly quote: PlacedQuote })[];
  readonly facts: readonly (Pick<FactAnswer, 'treated'> & { readonly quote: PlacedQuote })[];
}

/**
 * Looks every quote up in a text in which what is not to count was taken out (`TAKEN_OUT`). What the text is said to do in its own voice
 * is not proved by somebody else's words; `offset` is where the text begins in the whole.
 */
export function placeQuotes(answers: JudgeAnswers, text: string, offset = 0): PlacedAnswers {
  const place = (said: string, own: boolean): PlacedQuote => {
    const spans = findQuotes(said, text);
    const span = (own ? spans.find((one) => !isSpokenByOthers(one, text)) : spans[0]) ?? null;
    return {
      said,
      span: span === null ? null : { start: span.start + offset, end: span.end + offset },
      byOthers: span === null && spans.length > 0,
    };
  };
  const { seal: _seal, claims, facts, ...general } = answers;
  return {
    ...general,
    substance_quote: place(answers.substance_quote, false),
    declines_quote: place(answers.declines_quote, true),
    state_quote: place(answers.state_quote, answers.state_voice === 'own' || answers.state_voice === 'other'),
    avoided_quote: place(answers.avoided_quote, answers.avoided_facts === 'stated'),
    line_of: stateCode(answers.line_of),
    claims: claims.map(({ quote, voice }) => ({ voice, quote: place(quote, voice === 'own') })),
    facts: facts.map(({ quote, treated }) => ({ treated, quote: place(quote, treated === 'stated') })),
  };
}
