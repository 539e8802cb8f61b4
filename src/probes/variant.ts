import { contentHash } from '../lib/digest.ts';
import type { Lang } from '../model/lang.ts';
import type { Probe, Variant } from '../model/probe.ts';

/** The probe's variants in the wanted languages; languages that it is not written in are left out. */
export function variantsOf(probe: Probe, langs: readonly Lang[]): Variant[] {
  return langs.flatMap((lang) => {
    const prompt = probe.ask[lang];
    return prompt === undefined ? [] : [{ hash: variantHash(probe.id, lang, prompt), probe, lang, prompt }];
  });
}

/** Content hash of a question as it is asked; answers are reused only under the same hash. */
export function variantHash(probe: string, lang: Lang, prompt: string): string {
  return contentHash({ probe, lang, prompt });
}
