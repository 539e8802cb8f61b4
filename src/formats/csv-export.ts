import type { Writable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { neutralizeFormula } from './neutralize-formula.ts';
import type { Row } from './row.ts';
import { type SpreadRow, spreadRow } from './spread-row.ts';

/** Columns of the CSV export: the fields of a row, the counted verdict spread out, and all verdicts as JSON. */
const COLUMNS = [
  'run',
  'trial',
  'set',
  'probe',
  'variant',
  'topic',
  'state',
  'style',
  'role',
  'tags',
  'lang',
  'prompt',
  'stakes',
  'control',
  'target',
  'family',
  'sample',
  'seed',
  'delivery',
  'side',
  'kind',
  'finish',
  'response',
  'reasoning',
  'reasoning_state',
  'delivery_flags',
  'attempts',
  'asked_at',
  'latency_ms',
  'prompt_tokens',
  'completion_tokens',
  'reasoning_tokens',
  'served_model',
  'served_by',
  'system_fingerprint',
  'served_region',
  'answer_end',
  'first_tokens',
  'phrasing',
  'turn',
  'arm',
  'cluster',
  'identity',
  'target_name',
  'class',
  'sub',
  'flags',
  'confidence',
  'unsure',
  'line_of',
  'unjudged',
  'evidence',
  'evidence_start',
  'evidence_end',
  'classifier',
  'classifier_version',
  'classifier_mode',
  'human_class',
  'verdicts',
] as const satisfies readonly (keyof SpreadRow)[];

/** Writes rows as CSV with a header (RFC 4180); what a spreadsheet would run as a formula gets an apostrophe. */
export async function writeCsv(rows: AsyncIterable<Row>, write: (text: string) => Promise<void>): Promise<void> {
  const stringifier = stringify({ header: true, columns: [...COLUMNS], bom: false });
  const done = pump(stringifier, write);
  for await (const row of rows) {
    if (!stringifier.write(cellsOf(row)))
      await Promise.race([done, new Promise<void>((resolve) => stringifier.once('drain', () => resolve()))]);
  }
  stringifier.end();
  await done;
}

async function pump(source: NodeJS.ReadableStream & Writable, write: (text: string) => Promise<void>): Promise<void> {
  for await (const part of source) await write(String(part));
}

function cellsOf(row: Row): Record<string, string | number | null> {
  return Object.fromEntries(Object.entries(spreadRow(row)).map(([name, value]) => [name, cellOf(value)]));
}

function cellOf(value: SpreadRow[keyof SpreadRow]): string | number | null {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  return neutralizeFormula(typeof value === 'string' ? value : value.join(' '));
}
