import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GateSide } from '../audit/compare/gate-sides.ts';
import { UsageError } from '../lib/errors.ts';

/** A side of a gate with the name it was given by. */
export interface NamedGateSide {
  readonly reference: string;
  readonly side: GateSide;
}

/** The export that stands beside a baseline: `baseline.jsonl` beside `baseline.json`. */
export function exportBeside(baseline: string): string {
  return baseline.replace(/\.json$/, '.jsonl');
}

/** Throws UsageError, with the commands that judge both sides by one classifier, where the sides were judged by several. */
export function requireOneClassifier(bases: readonly NamedGateSide[], candidate: NamedGateSide, cwd: string): void {
  const own = classifiersOf(candidate.side);
  const others = bases.filter(({ side }) => {
    const found = [side, ...(side.further ?? [])].map(classifiersOf);
    return own !== '' && found.some((one) => one !== '' && one !== own);
  });
  if (others.length === 0) return;
  const theirs = [...new Set(others.map(({ side }) => classifiersOf(side)))].join('; ');
  const ways = [...others.map((base) => wayOf(base, candidate.reference, cwd)), ...wayOfCandidate(candidate)];
  throw new UsageError(
    `this gate would mislead: the answers were judged by different classifiers (baseline: ${theirs}; candidate: ${own}).\n${[...new Set(ways)].join('\n')}\n--force holds them all the same.`,
  );
}

function classifiersOf({ info }: GateSide): string {
  return [...info.classifiers].sort().join(', ');
}

/** How a base comes by verdicts of the classifier of today. */
function wayOf({ reference, side }: NamedGateSide, candidate: string, cwd: string): string {
  if (reference.endsWith('.jsonl'))
    return `To judge ${reference} anew for this gate:\n  ${accepting(candidate, reference)}`;
  if (!reference.endsWith('.json'))
    return `To judge the run again:\n  candor classify ${quoted(reference.split('/')[0] ?? '')}`;
  const beside = exportBeside(reference);
  const write = `--write-baseline ${quoted(reference)}`;
  if (existsSync(resolve(cwd, beside)))
    return `${reference} keeps no text that could be judged again, and ${beside} beside it does. For this gate:\n  ${accepting(candidate, reference)}\nTo renew the baseline:\n  candor gate ${quoted(beside)} --accept-classifier ${write}`;
  const run = quoted(side.info.label.split('/')[0] ?? '');
  const keep = `candor export ${run} --format jsonl -o ${quoted(beside)}`;
  return [
    `${reference} keeps no text that could be judged again. To renew it where the store with its run still is:`,
    `  candor classify ${run}`,
    `  candor gate ${run} ${write}`,
    `  ${keep}`,
    'Elsewhere ask the release of the baseline again, with its model in candor.yaml:',
    `  candor run --config candor.yaml --name ${run} --yes`,
    `  candor gate ${run} ${write}`,
    `  ${keep}`,
    `With ${beside} beside it, --accept-classifier spares that the next time.`,
  ].join('\n');
}

function accepting(candidate: string, base: string): string {
  return `candor gate ${quoted(candidate)} --baseline ${quoted(base)} --accept-classifier`;
}

/** A candidate from a file may be the older one. */
function wayOfCandidate({ reference }: NamedGateSide): string[] {
  return reference.endsWith('.jsonl') ? [`--accept-classifier judges ${reference} anew as well.`] : [];
}

function quoted(word: string): string {
  return /^[\w./@:+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
