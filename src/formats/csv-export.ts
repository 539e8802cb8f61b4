import type { Writable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Row } from './row.ts';

/** Columns of the CSV export: the fields of a row, with the counted verdict spread out. */
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
  'identity',
  'class',
  'sub',
  'flags',
  'confidence',
  'evidence',
  'evidence_start',
  'evidence_end',
  'classifier',
  'classifier_version',
  'classifier_mode',
] as const;

/** Writes rows as CSV with a header (RFC 4180); what a spreadsheet would run as a formula is quoted. */
export async function writeCsv(rows: AsyncIterable<Row>, write: (text: string) => Promise<void>): Promise<void> {
  const stringifier = stringify({ header: true, columns: [...COLUMNS], escape_formulas: true, bom: false });
  const done = pump(stringifier, write);
  for await (const row of rows) {
    if (!stringifier.write(flatten(row)))
      await new Promise<void>((resolve) => stringifier.once('drain', () => resolve()));
  }
  stringifier.end();
  await done;
}

async function pump(source: NodeJS.ReadableStream & Writable, write: (text: string) => Promise<void>): Promise<void> {
  for await (const part of source) await write(String(part));
}

function flatten(row: Row): Record<(typeof COLUMNS)[number], unknown> {
  const verdict = row.verdicts.findLast(({ of }) => of === 'response');
  const { verdicts: _verdicts, usage, tags, delivery_flags: deliveryFlags, ...rest } = row;
  return {
    ...rest,
    tags: tags.join(' '),
    delivery_flags: deliveryFlags.join(' '),
    prompt_tokens: usage?.prompt ?? null,
    completion_tokens: usage?.completion ?? null,
    class: verdict?.class ?? null,
    sub: verdict?.sub ?? null,
    flags: verdict?.flags.join(' ') ?? null,
    confidence: verdict?.confidence ?? null,
    evidence: verdict?.evidence?.text ?? null,
    evidence_start: verdict?.evidence?.start ?? null,
    evidence_end: verdict?.evidence?.end ?? null,
    classifier: verdict?.classifier.name ?? null,
    classifier_version: verdict?.classifier.version ?? null,
    classifier_mode: verdict?.classifier.mode ?? null,
  };
}
