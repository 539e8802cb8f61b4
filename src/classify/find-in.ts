import type { Span } from '../probes/sentence-spans.ts';
import type { CompiledPatterns } from './lexicon.ts';

/** Calls `found` for each place where any of a group's patterns stands in a sentence. */
export type Find<S extends Span> = (patterns: CompiledPatterns, found: (sentence: S, span: Span) => void) => void;

/** Looks for patterns in the sentences of a folded lower-case text; a find ends with the sentence that it begins in. */
export function findIn<S extends Span>(text: string, sentences: readonly S[]): Find<S> {
  const hasChinese = /[\u4e00-\u9fff]/.test(text);
  const hasEnglish = /[a-z]{2}/.test(text);
  return (patterns, found) => {
    for (const pattern of [hasEnglish ? patterns.en : null, hasChinese ? patterns.zh : null]) {
      if (pattern === null) continue;
      let at = 0;
      // `matchAll` would copy the expression for every text.
      pattern.lastIndex = 0;
      for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
        const { index, 0: words } = match;
        if (words === '') pattern.lastIndex += 1;
        while (at < sentences.length && (sentences[at]?.end ?? 0) <= index) at += 1;
        const sentence = sentences[at];
        if (sentence === undefined) break;
        if (index >= sentence.start) {
          const { lastIndex } = pattern;
          found(sentence, { start: index, end: Math.min(sentence.end, index + words.length) });
          pattern.lastIndex = lastIndex;
        }
      }
      pattern.lastIndex = 0;
    }
  };
}
