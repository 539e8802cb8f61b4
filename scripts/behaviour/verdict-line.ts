import { createHash } from 'node:crypto';
import type { Verdict } from '../../src/model/verdict.ts';

/** All of a verdict that can move, in one line. */
export function verdictLine({ class: found, sub, flags, confidence, evidence, unjudged, note }: Verdict): string {
  const span = evidence === null ? null : [evidence.start, evidence.end];
  return JSON.stringify([found, sub, flags, confidence, span, unjudged ?? false, note ?? null]);
}

/** SHA-256 over lines, one after another. */
export function digestOf(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}
