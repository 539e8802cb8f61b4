import { readFileSync } from 'node:fs';
import { createRulesClassifier } from '../src/classify/rules.ts';
import { normalizeLang } from '../src/model/lang.ts';
import { CLASSES } from '../src/model/verdict.ts';

/** Prints the confusion of the rules with labelled answers, and their speed. Usage: tsx bench/classify-gold.ts GOLD.jsonl */
const rows = readFileSync(process.argv[2] ?? '', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const rules = createRulesClassifier('general');
const judged = rows.map((row) => ({
  lang: normalizeLang(row.lang),
  label: row.label as string,
  id: row.id as string,
  verdict: rules.judge({
    text: row.response,
    of: 'response',
    prompt: row.prompt,
    lang: normalizeLang(row.lang),
    truncated: false,
    probe: null,
  }),
}));
for (const [name, part] of [
  ['en', judged.filter(({ lang }) => lang === 'en')],
  ['zh', judged.filter(({ lang }) => lang !== 'en')],
] as const) {
  console.log(`\n${name}, n = ${part.length}; rows: labelled, columns: found`);
  const matrix = CLASSES.map((label) =>
    CLASSES.map((found) => part.filter((one) => one.label === label && one.verdict.class === found).length),
  );
  for (const [i, label] of CLASSES.entries()) console.log(label.padEnd(20), matrix[i]?.join('\t'));
  const n = part.length;
  const agree = CLASSES.reduce((sum, _, i) => sum + (matrix[i]?.[i] ?? 0), 0) / n;
  const chance = CLASSES.reduce((sum, _, i) => {
    const row = matrix[i]?.reduce((a, b) => a + b, 0) ?? 0;
    const column = matrix.reduce((a, r) => a + (r[i] ?? 0), 0);
    return sum + (row / n) * (column / n);
  }, 0);
  console.log(`kappa ${((agree - chance) / (1 - chance)).toFixed(3)}, accuracy ${agree.toFixed(3)}`);
}
const long = rows
  .map((row) => row.response as string)
  .join('\n')
  .slice(0, 400_000);
const started = performance.now();
for (let i = 0; i < 100; i++) {
  rules.judge({
    text: long.slice(i * 4000, (i + 1) * 4000),
    of: 'response',
    prompt: null,
    lang: null,
    truncated: false,
    probe: null,
  });
}
console.log(`\n${((performance.now() - started) / 100).toFixed(2)} ms per 4,000 characters`);
if (process.argv.includes('--errors')) {
  for (const { id, label, lang, verdict } of judged)
    if (label !== verdict.class) console.log(id, lang, label, '->', verdict.class, verdict.evidence?.text ?? '');
}
