import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { neutralizeFormula } from '../../formats/neutralize-formula.ts';
import { PACKAGE_ROOT } from '../../lib/package-root.ts';
import { writeWhole } from '../../lib/write-file.ts';
import type { PacketItem } from '../../review/packet.ts';
import { packetForm } from '../../review/packet-form.ts';
import { PACKET_COLUMNS } from '../../review/packet-labels.ts';

/** Names of the files of a packet. */
export const PACKET_FILES = {
  key: 'key.jsonl',
  adjudicationKey: 'adjudicate-key.jsonl',
  adjudication: 'adjudicate',
  table: (person: string) => `${person}.csv`,
  form: (person: string) => `form-${person}.html`,
  items: (person: string) => `items-${person}.jsonl`,
  labels: (person: string) => `labels-${person}.jsonl`,
};

/** Writes what one person needs: a form without a server, the same as a table, and the same for programs. */
export async function writePersonFiles(folder: string, person: string, items: readonly PacketItem[]): Promise<void> {
  const client = join(PACKAGE_ROOT, 'src/review/client');
  const [script, style] = await Promise.all([
    readFile(join(client, 'packet-form.js'), 'utf8'),
    readFile(join(client, 'packet-form.css'), 'utf8'),
  ]);
  await writeWhole(join(folder, PACKET_FILES.form(person)), packetForm({ person, items, script, style }));
  const records = items.map(({ item, lang, question, answer, labels }) => {
    const note = labels === undefined ? '' : `labels so far: ${labels.join(' | ')}`;
    return [item, lang, ...[question, answer].map(neutralizeFormula), '', '', '', '', '', note];
  });
  await writeWhole(
    join(folder, PACKET_FILES.table(person)),
    stringify([[...PACKET_COLUMNS], ...records], { bom: true }),
  );
  await writeWhole(join(folder, PACKET_FILES.items(person)), items.map((item) => `${JSON.stringify(item)}\n`).join(''));
}
