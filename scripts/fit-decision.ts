import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import { fitDecision } from './training/fit-decision.ts';
import type { PartsRow } from './training/left-out.ts';

/**
 * Fits how the parts are joined, what scores are worth, and from where on verdicts are sure, and writes it. PARTS is what
 * read-left-out.ts writes. Usage: tsx scripts/fit-decision.ts PARTS.jsonl
 */
const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: tsx scripts/fit-decision.ts PARTS.jsonl');
  process.exit(2);
}
const weights = fitDecision(
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PartsRow),
);
console.log(JSON.stringify({ measured: weights.measured, sure: weights.sure }, null, 1));
writeFileSync(join(PACKAGE_ROOT, 'src/classify/decision-weights.json'), `${JSON.stringify(weights)}\n`);
