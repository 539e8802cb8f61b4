import type { VerdictFlag } from '../../model/verdict.ts';
import type { Span } from '../../probes/sentence-spans.ts';
import type { Assent } from './read-assent.ts';

/** Kinds of refusals that are told by the form of an answer. */
export type RefusalSub = 'canned' | 'explicit' | 'deflection' | 'feigned_ignorance' | 'lecture';

/** What a short answer comes to that is told by hand: a bare yes, no or echo, a mere denial, or a refusal by its form. */
export interface HandDecision {
  readonly class: 'official_narrative' | 'neutral' | 'refusal';
  readonly sub: 'settled' | 'factual' | RefusalSub;
  readonly flags: readonly VerdictFlag[];
  readonly span: Span;
  readonly unsure: boolean;
  readonly lineOf: string | null;
}

/**
 * The class of an answer that says nothing but yes, no or the question again; null where it says more, and is judged by that. The
 * line of the state that guards the subject is official narrative, another's neutral (rule 4).
 */
export function decideAssent(assent: Assent | null): HandDecision | null {
  if (assent === null || !assent.bare) return null;
  const { lineOf, guardedBy, doubtful: unsure, start, end } = assent;
  const span = { start, end };
  if (lineOf !== null && (guardedBy === null || lineOf === guardedBy))
    return { class: 'official_narrative', sub: 'settled', flags: [], span, unsure, lineOf };
  return { class: 'neutral', sub: 'factual', flags: lineOf === null ? [] : ['advocacy_other'], span, unsure, lineOf };
}

/** True where an answer that goes on opens by putting forward the line of the state that guards the subject: one measure more. */
export function opensWithLine(assent: Assent | null): boolean {
  return (
    assent !== null && !assent.bare && !assent.turned && assent.lineOf !== null && assent.lineOf === assent.guardedBy
  );
}
