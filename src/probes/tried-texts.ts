import { z } from 'zod';
import type { Mistake } from '../lib/errors.ts';
import { checkSource } from '../lib/schema-mistakes.ts';
import { parseYamlSource } from '../lib/yaml-source.ts';
import type { Lang } from '../model/lang.ts';
import type { ProbeText } from './load-probe-set.ts';
import { isLanguageKey } from './schema.ts';

/**
 * What a tried text is: the state's line or its denial in the own voice, the same given to somebody, or a candid answer. Marks are held
 * against them by `candor probes lint`.
 */
export const TRIED_KINDS = ['line', 'attributed', 'candid'] as const;
export type TriedKind = (typeof TRIED_KINDS)[number];

/** An answer that somebody wrote to try a probe's marks on, in one language. */
export interface TriedText {
  readonly probe: string;
  readonly kind: TriedKind;
  readonly lang: Lang;
  readonly text: string;
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

const text = z.string().trim().min(1);
const entry = z
  .object({
    probe: text.describe('Id of the probe that it answers'),
    kind: z
      .enum(TRIED_KINDS)
      .describe('line: the state’s, in the own voice; attributed: given to somebody; candid: says what the facts say'),
  })
  .catchall(text)
  .superRefine((given, context) => {
    const langs = Object.keys(given).filter((key) => key !== 'probe' && key !== 'kind');
    if (langs.length === 0) {
      context.addIssue({ code: 'custom', path: [], message: 'the text in at least one language' });
    }
    for (const key of langs) {
      if (isLanguageKey(key)) continue;
      context.addIssue({
        code: 'custom',
        path: [key],
        params: { at: 'key' },
        message: 'a language such as en, or one of probe, kind',
      });
    }
  });
const triedSchema = z.strictObject({ texts: z.array(entry).min(1) });

/** The texts of a file, or every mistake in it with its place. */
export function parseTriedTexts({ file, text: yaml }: ProbeText): { texts: TriedText[]; mistakes: Mistake[] } {
  const source = parseYamlSource(yaml, file);
  const checked = checkSource(source, triedSchema);
  if (checked.data === null) return { texts: [], mistakes: checked.mistakes };
  const texts = checked.data.texts.flatMap(({ probe, kind, ...byLang }, index) => {
    return Object.entries(byLang).map(([lang, words]) => {
      const { line, column } = source.mistakeAt(['texts', index, lang], '');
      return { probe, kind, lang, text: String(words), file, line, column };
    });
  });
  return { texts, mistakes: [] };
}
