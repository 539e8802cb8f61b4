import type { CollectedAnswer } from './collected-answer.ts';
import { type Line, type LineSource, type OnBadLine, readJsonLines } from './read-lines.ts';
import { type Row, rowSchema } from './row.ts';

/** Reads rows as `candor export --format jsonl` writes them. */
export function readRows(source: LineSource, onBadLine: OnBadLine | null = null): AsyncGenerator<Line<Row>> {
  return readJsonLines(source, rowSchema, onBadLine);
}

/** Candor's own rows as collected answers. */
export async function* readCandor(
  source: LineSource,
  onBadLine: OnBadLine | null = null,
): AsyncGenerator<CollectedAnswer> {
  for await (const { line, value } of readRows(source, onBadLine)) yield { ...value, line, error: null };
}
