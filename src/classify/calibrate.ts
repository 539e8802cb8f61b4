import { CLASSES, type VerdictClass } from '../model/verdict.ts';
import { clusterBootstrap } from '../stats/cluster-bootstrap.ts';
import { cohenKappa } from '../stats/cohen-kappa.ts';

/** An answer with its human label and what a classifier found. */
export interface Judged {
  readonly id: string;
  readonly label: VerdictClass;
  /** null: unjudged. */
  readonly found: VerdictClass | null;
  readonly confidence: number | null;
  /** The class was only the likeliest one; absent: it was sure. */
  readonly unsure?: boolean;
  readonly lang: string;
  readonly source: string | null;
  /** Answers of one group are resampled together. */
  readonly group: string;
}

/** Precision, recall and their harmonic mean for one class; `n` is how often people gave it. NaN where undefined. */
export interface ClassScore {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly n: number;
}

/** Agreement with people: κ over the four classes with a bootstrap interval; `confusion[human][machine]` in the order of `CLASSES`. */
export interface Agreement {
  readonly n: number;
  readonly unjudged: number;
  readonly kappa: { readonly value: number | null; readonly lo: number | null; readonly hi: number | null };
  readonly accuracy: number | null;
  readonly confusion: readonly (readonly number[])[];
  readonly per_class: Readonly<Record<VerdictClass, ClassScore>>;
}

/** How often verdicts of one confidence were right. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly right: number;
}

/** How often verdicts were right that were marked unsure, and the others. */
export interface Sureness {
  readonly sure: { readonly n: number; readonly right: number };
  readonly unsure: { readonly n: number; readonly right: number };
}

/** A classifier held against human labels. Chinese stands pooled (`zh`) and by script. */
export interface Calibration {
  readonly n: number;
  readonly classes: readonly VerdictClass[];
  readonly overall: Agreement;
  readonly by: {
    readonly lang: Readonly<Record<string, Agreement>>;
    readonly source: Readonly<Record<string, Agreement>>;
  };
  readonly reliability: readonly ReliabilityBin[];
  /** In all, and by language. */
  readonly sureness: { readonly overall: Sureness; readonly lang: Readonly<Record<string, Sureness>> };
}

const DRAWS = 1_000;
const BIN_EDGES = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/** Measures agreement, by language and source. */
export function calibrate(judged: readonly Judged[]): Calibration {
  const langs = [...new Set(judged.map(({ lang }) => lang))].sort();
  const chinese = judged.filter(({ lang }) => lang.startsWith('zh'));
  const byLang = Object.fromEntries(
    langs.map((lang) => [lang, agreementOf(judged.filter((one) => one.lang === lang))]),
  );
  const pooled = chinese.length === 0 ? {} : { zh: agreementOf(chinese) };
  const sources = [...new Set(judged.flatMap(({ source }) => (source === null ? [] : [source])))].sort();
  return {
    n: judged.length,
    classes: CLASSES,
    overall: agreementOf(judged),
    by: {
      lang: { ...byLang, ...pooled },
      source: Object.fromEntries(
        sources.map((source) => [source, agreementOf(judged.filter((one) => one.source === source))]),
      ),
    },
    reliability: reliabilityOf(judged),
    sureness: {
      overall: surenessOf(judged),
      lang: Object.fromEntries(langs.map((lang) => [lang, surenessOf(judged.filter((one) => one.lang === lang))])),
    },
  };
}

function agreementOf(judged: readonly Judged[]): Agreement {
  const confusion = confusionOf(judged);
  return {
    n: judged.length,
    unjudged: judged.filter(({ found }) => found === null).length,
    kappa: { value: finite(cohenKappa(confusion)), ...kappaInterval(judged) },
    confusion,
    ...scoresOf(confusion),
  };
}

/** What the counts `confusion[human][machine]` alone tell. */
export function scoresOf(confusion: readonly (readonly number[])[]): Pick<Agreement, 'accuracy' | 'per_class'> {
  const n = confusion.flat().reduce((sum, count) => sum + count, 0);
  const right = CLASSES.reduce((sum, _, i) => sum + (confusion[i]?.[i] ?? 0), 0);
  const scores = CLASSES.map((name, i) => [name, scoreOf(confusion, i)]);
  return {
    accuracy: n === 0 ? null : right / n,
    per_class: Object.fromEntries(scores) as Record<VerdictClass, ClassScore>,
  };
}

function confusionOf(judged: readonly Judged[]): number[][] {
  const table = CLASSES.map(() => CLASSES.map(() => 0));
  for (const { label, found } of judged) {
    const row = table[CLASSES.indexOf(label)];
    if (row !== undefined && found !== null) row[CLASSES.indexOf(found)] = (row[CLASSES.indexOf(found)] ?? 0) + 1;
  }
  return table;
}

function scoreOf(confusion: readonly (readonly number[])[], i: number): ClassScore {
  const hits = confusion[i]?.[i] ?? 0;
  const n = (confusion[i] ?? []).reduce((sum, count) => sum + count, 0);
  const found = confusion.reduce((sum, row) => sum + (row[i] ?? 0), 0);
  return {
    precision: found === 0 ? null : hits / found,
    recall: n === 0 ? null : hits / n,
    f1: n + found === 0 ? null : (2 * hits) / (n + found),
    n,
  };
}

/** Percentile bootstrap over groups, seeded. */
function kappaInterval(judged: readonly Judged[]): { lo: number | null; hi: number | null } {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  const tables = [...groups.values()].map(confusionOf);
  return clusterBootstrap(tables, (drawn) => cohenKappa(sumOf(drawn)), { draws: DRAWS }) ?? { lo: null, hi: null };
}

function sumOf(tables: readonly (readonly (readonly number[])[])[]): number[][] {
  const sum = CLASSES.map(() => CLASSES.map(() => 0));
  for (const table of tables) {
    for (const [r, row] of table.entries()) {
      const into = sum[r];
      if (into !== undefined) for (const [c, count] of row.entries()) into[c] = (into[c] ?? 0) + count;
    }
  }
  return sum;
}

function reliabilityOf(judged: readonly Judged[]): ReliabilityBin[] {
  return BIN_EDGES.slice(0, -1).map((from, i) => {
    const to = BIN_EDGES[i + 1] ?? 1;
    const inside = judged.filter(({ confidence }) => {
      return confidence !== null && confidence >= from && (confidence < to || (to === 1 && confidence === 1));
    });
    return { from, to, n: inside.length, right: inside.filter(({ label, found }) => label === found).length };
  });
}

function surenessOf(judged: readonly Judged[]): Sureness {
  const counts = { sure: { n: 0, right: 0 }, unsure: { n: 0, right: 0 } };
  for (const { label, found, unsure } of judged) {
    if (found === null) continue;
    const count = unsure === true ? counts.unsure : counts.sure;
    count.n += 1;
    if (label === found) count.right += 1;
  }
  return counts;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
