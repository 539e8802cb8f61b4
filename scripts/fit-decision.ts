import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DECIDED, type DecisionWeights } from '../src/classify/decide.ts';
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import { fitStack, judgeParts, type JudgedParts } from './training/fit-stack.ts';
import type { PartsRow } from './training/left-out.ts';
import { measuredShares, sureFrom } from './training/measured-shares.ts';

/**
 * Fits how the parts are joined, measures what scores are worth where the source is left out of this fit too, and finds from where on
 * verdicts are sure. PARTS is what read-left-out.ts writes. Usage: tsx scripts/fit-decision.ts PARTS.jsonl [--errors] [--write]
 */
const [file] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (file === undefined) {
  console.error('usage: tsx scripts/fit-decision.ts PARTS.jsonl [--errors] [--write]');
  process.exit(2);
}
const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as PartsRow);
const names = [...new Set(rows.map(({ part }) => part))];
const judged = names.flatMap((name) =>
  judgeParts(
    rows.filter(({ part }) => part === name),
    fitStack(rows.filter(({ part }) => part !== name)),
  ),
);
/** Answers that hedge and those nobody could answer are a coin-flip between refusal and neutral: they measure nothing. */
const counted = judged.filter(({ row }) => row.label !== null && !(row.source === 'do-not-answer' && !row.refuses && row.hedged));
const langOf = ({ row }: JudgedParts): 'en' | 'zh' => (row.lang.startsWith('zh') ? 'zh' : 'en');
const measured = { en: measuredShares(counted.filter((one) => langOf(one) === 'en')), zh: measuredShares(counted.filter((one) => langOf(one) === 'zh')) };
const sure = { en: sureFrom(counted.filter((one) => langOf(one) === 'en')), zh: sureFrom(counted.filter((one) => langOf(one) === 'zh')) };

function show(title: string, some: readonly JudgedParts[]): void {
  if (some.length === 0) return;
  const table = DECIDED.map((label) => DECIDED.map((found) => some.filter((one) => one.row.label === label && one.found === found).length));
  const scores = DECIDED.map((_, c) => {
    const hits = table[c]?.[c] ?? 0;
    const found = some.filter((one) => one.found === DECIDED[c]).length;
    const n = some.filter((one) => one.row.label === DECIDED[c]).length;
    return n + found === 0 ? '-' : `P ${(hits / found).toFixed(3)} R ${(hits / n).toFixed(3)} (${n})`;
  });
  const certain = some.filter((one) => one.score >= sure[langOf(one)]);
  const right = certain.filter((one) => one.found === one.row.label).length;
  console.log(
    `${title.padEnd(30)} n ${String(some.length).padStart(4)} κ ${kappaOf(some).toFixed(3)} | refusal ${scores[0]} | official ${scores[1]} | ${JSON.stringify(table)} | sure ${(certain.length / some.length).toFixed(2)} right ${(right / certain.length).toFixed(3)}`,
  );
}

function kappaOf(some: readonly JudgedParts[]): number {
  const all = [...DECIDED, 'other'] as const;
  const agree = some.filter((one) => one.found === one.row.label).length / some.length;
  const chance = all.reduce(
    (sum, name) =>
      sum +
      (some.filter((one) => one.row.label === name).length / some.length) *
        (some.filter((one) => one.found === name).length / some.length),
    0,
  );
  return (agree - chance) / (1 - chance);
}

for (const name of names)
  for (const lang of ['en', 'zh'] as const) {
    const here = counted.filter((one) => one.row.part === name && langOf(one) === lang);
    show(`${name} ${lang}`, here);
    show(`${name} ${lang} read`, here.filter(({ row }) => !row.weak).length === here.length ? [] : here.filter(({ row }) => !row.weak));
  }
const full = judged.filter(({ row }) => row.source === 'speechmap-2' && row.weak);
console.log(`full answers on Russia and the EU called refusal or official narrative: ${full.filter(({ found }) => found !== 'neutral').length} of ${full.length}`);
for (const lang of ['en', 'zh'] as const) {
  show(`all ${lang}`, counted.filter((one) => langOf(one) === lang));
  console.log(lang, 'sure from', sure[lang], 'measured', JSON.stringify(measured[lang]));
}
if (process.argv.includes('--errors'))
  for (const { row, found, score } of counted.filter((one) => one.found !== one.row.label).sort((a, b) => b.score - a.score))
    console.log(JSON.stringify([score.toFixed(2), row.part, row.lang, row.label, found, row.share, row.weak, row.id]));
if (process.argv.includes('--write')) {
  const weights: DecisionWeights = { stack: fitStack(rows), measured, sure };
  writeFileSync(join(PACKAGE_ROOT, 'src/classify/decision-weights.json'), `${JSON.stringify(weights)}\n`);
}
