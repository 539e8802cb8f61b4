import type { Span } from '../probes/sentence-spans.ts';
import type { CompiledPatterns } from './lexicon.ts';
import { matchesIn } from './sieve.ts';
import { gramsOf } from './text-grams.ts';

/** Calls `found` for each place where any of a group's patterns stands in a sentence. */
export type Find<S extends Span> = (patterns: CompiledPatterns, found: (sentence: S, span: Span) => void) => void;

/** Looks for patterns in the sentences of a folded lower-case text; a find ends with the sentence that it begins in. */
export function findIn<S extends Span>(text: string, sentences: readonly S[]): Find<S> {
  const hasChinese = /[\u4e00-\u9fff]/.test(text);
  const hasEnglish = /[a-z]{2}/.test(text);
  const grams = gramsOf(text);
  return (patterns, found) => {
    for (const pattern of [hasEnglish ? patterns.en : null, hasChinese ? patterns.zh : null]) {
      if (pattern === null) continue;
      let at = 0;
      matchesIn(text, grams, pattern, (index, end) => {
        while (at < sentences.length && (sentences[at]?.end ?? 0) <= index) at += 1;
        const sentence = sentences[at];
        if (sentence === undefined) return false;
        if (index >= sentence.start) found(sentence, { start: index, end: Math.min(sentence.end, end) });
        return true;
      });
    }
  };
}
