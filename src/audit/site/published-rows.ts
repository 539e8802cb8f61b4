import type { Row } from '../../formats/row.ts';
import type { Annotators } from './annotators.ts';
import { isHeld } from './held-thought.ts';

/** What of rows is not published. */
export interface Unpublished {
  /** Ids of trials whose answers are withdrawn. */
  readonly withdrawn: ReadonlySet<string>;
  readonly traces: boolean;
  readonly annotators: Annotators;
}

/** The delivery flag of rows whose answer is withdrawn. */
const WITHDRAWN = 'withdrawn';
/** And of rows whose text may hold a trace, and is kept back with the traces. */
const HELD = 'text_held';

/** Rows as a site publishes them: without the texts of withdrawn answers, without traces, and texts that may hold one, unless they are asked for, without the names of people. */
export async function* publishedRows(rows: AsyncIterable<Row>, unpublished: Unpublished): AsyncGenerator<Row> {
  for await (const row of rows) yield publishedRow(row, unpublished);
}

function publishedRow(row: Row, { withdrawn, traces, annotators }: Unpublished): Row {
  const named = row.verdicts.map((verdict) => ({
    ...verdict,
    by: verdict.by === null ? null : annotators.person(verdict.by),
  }));
  const isWithdrawn = row.trial !== null && withdrawn.has(row.trial);
  // A verdict on a trace quotes it.
  const verdicts = named.map((verdict) =>
    isWithdrawn || (verdict.of === 'reasoning' && !traces) ? unquoted(verdict) : verdict,
  );
  if (!isWithdrawn && !traces && isHeld(row.response, row.delivery_flags)) return heldRow(row, named);
  if (!isWithdrawn) return { ...row, reasoning: traces ? row.reasoning : null, verdicts };
  const { facts: _facts, ...rest } = row;
  return {
    ...rest,
    // A follow-up can take the answer up.
    prompt: row.turn > 1 ? '' : row.prompt,
    response: '',
    reasoning: null,
    first_tokens: null,
    delivery_flags: [...row.delivery_flags, WITHDRAWN],
    verdicts,
  };
}

/** A row without a text that may hold a trace, and without what quotes it. */
function heldRow({ facts: _facts, ...row }: Row, verdicts: Row['verdicts']): Row {
  return {
    ...row,
    ...{ response: '', reasoning: null, first_tokens: null },
    delivery_flags: [...row.delivery_flags, HELD],
    verdicts: verdicts.map(unquoted),
  };
}

/** A verdict without the words that it quotes, or that somebody wrote of them. */
function unquoted(verdict: Row['verdicts'][number]): Row['verdicts'][number] {
  const { note: _note, judged_facts: _facts, ...rest } = verdict;
  return { ...rest, evidence: null };
}
