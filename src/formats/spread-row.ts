import type { DatedVerdict, Row } from './row.ts';

/** A row with its lists and objects spread into columns: what tables hold beside, or instead of, the verdicts as they are. */
export interface SpreadRow
  extends Omit<Row, 'verdicts' | 'usage' | 'first_tokens' | 'facts' | 'knowledge' | 'target_name'> {
  /** What people read of the target; null: its id. */
  readonly target_name: string | null;
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly reasoning_tokens: number | null;
  /** As JSON text. */
  readonly first_tokens: string | null;
  /** Of the verdict that counts: the newest of a machine on the answer, as in `candor summary`. */
  readonly class: DatedVerdict['class'];
  readonly sub: string | null;
  readonly flags: DatedVerdict['flags'] | null;
  readonly confidence: number | null;
  /** The class is only the likeliest one. */
  readonly unsure: boolean;
  /** The state whose position the answer puts forward in its own voice. */
  readonly line_of: string | null;
  /** True where there is a verdict without a class, because the judge could not be read. */
  readonly unjudged: boolean;
  readonly evidence: string | null;
  readonly evidence_start: number | null;
  readonly evidence_end: number | null;
  readonly classifier: string | null;
  readonly classifier_version: string | null;
  readonly classifier_mode: string | null;
  /** Class by the newest human label; null: nobody labelled it. */
  readonly human_class: DatedVerdict['class'];
  /** All verdicts as JSON text: also those on the reasoning, older ones and people's. */
  readonly verdicts: string;
}

/** Spreads a row into columns. */
export function spreadRow(row: Row): SpreadRow {
  const onAnswer = (isHuman: boolean): DatedVerdict | undefined =>
    row.verdicts.findLast(({ of, classifier }) => of === 'response' && (classifier.name === 'human') === isHuman);
  const verdict = onAnswer(false);
  const { verdicts, usage, first_tokens, facts: _facts, knowledge: _knowledge, ...rest } = row;
  return {
    ...rest,
    target_name: row.target_name ?? null,
    prompt_tokens: usage?.prompt ?? null,
    completion_tokens: usage?.completion ?? null,
    reasoning_tokens: usage?.reasoning ?? null,
    first_tokens: first_tokens === null ? null : JSON.stringify(first_tokens),
    class: verdict?.class ?? null,
    sub: verdict?.sub ?? null,
    flags: verdict?.flags ?? null,
    confidence: verdict?.confidence ?? null,
    unsure: verdict?.unsure ?? false,
    line_of: verdict?.line_of ?? null,
    unjudged: verdict?.unjudged ?? false,
    evidence: verdict?.evidence?.text ?? null,
    evidence_start: verdict?.evidence?.start ?? null,
    evidence_end: verdict?.evidence?.end ?? null,
    classifier: verdict?.classifier.name ?? null,
    classifier_version: verdict?.classifier.version ?? null,
    classifier_mode: verdict?.classifier.mode ?? null,
    human_class: onAnswer(true)?.class ?? null,
    verdicts: JSON.stringify(verdicts),
  };
}
