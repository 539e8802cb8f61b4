import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { csvRecords } from '../../formats/csv-records.ts';
import { fileSource, readJsonLines, readTexts } from '../../formats/read-lines.ts';
import { collect } from '../../lib/collect.ts';
import { ConfigError } from '../../lib/errors.ts';
import { type KeyHead, type KeyLine, keyHeadSchema, keyLineSchema } from '../../review/packet.ts';
import { labelLineSchema, labelOfRecord, PACKET_COLUMNS, type PlacedLabel } from '../../review/packet-labels.ts';
import { PACKET_FILES } from './packet-files.ts';

/** The key of a packet. */
export interface PacketKey {
  readonly head: KeyHead;
  readonly lines: readonly KeyLine[];
}

/** Reads the key of a packet. Throws ConfigError. */
export async function readPacketKey(folder: string): Promise<PacketKey> {
  const file = join(folder, PACKET_FILES.key);
  const either = keyHeadSchema.or(keyLineSchema) as z.ZodType<KeyHead | KeyLine>;
  const lines = (await collect(readJsonLines(fileSource(file), either))).map(({ value }) => value);
  const [head, ...rest] = lines;
  if (head === undefined || !('format' in head)) {
    throw new ConfigError([
      { file, line: 1, column: null, message: 'expected the key of a packet that "candor review --packet" wrote' },
    ]);
  }
  return { head, lines: rest.filter((line): line is KeyLine => !('format' in line)) };
}

/** Reads the key of what is to be decided; empty: there is none. Throws ConfigError. */
export async function readAdjudicationKey(folder: string): Promise<KeyLine[]> {
  const file = join(folder, PACKET_FILES.adjudicationKey);
  if (!existsSync(file)) return [];
  return (await collect(readJsonLines(fileSource(file), keyLineSchema))).map(({ value }) => value);
}

/** The labels that a person gave, by item, from the form's file and the table. Throws ConfigError where they contradict each other. */
export async function readPersonLabels(folder: string, person: string): Promise<Map<string, PlacedLabel>> {
  const found = new Map<string, PlacedLabel>();
  for (const label of [...(await ofForm(folder, person)), ...(await ofTable(folder, person))]) {
    const { file, line, given } = label;
    const before = found.get(given.item);
    if (before !== undefined && before.given.class !== given.class) {
      const message = `expected one label of item ${given.item}, got ${given.class}, and ${before.given.class} in ${before.file}, line ${before.line}`;
      throw new ConfigError([{ file, line, column: null, message }]);
    }
    if (before === undefined) found.set(given.item, label);
  }
  return found;
}

async function ofForm(folder: string, person: string): Promise<PlacedLabel[]> {
  const file = join(folder, PACKET_FILES.labels(person));
  if (!existsSync(file)) return [];
  const lines = await collect(readJsonLines(fileSource(file), labelLineSchema));
  return lines.map(({ line, value }) => ({ file, line, given: value }));
}

async function ofTable(folder: string, person: string): Promise<PlacedLabel[]> {
  const file = join(folder, PACKET_FILES.table(person));
  if (!existsSync(file)) return [];
  const labels: PlacedLabel[] = [];
  let head: readonly string[] | null = null;
  for await (const { line, fields } of csvRecords(readTexts(fileSource(file)))) {
    if (head === null) {
      head = fields.map((field) => field.trim());
      const missing = PACKET_COLUMNS.filter((name) => name === 'item' || name === 'class').filter(
        (name) => !head?.includes(name),
      );
      if (missing.length > 0) {
        const message = `expected a table with commas whose first line names ${PACKET_COLUMNS.join(', ')}, found no ${missing.join(', ')}`;
        throw new ConfigError([{ file, line, column: null, message }]);
      }
      continue;
    }
    const label = labelOfRecord(head, fields, file, line);
    if (label !== null) labels.push(label);
  }
  return labels;
}
