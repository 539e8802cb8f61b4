import { readFileSync, writeFileSync } from 'node:fs';
import { calibrate } from '../src/classify/calibrate.ts';
import { goldLineSchema } from '../src/formats/gold-line.ts';
import { normalizeLang } from '../src/model/lang.ts';
import type { Verdict } from '../src/model/verdict.ts';
import { fitRules } from '../src/training/fit-rules.ts';
import { type GroupedExample, judgeHeldOut } from '../src/training/held-out.ts';

/**
 * Fits the rules' trees on labelled answers and prints how they fare on what was left out: by question, and with --all by vendor of the
 * model and by source too. --write keeps the trees. Usage: tsx scripts/fit-rules.ts GOLD.jsonl... [--all] [--write]
 */
const files = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const rows = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => goldLineSchema.parse(JSON.parse(line))),
);
const vendorOf = (model: string): string =>
  /qwen/i.test(model) ? 'qwen' : /deep-?seek|r1/i.test(model) ? 'deepseek' : (model.split('/')[0] ?? model);

function grouped(groupOf: (row: (typeof rows)[number]) => string): GroupedExample[] {
  return rows.map((row) => ({
    group: groupOf(row),
    label: row.label,
    item: {
      text: row.response,
      of: 'response',
      prompt: row.prompt,
      lang: normalizeLang(row.lang),
      truncated: row.delivery === 'truncated',
      probe: null,
    },
  }));
}

/** Tenths of the score as confidences, so that a verdict tells its own score. */
const TENTHS = Array.from({ length: 10 }, (_, i) => (i + 0.5) / 10);

function leftOut(title: string, groupOf: (row: (typeof rows)[number]) => string): readonly Verdict[] {
  const { verdicts } = judgeHeldOut(grouped(groupOf), 'general', [], TENTHS);
  const calibration = calibrate(
    rows.map((row, i) => ({
      id: row.id,
      label: row.label,
      found: verdicts[i]?.class ?? null,
      confidence: null,
      lang: `${row.source} ${row.lang.slice(0, 2)}`,
      source: null,
      group: groupOf(row),
    })),
  );
  for (const [name, { n, kappa, confusion }] of Object.entries(calibration.by.lang))
    console.log(`${title}, ${name}: n ${n}, κ ${kappa.value?.toFixed(3)}, ${JSON.stringify(confusion)}`);
  return verdicts;
}

/** How often verdicts were right whose score fell into a tenth or the ones beside it; made to rise. */
function reliabilityOf(verdicts: readonly Verdict[]): number[] {
  let least = 0;
  return TENTHS.map((middle) => {
    const near = rows.flatMap((row, i) => {
      const verdict = verdicts[i];
      const score = verdict?.confidence ?? 0;
      return Math.abs(score - middle) < 0.11 && row.label !== 'other' ? [row.label === verdict?.class] : [];
    });
    least = Math.max(least, (near.filter(Boolean).length + 1) / (near.length + 2));
    return Math.round(least * 100) / 100;
  });
}

const verdicts = leftOut('question left out', ({ question, prompt }) => question ?? prompt);
console.log('reliability', reliabilityOf(verdicts).join(' '));
if (process.argv.includes('--all')) {
  leftOut('vendor left out', ({ model }) => vendorOf(model ?? ''));
  leftOut('source left out', ({ source }) => source ?? '');
}
if (process.argv.includes('--write')) {
  const weights = fitRules(
    grouped(() => ''),
    reliabilityOf(verdicts),
  );
  writeFileSync(new URL('../src/classify/rules-weights.json', import.meta.url), `${JSON.stringify(weights)}\n`);
}
