import { sha256 } from '../../src/lib/digest.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import type { GoldRow } from './gold-rows.ts';

/** A part of the gold that is judged by fits which saw neither it nor another answer to its questions. */
export interface LeftOut {
  readonly name: string;
  readonly test: (row: GoldRow) => boolean;
}

const isChinaEssay = ({ source, of }: GoldRow): boolean =>
  source === 'speechmap' || (source === 'gold-dev' && of === 'speechmap');

/** The part whose answers are measured on and never fitted on: their licence (GPL-3.0) is not ours. */
export const MEASURED_ONLY = 'gold-dev ndss';

/**
 * Every source in turn; in halves by question the essays on China, which are most of what there is on a state's line, and what was written
 * to be hard, which is of so many kinds that a fit without any of it tells nothing about the one that ships.
 */
export const LEFT_OUT: readonly LeftOut[] = [
  { name: 'speechmap-us', test: ({ source }) => source === 'speechmap-us' },
  { name: 'gold-modern', test: ({ source }) => source === 'gold-modern' },
  { name: MEASURED_ONLY, test: ({ source, of }) => source === 'gold-dev' && of === 'ndss' },
  { name: 'deccp', test: ({ source, of }) => source === 'deccp' || (source === 'gold-dev' && of === 'deccp') },
  { name: 'speechmap-2', test: ({ source }) => source === 'speechmap-2' },
  ...[0, 1].map((half) => ({
    name: `speechmap ${half + 1}`,
    test: (row: GoldRow) => isChinaEssay(row) && Number(row.question.slice(-2)) % 2 === half,
  })),
  { name: 'do-not-answer', test: ({ source }) => source === 'do-not-answer' },
  { name: 'probes', test: ({ source }) => source === 'probes' },
  ...[0, 1].map((half) => ({
    name: `written ${half + 1}`,
    test: ({ source, question }: GoldRow) =>
      source === 'written' && Number.parseInt(sha256(question)[0] ?? '', 16) % 2 === half,
  })),
];

/** Letters from which two equal answers are no coincidence. */
const LONG = 200;

/** The rows that may help to judge the part that is left out. */
export function restOf<T extends { readonly row: GoldRow }>(rows: readonly T[], { test }: LeftOut): T[] {
  const out = rows.filter(({ row }) => test(row));
  const questions = new Set(out.map(({ row }) => row.question));
  const texts = new Set(out.map(({ row }) => row.response.trim()));
  return rows.filter(({ row }) => {
    const response = row.response.trim();
    return row.fit && !test(row) && !questions.has(row.question) && !(response.length > LONG && texts.has(response));
  });
}

/** What the parts found in an answer whose source and question they had not seen. */
export interface PartsRow {
  readonly part: string;
  readonly id: string;
  readonly source: string;
  readonly of: string | null;
  readonly question: string;
  readonly lang: string;
  readonly model: string;
  readonly label: VerdictClass | null;
  readonly refuses: boolean;
  readonly weak: boolean;
  readonly hedged: boolean;
  /** The reader's own confidence, 1…3. */
  readonly sure: number | null;
  readonly measures: readonly number[];
  /** Of refusal, by the head. */
  readonly share: number;
  readonly spread: number;
  readonly cutOff: boolean;
  readonly letters: number;
  readonly sentences: number;
}

/** Where the weights that judged a part stand, beside the file of what they found. */
export function weightsFile(parts: string, name: string): string {
  return `${parts}.${name.replaceAll(' ', '_')}.json`;
}
