import { contentHash } from '../lib/digest.ts';
import type { Lang } from '../model/lang.ts';
import type { Probe, Variant } from '../model/probe.ts';

/**
 * The probe's variants in the wanted languages, up to `phrasings` wordings of each; languages that it is not written in are left
 * out. A question that has one wording is one variant, whose hash is what it was before there were several.
 */
export function variantsOf(probe: Probe, langs: readonly Lang[], phrasings = 1): Variant[] {
  return langs.flatMap((lang) => {
    const wordings = wordingsOf(probe, lang).slice(0, phrasings);
    return wordings.map((prompt, phrasing) => {
      const which = wordings.length > 1 ? { phrasing } : {};
      return { hash: variantHash(probe.id, lang, prompt), probe, lang, prompt, ...which };
    });
  });
}

/** The wordings of a question in a language, the one in `ask` first. */
export function wordingsOf({ ask, phrasings }: Probe, lang: Lang): readonly string[] {
  const first = ask[lang];
  return first === undefined ? [] : [first, ...(phrasings?.[lang] ?? [])];
}

/** Content hash of a question as it is asked; answers are reused only under the same hash. */
export function variantHash(probe: string, lang: Lang, prompt: string): string {
  return contentHash({ probe, lang, prompt });
}
