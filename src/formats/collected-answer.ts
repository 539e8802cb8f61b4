import type { JsonObject } from '../lib/json.ts';
import type { DatedVerdict, Row } from './row.ts';

/** What is made up where a source does not say it. */
export const ASSUMED_FIELDS = ['role', 'topic', 'target', 'lang'] as const;
export type AssumedField = (typeof ASSUMED_FIELDS)[number];

/**
 * An answer that somebody already collected, in the shape of an exported row. What the collector did not say of its
 * delivery is told by `error` and `finish`, and decided by the caller.
 */
export interface CollectedAnswer extends Omit<Row, 'delivery' | 'verdicts' | 'role' | 'style'> {
  /** As the collector named them. */
  readonly role: string;
  readonly style: string | null;
  /** What the source does not say and was made up; absent: nothing was. A topic that is null is made up too. */
  readonly assumed?: readonly Exclude<AssumedField, 'topic'>[];
  /** Line or index in the source, from 1. */
  readonly line: number;
  /** null: not recorded; decided from `error`, `finish` and the text. */
  readonly delivery: Row['delivery'] | null;
  /** What the service said instead of an answer; null where there was no failure. */
  readonly error: { readonly status: number | null; readonly message: string; readonly body: string } | null;
  readonly verdicts: readonly DatedVerdict[];
  /** What else the service said beside the answer: further finish reasons, results of filters. Absent: nothing was kept. */
  readonly envelope?: JsonObject;
}
