import { readFileSync, writeFileSync } from 'node:fs';
import { fitRules } from '../src/classify/fit-rules.ts';
import { type GroupedExample, judgeHeldOut } from '../src/classify/held-out.ts';
import { goldLineSchema } from '../src/formats/gold-line.ts';
import { normalizeLang } from '../src/lib/lang.ts';
import { CLASSES } from '../src/lib/verdict.ts';

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

/** Confidences of the verdicts on questions left out, by tenths of the score, made to rise. */
function report(title: string, groupOf: (row: (typeof rows)[number]) => string): { found: string; score: number }[] {
  const { verdicts } = judgeHeldOut(grouped(groupOf), 'general');
  for (const source of new Set(rows.map((row) => row.source))) {
    for (const lang of ['en', 'zh']) {
      const part = [...rows.keys()].filter((i) => rows[i]?.source === source && rows[i]?.lang.startsWith(lang));
      const right = part.filter((i) => rows[i]?.label === verdicts[i]?.class).length;
      const matrix = CLASSES.map((label) =>
        CLASSES.map((found) => part.filter((i) => rows[i]?.label === label && verdicts[i]?.class === found).length),
      );
      const chance = CLASSES.reduce((sum, _, c) => {
        const row = matrix[c]?.reduce((a, b) => a + b, 0) ?? 0;
        return sum + (row * matrix.reduce((a, other) => a + (other[c] ?? 0), 0)) / part.length ** 2;
      }, 0);
      const kappa = (right / part.length - chance) / (1 - chance);
      if (part.length > 0)
        console.log(title, source, lang, `n ${part.length} κ ${kappa.toFixed(3)}`, matrix.join(' | '));
    }
  }
  return verdicts.map(({ class: found, note }) => ({ found: found ?? '', score: Number(note ?? 0) }));
}

report('question left out', ({ question, prompt }) => question ?? prompt);
if (process.argv.includes('--all')) {
  report('vendor left out', ({ model }) => vendorOf(model ?? ''));
  report('source left out', ({ source }) => source ?? '');
}
if (process.argv.includes('--write')) {
  const weights = fitRules(
    grouped(() => ''),
    [],
  );
  writeFileSync(new URL('../src/classify/rules-weights.json', import.meta.url), `${JSON.stringify(weights)}\n`);
}
