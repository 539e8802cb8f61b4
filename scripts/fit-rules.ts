import { readFileSync, writeFileSync } from 'node:fs';
import { classShares, fitFeatures, itemFeatures } from '../src/classify/fit-rules.ts';
import { createRulesClassifier } from '../src/classify/rules.ts';
import { normalizeLang } from '../src/lib/lang.ts';
import { CLASSES } from '../src/lib/verdict.ts';

/** Fits the weights of the rules on labelled answers, cross-validated. Usage: tsx scripts/fit-rules.ts GOLD.jsonl [--write] [--errors] */
const rows = readFileSync(process.argv[2] ?? '', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const items = rows.map((row) => ({
  text: row.response as string,
  of: 'response' as const,
  prompt: row.prompt as string,
  lang: normalizeLang(row.lang),
  truncated: false,
  probe: null,
}));
const inputs = items.map((item) => itemFeatures(item, 'general'));
const labels = rows.map((row) => CLASSES.indexOf(row.label));
const OTHER = CLASSES.indexOf('other');
const vendorOf = (model: string): string =>
  /qwen/i.test(model) ? 'qwen' : /deep-?seek|r1/i.test(model) ? 'deepseek' : (model.split('/')[0] ?? model);
const questions = [...new Set(rows.map(({ question }) => question as string))].sort();

function heldOut(keyOf: (row: (typeof rows)[number]) => string): number[][] {
  const found: number[][] = [];
  for (const key of new Set(rows.map(keyOf))) {
    const train = [...rows.keys()].filter((i) => keyOf(rows[i]) !== key && labels[i] !== OTHER);
    const weights = fitFeatures(
      train.map((i) => inputs[i] ?? []),
      train.map((i) => labels[i] ?? 0),
      [],
    );
    const rules = createRulesClassifier('general', weights);
    for (const i of rows.keys()) {
      const item = items[i];
      if (item === undefined || keyOf(rows[i]) !== key) continue;
      found[i] = classShares(weights, inputs[i] ?? []);
      const told = CLASSES.indexOf(rules.judge(item).class as (typeof CLASSES)[number]);
      if (told !== best(found[i] ?? [])) found[i] = CLASSES.map((_, c) => (c === told ? 0.7 : 0));
    }
  }
  return found;
}

function report(title: string, shares: readonly number[][]): void {
  for (const lang of ['en', 'zh', 'zh-Hans', 'zh-Hant']) {
    const part = [...rows.keys()].filter((i) => (rows[i].lang as string).startsWith(lang));
    const matrix = CLASSES.map(() => CLASSES.map(() => 0));
    for (const i of part) {
      const row = matrix[labels[i] ?? 0] ?? [];
      const column = best(shares[i] ?? []);
      row[column] = (row[column] ?? 0) + 1;
    }
    const n = part.length;
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    const columns = CLASSES.map((_, c) => sum(matrix.map((row) => row[c] ?? 0)));
    const agree = sum(matrix.map((row, c) => row[c] ?? 0)) / n;
    const chance = sum(matrix.map((row, c) => (sum(row) / n) * ((columns[c] ?? 0) / n)));
    console.log(`${title} ${lang} n=${n} kappa ${((agree - chance) / (1 - chance)).toFixed(3)}`);
    for (const [c, label] of CLASSES.entries()) {
      const right = matrix[c]?.[c] ?? 0;
      const recall = (right / sum(matrix[c] ?? [])).toFixed(2);
      console.log(
        `  ${label.padEnd(20)} ${matrix[c]?.join('\t')}\tR ${recall} P ${(right / (columns[c] ?? 0)).toFixed(2)}`,
      );
    }
  }
}

function best(shares: readonly number[]): number {
  return shares.indexOf(Math.max(...shares));
}

const foldOf = ({ question }: { question: string }): string => String(questions.indexOf(question) % 10);
const byQuestion = heldOut(foldOf);
report('question held out', byQuestion);
if (process.argv.includes('--all')) {
  report(
    'vendor held out',
    heldOut(({ model }) => vendorOf(model)),
  );
  report(
    'source held out',
    heldOut(({ source }) => source),
  );
}
const reliability = Array.from({ length: 10 }, (_, bin) => {
  const near = [...rows.keys()].filter((i) => Math.abs(Math.max(...(byQuestion[i] ?? [])) - bin / 10 - 0.05) <= 0.1);
  const right = near.filter((i) => best(byQuestion[i] ?? []) === labels[i]).length;
  return Math.round(((right + 1) / (near.length + 2)) * 100) / 100;
});
for (let bin = 1; bin < 10; bin++) reliability[bin] = Math.max(reliability[bin] ?? 0, reliability[bin - 1] ?? 0);
console.log('reliability', reliability.join(' '));
if (process.argv.includes('--errors')) {
  for (const [i, row] of rows.entries()) {
    const shares = byQuestion[i] ?? [];
    if (best(shares) !== labels[i])
      console.log(
        row.id,
        row.lang,
        row.question,
        row.label,
        '->',
        CLASSES[best(shares)],
        Math.max(...shares).toFixed(2),
      );
  }
}
if (process.argv.includes('--write')) {
  const told = [...rows.keys()].filter((i) => labels[i] !== OTHER);
  const weights = fitFeatures(
    told.map((i) => inputs[i] ?? []),
    told.map((i) => labels[i] ?? 0),
    reliability,
  );
  writeFileSync(new URL('../src/classify/rules-weights.json', import.meta.url), `${JSON.stringify(weights)}\n`);
}
