/**
 * Lets the program speak of random stores and recomputes what it says from their rows. Prints what is false, by kind, with one example, and ends
 * with 1 where anything is. Usage: tsx scripts/check-words.ts [--from SEED] [--to SEED] [--all]   (default 0 to 500)
 */
import { parseArgs } from 'node:util';
import { checkWords } from '../test/report/words/check-words.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '500' },
    all: { type: 'boolean', default: false },
  },
});
const kinds = new Map<string, { n: number; readonly example: string }>();
let mismatches = 0;
for (let seed = Number(values.from); seed < Number(values.to); seed++) {
  for (const mismatch of await checkWords(seed)) {
    mismatches += 1;
    if (values.all) console.log(`store ${seed}: ${mismatch}`);
    const kind = (mismatch.split(': ').at(-1) ?? '').replaceAll(/[\d.,]+/g, '#');
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, { n: 1, example: `store ${seed}: ${mismatch}` });
    else known.n += 1;
  }
}
for (const { n, example } of kinds.values()) console.log(`${n} × ${example}`);
console.log(`${Number(values.to) - Number(values.from)} stores, ${mismatches} mismatches`);
process.exitCode = mismatches === 0 ? 0 : 1;
