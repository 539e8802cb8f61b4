import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line of labels or answers as it stands in its file. */
export type Row = Readonly<Record<string, string | number | null | readonly string[]>>;

/** What a label says of an answer. */
export interface GoldLabel {
  readonly label: string;
  readonly sub?: string | null;
  readonly flags?: readonly string[];
  readonly line_of?: string | null;
  readonly confidence?: number;
  readonly codebook?: number;
  /** `judges`: nobody read it, the two judges of the dataset agree. */
  readonly how?: string;
}

/** Reads lines of JSON; none of a file that is not there. */
export function readRows(file: string): Row[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/**
 * By what a label finds its answer: set, question and model; an id; or model and row number, counted from 0. `place` is the row's own
 * number, for answers; labels name it in `row`.
 */
export function labelKey(row: Row, place: number | null = null): string {
  if (row.question_id != null) return `${row.set} ${row.question_id} ${row.model}`;
  return row.id != null ? String(row.id) : `${row.model} row ${place ?? row.row}`;
}

/** Our labels of public answers by their key. What was read stands before what two judges of a dataset agree on. */
export function readLabels(data: string, folder: string): ReadonlyMap<string, GoldLabel> {
  const labels = new Map<string, GoldLabel>();
  const add = (row: Row) => labels.set(labelKey(row), row as unknown as GoldLabel);
  readRows(join(data, 'labels-2.jsonl')).forEach(add);
  for (const file of [join(folder, 'speechmap-labels-more.jsonl'), join(data, 'speechmap-labels.jsonl')])
    for (const row of readRows(file)) if (row.how !== 'judges' || !labels.has(labelKey(row))) add(row);
  return labels;
}
