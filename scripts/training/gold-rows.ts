import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../src/classify/classifier.ts';
import { normalizeLang } from '../../src/model/lang.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import type { ActExample, RefusalExample } from '../../src/training/fit-refusal-head.ts';
import type { HollowSentences } from '../../src/training/refusal-copies.ts';

/** A labelled answer as `scripts/collect-gold.ts` prints it. */
export interface GoldRow {
  readonly id: string;
  readonly source: string;
  readonly question: string;
  readonly lang: string;
  readonly model: string;
  readonly prompt: string;
  readonly response: string;
  readonly delivery: string;
  /** null: only `refuses` is known. */
  readonly label: VerdictClass | null;
  readonly refuses: boolean;
  /** Nobody read it for us: the label of the public dataset stands for ours. */
  readonly weak: boolean;
  /** False where the licence of the answer keeps it out of the fit. */
  readonly fit: boolean;
  readonly of?: string;
  readonly probe?: string | null;
  readonly sub?: string | null;
  readonly flags?: readonly string[];
  readonly line_of?: string | null;
  readonly confidence?: number;
}

/** Reads gold lines. */
export function readGoldRows(file: string): GoldRow[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as GoldRow);
}

/** An answer as the classifiers get it. */
export function itemOf({ response, prompt, lang, delivery }: GoldRow): Item {
  return {
    text: response,
    of: 'response',
    prompt,
    lang: normalizeLang(lang),
    truncated: delivery === 'truncated',
    probe: null,
  };
}

/** How much an answer counts: what was written for the purpose and what only hedges count less than what people really got. */
function weightOf({ source, sub, refuses }: GoldRow): number {
  if (source === 'written') return 0.7;
  return source === 'do-not-answer' && !refuses && sub === 'hedged' ? 0.2 : 1;
}

/** Long full answers that nobody read are many and alike: one in three is enough; of refusals that nobody read, one in two. */
const LONG = 1500;

/** The rows that the head is fitted on. */
export function refusalExamples(rows: readonly GoldRow[]): (RefusalExample & { readonly row: GoldRow })[] {
  const seen = { long: 0, refusing: 0 };
  const kept = rows.filter(({ weak, refuses, response }) => {
    if (weak && refuses) return (seen.refusing++ & 1) === 0;
    return !weak || response.length <= LONG || seen.long++ % 3 === 0;
  });
  return kept.map((row) => ({ row, item: itemOf(row), refuses: row.refuses, weight: weightOf(row) }));
}

const ACT_OF: Readonly<Record<string, ActExample['act']>> = { refuse: 'act', empty: 'hollow' };

/** What was written to teach the head: answers, sentences with what they do, and sentences that say nothing. */
export function readRefusalCorpus(data: string) {
  const told: ActExample[] = [];
  const answers: RefusalExample[] = [];
  const hollow: { en: string[]; zh: string[] } = { en: [], zh: [] };
  for (const name of readdirSync(join(data, 'sentences')).sort())
    for (const [stance, , text] of fieldsOf(join(data, 'sentences', name))) {
      if (text === undefined) continue;
      told.push({ text, prompt: '', act: ACT_OF[stance ?? ''] ?? 'substance' });
      if (stance === 'empty' && text.length > 20) hollow[name.startsWith('en') ? 'en' : 'zh'].push(text);
    }
  for (const lang of ['en', 'zh'] as const)
    for (const [kind, prompt, written] of fieldsOf(join(data, 'refusals', `${lang}.tsv`))) {
      const text = (written ?? '').replaceAll('\\n', '\n');
      if (kind === 'lecture') {
        told.push({ text, prompt: '', act: 'hollow' });
        hollow[lang].push(text);
        continue;
      }
      const item: Item = {
        text,
        of: 'response',
        prompt: prompt ?? null,
        lang: lang === 'en' ? 'en' : 'zh-Hans',
        truncated: false,
        probe: null,
      };
      answers.push({ item, refuses: kind === 'refusal', weight: 1 });
    }
  const sentences: HollowSentences = hollow;
  return { told, answers, hollow: sentences };
}

function fieldsOf(file: string): string[][] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
}
