import type { Span } from '../probes/sentence-spans.ts';
import { type Formula, isOthers, isReported, quotedSpans } from './attribution.ts';
import type { Find } from './find-in.ts';
import { headedBySpeakers } from './mark-reported.ts';
import { VOICE } from './rule-lexicons.ts';
import { RULES_SETTINGS } from './rules-settings.ts';

/** A sentence in which it is noted who speaks; `text` folded and in lower case. */
interface VoicedSentence extends Span {
  readonly text: string;
  readonly size: number;
  readonly voice: Set<string>;
  speakers: number;
  officials: number;
  reported: boolean;
  headed: boolean;
}

const { attribution } = RULES_SETTINGS;
const OVERRULED = VOICE.flatMap(({ name, patterns: { en, zh } }) => (name === 'overruled' ? [en, zh] : []));

/** Tells whether a formula in a sentence is somebody else's, denied or quoted. */
export interface ReadVoices {
  isOthers(sentence: Span, formula: Formula): boolean;
  /** The same of words that deny themselves: a negation beside them takes nothing back. */
  isReported(sentence: Span, formula: Formula): boolean;
}

/** Finds who speaks where, marks the sentences that are somebody else's, and tells whose a formula is. */
export function readVoices<S extends VoicedSentence>(text: string, sentences: readonly S[], find: Find<S>): ReadVoices {
  const quotes = quotedSpans(text);
  const found = new Map<Span, { speakers: Span[]; hearsay: Span[]; adoption: Span[] }>();
  const of = (sentence: Span) => {
    const voices = found.get(sentence) ?? { speakers: [], hearsay: [], adoption: [] };
    found.set(sentence, voices);
    return voices;
  };
  for (const { name, patterns } of VOICE) {
    if (name === 'overruled' || name === 'public') continue;
    find(patterns, (sentence, span) => {
      sentence.voice.add(name);
      if (name === 'attribution') {
        of(sentence).speakers.push(span);
        sentence.speakers += 1;
        if (attribution.theState.test(text.slice(span.start, span.end))) sentence.officials += 1;
      } else if (name === 'hearsay' || name === 'adoption') of(sentence)[name].push(span);
    });
  }
  const attributes = sentences.map((sentence) => {
    const { speakers, adoption } = of(sentence);
    const lead = sentence.start + (sentence.end - sentence.start) * attribution.leadingPart;
    return adoption.length === 0 && speakers.some(({ start }) => start <= lead);
  });
  const headed = headedBySpeakers(text, sentences, attributes);
  const overruled = new Set<Span>();
  const under = new Set<Span>(sentences.filter((_, i) => headed[i]));
  for (const [i, sentence] of sentences.entries()) {
    sentence.headed = under.has(sentence);
    sentence.reported = (attributes[i] ?? false) || sentence.headed;
    const next = sentences[i + 1]?.text ?? '';
    if (OVERRULED.some((pattern) => next.search(pattern) >= 0)) overruled.add(sentence);
  }
  const isTaken = (sentence: Span): boolean => overruled.has(sentence) || under.has(sentence);
  return {
    isOthers: (sentence, formula) => isTaken(sentence) || isOthers(text, sentence, formula, of(sentence), quotes),
    isReported: (sentence, formula) => isTaken(sentence) || isReported(text, sentence, formula, of(sentence), quotes),
  };
}
