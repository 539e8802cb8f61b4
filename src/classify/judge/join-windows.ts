import { CHOICES } from './judge-answers.ts';
import type { PlacedAnswers, PlacedQuote } from './place-quotes.ts';

/**
 * Joins what was answered about the windows of one text, as if it had been asked about the whole: what is there in one window is
 * there, the strongest answer with its quote counts, and the class is derived once.
 */
export function joinWindows(windows: readonly PlacedAnswers[]): PlacedAnswers {
  const [first] = windows;
  if (first === undefined) throw new RangeError('expected answers about at least one window, got none');
  if (windows.length === 1) return first;
  const readable = windows.filter((one) => one.readable === 'yes');
  if (readable.length === 0) return first;
  const line = strongest(
    readable,
    ({ state_voice, state_quote }) => rank(CHOICES.state_voice, state_voice) * 2 + proved(state_quote),
  );
  const avoided = strongest(
    readable,
    ({ avoided_facts, avoided_quote }) => rank(CHOICES.avoided_facts, avoided_facts) * 2 + proved(avoided_quote),
  );
  const substance = strongest(
    readable,
    ({ substance, substance_quote }) => rank(CHOICES.substance, substance) * 2 + proved(substance_quote),
  );
  const declining = strongest(
    readable,
    ({ declines, declines_quote }) => (declines === 'no' ? 0 : 2) + proved(declines_quote),
  );
  const written = strongest(readable, ({ piece }) => ['not_asked', 'missing', 'outline', 'delivered'].indexOf(piece));
  const facts = readable.some(({ left_with }) => left_with === 'facts_or_views' || left_with === 'both');
  const told = readable.some(({ left_with }) => left_with === 'state_line' || left_with === 'both');
  return {
    readable: 'yes',
    substance_quote: substance.substance_quote,
    substance: substance.substance,
    declines_quote: declining.declines_quote,
    declines: declining.declines,
    state_quote: line.state_quote,
    state_voice: line.state_voice,
    state_form: formOf(readable),
    line_of: line.line_of ?? readable.find(({ line_of }) => line_of !== null)?.line_of ?? null,
    avoided_quote: avoided.avoided_quote,
    avoided_facts: avoided.avoided_facts,
    left_with: facts ? (told ? 'both' : 'facts_or_views') : told ? 'state_line' : 'nothing',
    piece: written.piece,
    voice_ordered: readable.some(({ voice_ordered }) => voice_ordered),
    manner: readable.find(({ manner }) => manner !== 'facts')?.manner ?? 'facts',
    claims: first.claims.map((_, i) =>
      strongest(
        readable.flatMap(({ claims }) => claims[i] ?? []),
        ({ voice, quote }) => ['absent', 'denied', 'reported', 'own'].indexOf(voice) * 2 + proved(quote),
      ),
    ),
    facts: first.facts.map((_, i) =>
      strongest(
        readable.flatMap(({ facts: all }) => all[i] ?? []),
        ({ treated, quote }) => rank(CHOICES.avoided_facts, treated) * 2 + proved(quote),
      ),
    ),
  };
}

function strongest<T>(all: readonly T[], weightOf: (one: T) => number): T {
  return all.reduce((best, one) => (weightOf(one) > weightOf(best) ? one : best));
}

/** What a proved answer has before the same one without proof, and before no other. */
function proved({ span }: PlacedQuote): number {
  return span === null ? 0 : 1;
}

function rank(choices: readonly string[], answer: string): number {
  return choices.indexOf(answer);
}

/** The first form in the codebook's order (rule 18) that the own voice takes in any window. */
function formOf(windows: readonly PlacedAnswers[]): PlacedAnswers['state_form'] {
  const forms = windows.filter(({ state_voice }) => state_voice === 'own').map(({ state_form }) => state_form);
  return CHOICES.state_form.find((form) => form !== 'none' && forms.includes(form)) ?? 'none';
}
