import { createHash } from 'node:crypto';
import type { Verdict } from '../../src/model/verdict.ts';

/** All of a verdict that can move, in one line. */
export function verdictLine(verdict: Verdict): string {
  const { class: found, sub, flags, confidence, evidence, unjudged, note, unsure, line_of } = verdict;
  const span = evidence === null ? null : [evidence.start, evidence.end];
  const further = unsure === true || line_of != null ? [unsure ?? false, line_of ?? null] : [];
  return JSON.stringify([found, sub, flags, confidence, span, unjudged ?? false, note ?? null, ...further]);
}

/** SHA-256 over lines, one after another. */
export function digestOf(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}
