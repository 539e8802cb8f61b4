import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelsOf, POOLED_FAMILIES, pooled } from '../scripts/speechmap/pooled-families.ts';
import { importAnswers } from '../src/audit/collect/import-answers.ts';
import { compareSides } from '../src/audit/compare/compare-runs.ts';
import { exportToFile } from '../src/audit/read/export-run.ts';
import { observe } from '../src/audit/read/observations.ts';
import { resolveSide } from '../src/audit/read/resolve-side.ts';
import { pointsWithInterval } from '../src/cli/table.ts';
import { type Comparison, compare, compareAcross } from '../src/compare/compare.ts';
import { homeRows } from '../src/compare/home.ts';
import type { Rate } from '../src/compare/rate.ts';
import { summarize } from '../src/compare/summarize.ts';
import { countsByProbe, groupBy, isJudged } from '../src/compare/tally.ts';
import { fileSource, type LineSource } from '../src/formats/read-lines.ts';
import { isoTime } from '../src/lib/clock.ts';
import type { Observation } from '../src/model/observation.ts';
import { percentRange, wholePercent } from '../src/model/share-words.ts';
import { clusterBootstrap } from '../src/stats/cluster-bootstrap.ts';
import { clusterRate } from '../src/stats/cluster-rate.ts';
import { cohenKappa } from '../src/stats/cohen-kappa.ts';
import { newcombeUnpaired } from '../src/stats/newcombe-unpaired.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';

/**
 * Figures on SpeechMap's requests to criticise a government (flattened JSONL: China in English and Chinese, the United States in
 * English). Imports the file into a store of its own, classifies with the rules (general), prints every figure under a name and the table of
 * docs/statistics.md, and writes the figures to FOLDER/figures.json beside the exports `answers.csv` and `answers.jsonl`, which
 * `speechmap_check.py` recomputes:
 *
 *   npx tsx bench/speechmap-figures.ts SPEECHMAP.jsonl FOLDER [MORE.jsonl] && python3 bench/speechmap_check.py SPEECHMAP.jsonl FOLDER
 *
 * MORE has further sets on other states (Russia, the EU), which stand in the figures of home and away alone.
 *
 * How the United States set is a control: questions of one number are requests of the same form ("compose a satirical poem
 * about …") on another subject. In English, China minus the United States is paired by number, as `candor summary` does it. The
 * Chinese set has no such question in its own language, so its difference is unpaired (Newcombe's method 10 over the two
 * cluster-robust intervals) and mixes language and subject; beside it stands the English one by the same method. Chinese minus
 * English is paired by question and model. Families are pooled: a question is a cluster, its models are its samples.
 */
const CLASSES = ['refusal', 'official_narrative', 'neutral'] as const;
const OPINIONS = ['COMPLETE', 'EVASIVE', 'DENIAL'];
const SEEDS = 20;

const [file, folder, more] = process.argv.slice(2);
if (file === undefined || folder === undefined)
  throw new Error('usage: tsx bench/speechmap-figures.ts SPEECHMAP.jsonl FOLDER [MORE.jsonl]');
await mkdir(folder, { recursive: true });
const figures: Record<string, { value: number; digits: number; monteCarlo?: number }> = {};

function note(name: string, value: number, digits = 4, monteCarlo?: number): void {
  figures[name] = { value, digits, ...(monteCarlo === undefined ? {} : { monteCarlo }) };
  const error = monteCarlo === undefined ? '' : `  (Monte Carlo error ${monteCarlo.toFixed(digits + 1)})`;
  console.log(`${name.padEnd(64)} ${value.toFixed(digits)}${error}`);
}

function noteAll(name: string, values: Readonly<Record<string, number | null>>): void {
  for (const [key, value] of Object.entries(values)) if (value !== null) note(`${name} ${key}`, value);
}

interface Judged {
  readonly question: string;
  readonly pair: readonly [string, string];
}

function noteKappa(name: string, judged: readonly Judged[], labels: readonly string[]): void {
  const kappaOf = (clusters: readonly (readonly Judged[])[]): number => {
    const table = labels.map(() => labels.map(() => 0));
    for (const { pair } of clusters.flat()) {
      const row = table[labels.indexOf(pair[0])];
      const column = labels.indexOf(pair[1]);
      if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
    }
    return cohenKappa(table);
  };
  const clusters = [...groupBy(judged, ({ question }) => question).values()];
  note(`${name} rows`, judged.length, 0);
  note(`${name} kappa`, kappaOf(clusters));
  const ends = Array.from({ length: SEEDS }, (_, seed) => clusterBootstrap(clusters, kappaOf, { seed: seed + 1 }));
  for (const end of ['lo', 'hi'] as const) {
    const values = ends.map((interval) => interval?.[end] ?? Number.NaN);
    note(`${name} ${end}`, values[0] ?? Number.NaN, 3, deviation(values));
  }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function noteCells(name: string, { cells, paired, unpaired }: Comparison): void {
  note(`${name} paired answers`, paired, 0);
  note(`${name} unpaired answers`, unpaired, 0);
  for (const { class: of, pairs, base, candidate, diff, lo, hi, p, p_adjusted } of cells) {
    note(`${name} ${of} pairs`, pairs, 0);
    noteAll(`${name} ${of}`, { base, candidate, diff, lo, hi });
    if (p === null || p_adjusted === null) continue;
    note(`${name} ${of} p`, p, 4);
    note(`${name} ${of} p adjusted`, p_adjusted, 4, Math.sqrt((p_adjusted * (1 - p_adjusted)) / 10_000));
  }
}

console.log('Agreement of the two judges, rows where both saw the same text (interval: questions resampled)');
const rows = (await readFile(file, 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const seen = rows.filter((row) => row.same_text_for_both_judges === true);
const pairOf = (row: (typeof rows)[number], errors: boolean): Judged => {
  const plain = (label: string): string => (errors && label.startsWith('ERROR') ? 'ERROR' : label);
  return { question: row.question_id, pair: [plain(row.label_grok41), plain(row.label_gpt4o)] };
};
const opinions = seen.filter(({ label_grok41: a, label_gpt4o: b }) => OPINIONS.includes(a) && OPINIONS.includes(b));
noteKappa(
  'judges, all labels',
  seen.map((row) => pairOf(row, true)),
  [...OPINIONS, 'ERROR'],
);
for (const set of [null, 'china_criticism', 'zh_china_criticism', 'us_criticism']) {
  const part = opinions.filter((row) => set === null || row.set === set);
  noteKappa(
    `judges, ${set ?? 'opinions'}`,
    part.map((row) => pairOf(row, false)),
    OPINIONS,
  );
}

const temporary = await mkdtemp(join(tmpdir(), 'candor-speechmap-'));
const store = await openSqliteStore(join(temporary, 'candor.db'));
const importAs = (name: string, source: LineSource) =>
  importAnswers(
    {
      source,
      format: 'speechmap',
      file: null,
      columns: undefined,
      run: name,
      name: null,
      packageVersion: 'bench',
      now: Date.now(),
    },
    store,
  );
const { run, trials, skipped } = await importAs('speechmap', fileSource(file));
console.log(`\nImported ${trials} answers, ${skipped.length} lines skipped`);
const { observations, classifiers } = await observe(store, run);
console.log(
  `Classified by ${classifiers.map(({ name, version, mode }) => `${name} ${version} (${mode})`).join(', ')}\n`,
);

const table: string[] = [];
const shareText = ({ rate, lo, hi, k, n }: Rate): string =>
  rate === null || lo === null || hi === null
    ? '–'
    : k / n < 0.015
      ? `${k} of ${n}`
      : `${wholePercent(rate)} % [${percentRange(lo, hi)}]`;
const noDifference = { diff: null, lo: null, hi: null };

for (const pooledFamily of POOLED_FAMILIES) {
  const { id: family, name: shown } = pooledFamily;
  console.log(`${family}: ${modelsOf(pooledFamily, observations).join(', ')}`);
  const ofFamily = pooled(pooledFamily, observations);
  const { rows: groups, contrasts } = summarize(ofFamily);
  const parts = { 'China en': 'en/sensitive', 'China zh': 'zh-Hans/sensitive', 'US en': 'en/control' };
  for (const [label, key] of Object.entries(parts)) {
    const group = groups.find(({ lang, role }) => `${lang}/${role}` === key);
    for (const name of CLASSES) {
      const { k, n, rate, lo, hi } = group?.[name] ?? { k: 0, n: 0, rate: null, lo: null, hi: null };
      note(`${family} ${label} ${name} k`, k, 0);
      note(`${family} ${label} ${name} n`, n, 0);
      noteAll(`${family} ${label} ${name}`, { rate, lo, hi });
    }
  }
  for (const { lang, class: name, pairs, sensitive, control, diff, lo, hi } of contrasts) {
    if (lang !== 'en') continue;
    note(`${family} China en − US en, paired, ${name} pairs`, pairs, 0);
    noteAll(`${family} China en − US en, paired, ${name}`, { sensitive, control, diff, lo, hi });
  }
  for (const name of ['refusal', 'official_narrative'] as const) {
    const found = Object.values(parts).map((key) => groups.find(({ lang, role }) => `${lang}/${role}` === key)?.[name]);
    const contrast = contrasts.find((one) => one.lang === 'en' && one.class === name) ?? noDifference;
    const cells = found.map((rate) => (rate === undefined ? '–' : shareText(rate)));
    table.push(
      `| ${[name === 'refusal' ? shown : '', name.replace('_', ' '), ...cells, pointsWithInterval(contrast)].join(' | ')} |`,
    );
  }
  const rateOf = (key: string, name: (typeof CLASSES)[number]) =>
    clusterRate([
      ...countsByProbe(
        ofFamily.filter((one) => `${one.lang}/${one.role}` === key && isJudged(one)),
        name,
      ).values(),
    ]);
  for (const label of ['China en', 'China zh'] as const) {
    for (const name of CLASSES) {
      const first = rateOf(parts[label], name);
      const second = rateOf(parts['US en'], name);
      if (first === null || second === null) continue;
      const { diff, lo, hi } = newcombeUnpaired(first, second);
      noteAll(`${family} ${label} − US en, unpaired, ${name}`, { diff, lo, hi });
    }
  }
  const ofLang = (lang: string): Observation[] => ofFamily.filter((one) => one.lang === lang);
  const across = compare(ofLang('en'), ofLang('zh-Hans'), { base: 'en', candidate: 'zh-Hans' }, { pairBy: 'probe' });
  noteCells(`${family} China zh − China en, paired,`, across);
}

console.log('\nDeepSeek-R1 -> R1-0528, China in Chinese, paired by question');
const side = (model: string) => resolveSide(store, `${run}/deepseek_${model}/zh-Hans`);
const change = await compareSides(store, await side('deepseek-r1'), await side('deepseek-r1-0528'), {
  force: false,
  classifier: null,
});
for (const warning of change.warnings) console.log(`warning: ${warning}`);
noteCells('R1 to R1-0528 zh', change);

console.log('\nAll pairs of models, one family (step-down maxT)');
const every = compareAcross(observations, 'targets').flatMap(({ cells }) => cells);
note('pairs of models, differences', every.length, 0);
note('pairs of models, p at most 0.05', every.filter(({ p }) => p !== null && p <= 0.05).length, 0);
const adjusted = every.map(({ p_adjusted }) => p_adjusted ?? 1);
// A p by draws that lies near the level may fall on either side of it.
const near = adjusted.filter((p) => Math.abs(p - 0.05) < 4 * Math.sqrt((0.05 * 0.95) / 2000)).length;
note('pairs of models, found by maxT', adjusted.filter((p) => p <= 0.05).length, 0, near / 4);

console.log('\nHome and away, models of a family as samples, English');
const seats = new Map([
  ['deepseek', 'CN'],
  ['qwen', 'CN'],
  ['llama', 'US'],
]);
const others: Observation[] = more === undefined ? [] : await furtherSets(more);
const families = POOLED_FAMILIES.flatMap((family) => pooled(family, [...observations, ...others]));
for (const row of homeRows(families, seats).filter(({ lang }) => lang === 'en')) {
  const { target, class: name, home, away, observed, standardized } = row;
  const parts = { 'own state': home, 'other states': away, 'own − other': observed, 'same subjects': standardized };
  for (const [part, found] of Object.entries(parts)) {
    if (found === null) continue;
    console.log(`${target} ${name} ${part}: ${pointsWithInterval(found)}`);
    if (part === 'same subjects')
      noteAll(`${target} home, same subjects, ${name}`, { diff: found.diff, lo: found.lo, hi: found.hi });
  }
}

/** The answers of a further file that are on states, as far as the same models gave them. */
async function furtherSets(name: string): Promise<Observation[]> {
  const further = await importAs('further', fileSource(name));
  const found = await observe(store, further.run);
  const models = new Set(observations.map(({ target }) => target));
  return found.observations.filter(({ target }) => models.has(target));
}

const [judge] = classifiers;
console.log(
  `\n${isoTime(Date.now()).slice(0, 10)}, ${judge?.name} ${judge?.version} (${judge?.mode})\n\n| family | figure | China, English | China, Chinese (no controls) | United States, English | difference, English |\n|---|---|--:|--:|--:|--:|\n${table.join('\n')}`,
);

const record = await store.findRun(run);
if (record === null) throw new Error('the run is gone');
for (const format of ['csv', 'jsonl'] as const)
  await exportToFile(store, record, format, {}, join(folder, `answers.${format}`));
await writeFile(join(folder, 'figures.json'), `${JSON.stringify(figures, null, 1)}\n`);
await store.close();
await rm(temporary, { recursive: true });
console.log(`\n${Object.keys(figures).length} figures in ${join(folder, 'figures.json')}`);
