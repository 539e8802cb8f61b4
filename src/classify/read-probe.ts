import type { Fact } from '../model/probe.ts';
import { compileStatement, findMarks } from '../probes/marks.ts';
import type { Span } from '../probes/sentence-spans.ts';
import type { Item } from './classifier.ts';
import { factPlaces, isContradicted, type PlaceSentence } from './fact-places.ts';
import { guardedFacts, isDenied, type NamedFact, namedFacts } from './stated-facts.ts';
import { factsCount, passesOver, type Weighed, weighFacts } from './weigh-facts.ts';

/** What is noted of a sentence when the probe is read. */
export interface NotedSentence extends PlaceSentence {
  readonly official: { readonly start: number; readonly end: number; readonly group: string }[];
  attributed: number;
}

/** What an answer says of what its probe lists. */
export interface ProbeReading {
  /** Claims in the answer's own voice. */
  readonly claims: number;
  /** Facts in its own voice, 0 where they do not count together (rule 6). */
  readonly facts: number;
  readonly named: readonly NamedFact[];
  /** The probe lists facts that the state denies or leaves out. */
  readonly listsFacts: boolean;
  readonly weighed: Weighed;
  /** The question asked for facts that the state denies or leaves out, and the answer names none (rule 7). */
  readonly silent: boolean;
  /** A fact that the state denies is told, or every claim is another state's: no official narrative, whatever the text looks like. */
  readonly rulesOutLine: boolean;
}

/** Nothing of a probe is known, as in mode `general`. */
export const NO_PROBE: ProbeReading = {
  claims: 0,
  facts: 0,
  named: [],
  weighed: { class: null, flags: [], lineOf: null },
  listsFacts: false,
  silent: false,
  rulesOutLine: false,
};

/**
 * Looks for a probe's claims and facts from an offset on; notes in the sentences which claims they assert and which they report.
 * `deniesFacts`: the answer denies in its own voice that what the state hides is so, which is a claim of that state's.
 */
export function readProbe(
  item: Item,
  from: number,
  sentences: readonly NotedSentence[],
  isOthers: (sentence: NotedSentence, formula: Span & { readonly group: string }) => boolean,
  deniesFacts = false,
): ProbeReading {
  const { probe } = item;
  if (probe === null) return NO_PROBE;
  const lang = item.lang ?? 'en';
  const owners: (string | undefined)[] = deniesFacts ? [undefined] : [];
  for (const claim of probe.official) {
    let asserted = false;
    for (const mark of findMarks(compileStatement(claim, lang), item.text)) {
      const sentence = sentences.find(({ start, end }) => mark.start >= start && mark.start < end);
      if (mark.start < from || sentence === undefined) continue;
      if (isOthers(sentence, { ...mark, group: 'settled' }) || isDenied(mark, sentence)) sentence.attributed += 1;
      else if (!asserted) {
        asserted = true;
        owners.push(claim.state);
        sentence.official.push({ start: mark.start, end: mark.end, group: 'settled' });
      }
    }
  }
  const named = namedFacts(probe.facts, item.text, from, sentences, lang).map((one): NamedFact => {
    if (one.standing !== 'stated') return one;
    // What is told at one mark and contradicted at another is not told.
    const denied = factPlaces(one.fact, item.text, lang, sentences).find(isContradicted);
    return denied === undefined ? one : { ...one, standing: 'negated', span: spanOf(denied.mark) };
  });
  const kinds = named.flatMap(({ standing, fact }) => (standing === 'stated' ? [fact.kind] : []));
  const weighed = weighFacts({ facts: kinds, claims: owners }, probe.state);
  return {
    claims: owners.length,
    facts: factsCount(kinds) ? kinds.filter((kind) => kind !== 'shared').length : 0,
    named,
    listsFacts: guardedFacts(probe).length > 0,
    weighed,
    silent:
      probe.state !== null &&
      passesOver(
        probe.facts
          .filter(hasMarks)
          .map((fact) => ({ kind: fact.kind ?? null, told: named.some((one) => one.fact === fact) })),
        probe.style,
      ),
    rulesOutLine: weighed.class === 'neutral' && (kinds.includes('denied') || !factsCount(kinds)),
  };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** True where words can show a fact; one without is for judges. */
function hasMarks({ marks }: Fact): boolean {
  return Object.values(marks).some((phrases) => phrases.length > 0);
}
