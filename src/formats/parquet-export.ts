import { ByteWriter, parquetWriteRows } from 'hyparquet-writer';
import type { Row } from './row.ts';
import { type SpreadRow, spreadRow } from './spread-row.ts';

type ColumnType = 'text' | 'list' | 'int' | 'long' | 'double' | 'boolean';

/** Columns of the Parquet export: the fields of a row, the counted verdict spread out, and all verdicts as JSON text. */
const COLUMNS = {
  run: 'text',
  trial: 'text',
  set: 'text',
  probe: 'text',
  variant: 'text',
  topic: 'text',
  state: 'text',
  style: 'text',
  role: 'text',
  tags: 'list',
  lang: 'text',
  prompt: 'text',
  stakes: 'list',
  control: 'text',
  target: 'text',
  family: 'text',
  sample: 'int',
  seed: 'long',
  delivery: 'text',
  side: 'text',
  kind: 'text',
  finish: 'text',
  response: 'text',
  reasoning: 'text',
  reasoning_state: 'text',
  delivery_flags: 'list',
  attempts: 'int',
  asked_at: 'text',
  latency_ms: 'double',
  prompt_tokens: 'long',
  completion_tokens: 'long',
  reasoning_tokens: 'long',
  served_model: 'text',
  served_by: 'text',
  system_fingerprint: 'text',
  served_region: 'text',
  answer_end: 'int',
  first_tokens: 'text',
  phrasing: 'int',
  turn: 'int',
  arm: 'text',
  cluster: 'text',
  identity: 'text',
  target_name: 'text',
  class: 'text',
  sub: 'text',
  flags: 'list',
  confidence: 'double',
  unsure: 'boolean',
  line_of: 'text',
  unjudged: 'boolean',
  evidence: 'text',
  evidence_start: 'int',
  evidence_end: 'int',
  classifier: 'text',
  classifier_version: 'text',
  classifier_mode: 'text',
  human_class: 'text',
  verdicts: 'text',
} as const satisfies Readonly<Record<keyof SpreadRow, ColumnType>>;

/** Rows of one row group: long answers with reasoning stay within some tens of megabytes. */
const ROWS_PER_GROUP = 500;

/** Texts too long for their smallest and largest to be worth noting. */
const WITHOUT_STATISTICS: readonly string[] = ['prompt', 'response', 'reasoning', 'evidence', 'verdicts'];

/** Writes rows as Parquet (Snappy), a row group at a time; times are ISO 8601 text, as in JSONL. */
export async function writeParquet(
  rows: AsyncIterable<Row>,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  await parquetWriteRows({
    writer: streamingWriter(write),
    rows: cells(rows),
    columns: Object.keys(COLUMNS).map((name) => ({ name, statistics: !WITHOUT_STATISTICS.includes(name) })),
    schema: schema(),
    rowGroupSize: ROWS_PER_GROUP,
    createdBy: 'candor',
  });
}

/** A buffer that is handed on and emptied after each row group. */
function streamingWriter(write: (bytes: Uint8Array) => Promise<void>): ByteWriter {
  const writer = new ByteWriter();
  const flush = async (): Promise<void> => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    await write(bytes);
  };
  return Object.assign(writer, { flush, finish: flush });
}

async function* cells(rows: AsyncIterable<Row>): AsyncGenerator<Record<string, unknown>> {
  const longs = Object.entries(COLUMNS).filter(([, type]) => type === 'long');
  for await (const row of rows) {
    const spread: Record<string, unknown> = { ...spreadRow(row) };
    for (const [name] of longs) {
      const value = spread[name];
      spread[name] = typeof value === 'number' ? BigInt(Math.round(value)) : null;
    }
    yield spread;
  }
}

type Schema = NonNullable<Parameters<typeof parquetWriteRows>[0]['schema']>;

function schema(): Schema {
  const fields = Object.entries(COLUMNS).flatMap(([name, type]) => elementsOf(name, type));
  return [{ name: 'row', num_children: Object.keys(COLUMNS).length }, ...fields];
}

function elementsOf(name: string, type: ColumnType): Schema {
  switch (type) {
    case 'text':
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }];
    case 'int':
      return [{ name, type: 'INT32', repetition_type: 'OPTIONAL' }];
    case 'long':
      return [{ name, type: 'INT64', repetition_type: 'OPTIONAL' }];
    case 'double':
      return [{ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' }];
    case 'boolean':
      return [{ name, type: 'BOOLEAN', repetition_type: 'OPTIONAL' }];
    case 'list':
      return [
        { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ];
  }
}
