import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WIRED_COIN, wiredGguf } from './wired-gguf.ts';

/**
 * Writes the wired test model, to runs/wired.gguf or to FILE, where its coin may fall otherwise.
 * Usage: tsx scripts/make-wired.ts [--coin SHARE] [-o FILE]
 */
const { values } = parseArgs({ options: { coin: { type: 'string' }, output: { type: 'string', short: 'o' } } });
if (values.coin !== undefined && values.output === undefined) {
  console.error('expected -o FILE beside --coin: runs/wired.gguf keeps the coin that the tests know');
  process.exit(2);
}
const file = values.output ?? resolve(import.meta.dirname, '../runs/wired.gguf');
const bytes = wiredGguf(values.coin === undefined ? WIRED_COIN : Number(values.coin));
writeFileSync(file, bytes);
console.log(`${file}: ${bytes.length} bytes`);
