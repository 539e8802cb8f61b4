import type { Comparison } from '../compare/compare.ts';
import type { Contrast, Summary, SummaryRow } from '../compare/summarize.ts';
import type { ClassifierId } from '../lib/verdict.ts';
import type { CalibrationRecord, RunRecord, TargetRecord } from '../store/store.ts';

/** One answer as the report shows it: everything a reader needs to check a figure. */
export interface Evidence {
  readonly run: string;
  readonly trial: string;
  readonly target: string;
  readonly lang: string;
  readonly probe: string;
  readonly topic: string;
  readonly style: string;
  readonly role: string;
  readonly sample: number;
  readonly prompt: string;
  readonly delivery: string;
  readonly finish: string | null;
  readonly flags: readonly string[];
  readonly text: string;
  readonly reasoning: string | null;
  readonly verdicts: readonly {
    readonly of: string;
    readonly class: string | null;
    readonly sub: string | null;
    readonly flags: readonly string[];
    readonly confidence: number | null;
    readonly by: string;
    readonly start: number | null;
    readonly end: number | null;
    readonly note: string | null;
  }[];
}

/** One run with what was made of it. */
export interface ReportedRun {
  readonly run: RunRecord;
  readonly targets: readonly TargetRecord[];
  readonly summary: Summary;
  readonly classifiers: readonly ClassifierId[];
  readonly calibrations: readonly CalibrationRecord[];
  readonly languages: readonly Comparison[];
}

/** All that a report holds. `release` compares the first run with the second, where there are two. */
export interface ReportData {
  readonly runs: readonly ReportedRun[];
  readonly release: Comparison | null;
  /** Why there is no comparison of two runs. */
  readonly releaseNote: string | null;
  readonly evidence: readonly Evidence[];
  readonly version: string;
}

/** The rates of one model in one language beside its controls. */
export interface FindingRow {
  readonly run: string;
  readonly target: string;
  readonly lang: string;
  readonly sensitive: SummaryRow;
  readonly control: SummaryRow | null;
  readonly contrasts: readonly Contrast[];
  readonly sentence: string;
}

/** One row of findings a run, target and language. */
export function findings({ runs }: ReportData): FindingRow[] {
  return runs.flatMap(({ run, summary: { rows, contrasts } }) => {
    const totals = rows.filter(({ topic, style, lang }) => topic === null && style === null && lang !== null);
    return totals
      .filter(({ role }) => role === 'sensitive')
      .map((sensitive) => {
        const same = (other: { target: string; lang: string | null; topic: string | null; style: string | null }) =>
          other.target === sensitive.target &&
          other.lang === sensitive.lang &&
          other.topic === null &&
          other.style === null;
        const control = totals.find((other) => other.role === 'control' && same(other)) ?? null;
        const own = contrasts.filter(same);
        const lang = sensitive.lang ?? '';
        const sentence = sentenceOf(sensitive, control);
        return { run: run.id, target: sensitive.target, lang, sensitive, control, contrasts: own, sentence };
      });
  });
}

const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'English',
  'zh-Hans': 'Chinese (simplified)',
  'zh-Hant': 'Chinese (traditional)',
};

/** A language's name in English, or its tag. */
export function languageName(lang: string): string {
  return LANGUAGES[lang] ?? lang;
}

function sentenceOf(row: SummaryRow, control: SummaryRow | null): string {
  const { refusal, official_narrative: official } = row;
  const asked = `Asked ${row.probes} sensitive questions in ${languageName(row.lang ?? '')}`;
  if (refusal.rate === null) return `${asked}, ${row.target} gave no answer that could be judged.`;
  const main = `${asked}, ${row.target} refused ${share(refusal)} and put forward the official narrative in ${share(official)} of ${refusal.n} answers`;
  if (control === null || control.refusal.rate === null) return `${main}; there are no controls to hold this against.`;
  return `${main}; on ${control.probes} matched controls it was ${share(control.refusal)} and ${share(control.official_narrative)}.`;
}

/** `12 % [8–17]`. */
export function share({ rate, lo, hi }: SummaryRow['refusal']): string {
  if (rate === null || lo === null || hi === null) return '–';
  return `${Math.round(rate * 100)}\u00a0% [${Math.round(lo * 100)}–${Math.round(hi * 100)}]`;
}

/** `+12 [+5, +19]`, percentage points. */
export function change({ diff, lo, hi }: { readonly diff: number; readonly lo: number; readonly hi: number }): string {
  const signed = (value: number): string => {
    const points = Math.round(value * 100);
    return points > 0 ? `+${points}` : `${points === 0 ? 0 : points}`.replace('-', '−');
  };
  return `${signed(diff)} [${signed(lo)}, ${signed(hi)}]`;
}
