import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { findingsPage } from './speechmap/findings-page.ts';
import { readFindings } from './speechmap/read-findings.ts';

/**
 * Prints `docs/findings/speechmap.md` from SpeechMap's public answers, figures only:
 *
 *   npx tsx scripts/speechmap-findings.ts FILE [--labels FILE]… [--note TEXT] > docs/findings/speechmap.md
 *
 * Labels in FILE itself (flattened lines with `label_JUDGE`) are read too.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { labels: { type: 'string', multiple: true, default: [] }, note: { type: 'string', default: '' } },
});
const [file, ...further] = positionals;
if (file === undefined || further.length > 0)
  throw new Error('usage: tsx scripts/speechmap-findings.ts FILE [--labels FILE]… > speechmap.md');
const names = [...new Set([file, ...values.labels])];
const files = await Promise.all(names.map(async (name) => ({ name: basename(name), sha256: await hashOf(name) })));
const read = await readFindings(file, names, Date.now());
process.stdout.write(findingsPage({ ...read, files, note: values.note }));

async function hashOf(name: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(name)) hash.update(part);
  return hash.digest('hex');
}
