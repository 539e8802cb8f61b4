import { ConfigError } from '../lib/errors.ts';
import type { CollectedAnswer } from './collected-answer.ts';
import { misplacedEvidence } from './misplaced-evidence.ts';
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
  for await (const { line, value } of readRows(source, onBadLine)) {
    const reason = misplacedEvidence(value);
    if (reason === null) yield { ...value, line, error: null };
    else if (onBadLine !== null) onBadLine({ line, reason });
    else throw new ConfigError([{ file: source.name, line, column: null, message: reason }]);
  }
}
