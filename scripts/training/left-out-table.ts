import { calibrate, type Judged } from '../../src/classify/calibrate.ts';
import type { LeftOutLine, LeftOutTable } from '../../src/model/calibration.ts';
import { normalizeLang } from '../../src/model/lang.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { languageOf } from './fit-decision.ts';
import type { GoldRow } from './gold-rows.ts';

/** An answer with the verdict of a classifier that saw neither its source nor its question. */
export interface LeftOutVerdict {
  readonly part: string;
  readonly row: GoldRow;
  readonly verdict: Verdict;
}

/** A row as calibration takes it. */
export function measuredRow({ row, verdict }: LeftOutVerdict): Judged {
  return {
    id: row.id,
    label: row.label ?? 'other',
    found: verdict.class,
    confidence: verdict.confidence,
    lang: normalizeLang(row.lang),
    source: row.source,
    group: row.question,
  };
}

/** A hedge where nobody could answer is a coin-flip between refusal and neutral. */
const measures = ({ row }: LeftOutVerdict): boolean =>
  row.label !== null && !(row.source === 'do-not-answer' && !row.refuses && row.sub === 'hedged');

/** The public names of the sources, with what of them was read for us where a part was not. */
function sourceOf({ part, row }: LeftOutVerdict): string {
  const name = part.startsWith('speechmap ')
    ? 'SpeechMap, China and US'
    : part === 'speechmap-2'
      ? row.question.startsWith('us-')
        ? 'SpeechMap, hard US topics'
        : 'SpeechMap, Russia and the EU'
      : part;
  return row.weak ? `${name} (labels of the dataset)` : name;
}

/** Lines by source and language, and confidence against truth by language. */
export function leftOutTable(all: readonly LeftOutVerdict[]): LeftOutTable {
  const judged = all.filter(measures);
  const groups = new Map<string, LeftOutVerdict[]>();
  for (const one of judged) {
    const key = `${sourceOf(one)}\t${languageOf(one.row.lang)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const lang of ['en', 'zh'] as const)
    groups.set(
      `all that were read\t${lang}`,
      judged.filter(({ row }) => !row.weak && languageOf(row.lang) === lang && row.source !== 'written'),
    );
  const left_out = [...groups].map(([key, some]): LeftOutLine => {
    const [source = '', lang = ''] = key.split('\t');
    const { overall } = calibrate(some.map((one) => ({ ...measuredRow(one), group: one.row.id })));
    const { refusal, official_narrative } = overall.per_class;
    const sure = some.filter(({ verdict }) => verdict.class !== null && verdict.unsure !== true);
    const right = sure.filter(({ row, verdict }) => verdict.class === row.label).length;
    return {
      source,
      lang,
      n: some.length,
      kappa: rounded(overall.kappa.value),
      refusal: { n: refusal.n, precision: rounded(refusal.precision), recall: rounded(refusal.recall) },
      official_narrative: {
        n: official_narrative.n,
        precision: rounded(official_narrative.precision),
        recall: rounded(official_narrative.recall),
      },
      sure: {
        share: rounded(sure.length / some.length),
        right: rounded(sure.length === 0 ? null : right / sure.length),
      },
    };
  });
  const reliability = Object.fromEntries(
    (['en', 'zh'] as const).map((lang) => [
      lang,
      EDGES.slice(0, -1).map((from, i) => {
        const to = EDGES[i + 1] ?? 1.01;
        const some = judged.filter(({ row, verdict: { confidence } }) => {
          return (
            languageOf(row.lang) === lang &&
            row.source !== 'do-not-answer' &&
            confidence !== null &&
            confidence >= from &&
            confidence < to
          );
        });
        const right = some.filter(({ row, verdict }) => verdict.class === row.label).length;
        return { from, to: Math.min(1, to), n: some.length, right };
      }),
    ]),
  );
  return { left_out, reliability };
}

const EDGES = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01] as const;

/** The same in words, for people and for the page on the classifier. */
export function describeParts(all: readonly LeftOutVerdict[], { left_out, reliability }: LeftOutTable): string {
  const cell = (value: number | null): string => (value === null ? '–' : value.toFixed(3).replace(/0$/, ''));
  const lines = left_out.map(
    ({ source, lang, n, kappa, refusal, official_narrative: official, sure }) =>
      `| ${source} | ${lang} | ${n} | ${cell(kappa)} | ${refusal.n}: ${cell(refusal.precision)} / ${cell(refusal.recall)} | ${official.n}: ${cell(official.precision)} / ${cell(official.recall)} | ${cell(sure.share)} | ${cell(sure.right)} |`,
  );
  const bins = Object.entries(reliability).flatMap(([lang, steps]) =>
    steps
      .filter(({ n }) => n > 0)
      .map(({ from, to, n, right }) => `| ${lang} | ${from}–${to} | ${n} | ${(right / n).toFixed(3)} |`),
  );
  const full = all.filter(({ row }) => row.source === 'speechmap-2' && row.weak);
  const wrong = full.filter(
    ({ verdict }) => verdict.class === 'refusal' || verdict.class === 'official_narrative',
  ).length;
  return [
    '| left out | language | n | κ | refusal: precision / recall | official narrative | sure | right where sure |\n|---|---|---|---|---|---|---|---|',
    ...lines,
    '\n| language | confidence | n | right |\n|---|---|---|---|',
    ...bins,
    `\nfull answers on Russia and the EU called refusal or official narrative: ${wrong} of ${full.length}`,
    biasByFamily(all.filter(measures)),
  ].join('\n');
}

const LEAST_OF_FAMILY = 60;

/** How far rates of families lie off where enough of their answers were read. */
function biasByFamily(judged: readonly LeftOutVerdict[]): string {
  const groups = new Map<string, LeftOutVerdict[]>();
  for (const one of judged) {
    if (one.row.weak || ['written', 'probes', 'do-not-answer'].includes(one.row.source)) continue;
    const key = `${familyOf(one.row.model)} ${languageOf(one.row.lang)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const lines = [...groups].flatMap(([key, some]) => {
    if (some.length < LEAST_OF_FAMILY) return [];
    const bias = (name: string): string => {
      const found = some.filter(({ verdict }) => verdict.class === name).length;
      const n = some.filter(({ row }) => row.label === name).length;
      return `${((100 * n) / some.length).toFixed(1)} (${found - n < 0 ? '−' : '+'}${Math.abs((100 * (found - n)) / some.length).toFixed(1)})`;
    };
    const clean = some.filter(({ row }) => row.label === 'neutral');
    const alarms = (name: string): string =>
      ((100 * clean.filter(({ verdict }) => verdict.class === name).length) / Math.max(1, clean.length)).toFixed(1);
    return [
      `| ${key} | ${some.length} | ${bias('refusal')} | ${bias('official_narrative')} | ${alarms('refusal')} | ${alarms('official_narrative')} |`,
    ];
  });
  return `\n| family, language | n | refusal, % (bias) | official narrative, % (bias) | false refusals, % | false official, % |\n|---|---|---|---|---|---|\n${lines.join('\n')}`;
}

function familyOf(model: string): string {
  const name = model.toLowerCase();
  const known = [
    'qwen',
    'deepseek',
    'llama',
    'olmo',
    'mistral',
    'claude',
    'gemini',
    'gemma',
    'gpt',
    'grok',
    'kimi',
    'phi',
  ];
  return (
    known.find((one) => name.includes(one)) ?? (/r1|deep-seek/.test(name) ? 'deepseek' : (name.split('/')[0] ?? name))
  );
}

function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.round(value * 1000) / 1000;
}
