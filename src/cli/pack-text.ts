import type { CheckedFigure } from '../audit/pack/carry-out-figure.ts';
import { isSound, type PackCheck } from '../audit/pack/verify-pack.ts';
import type { Json } from '../lib/json.ts';
import { numberOf } from '../lib/number-of.ts';
import { wrapped } from './table.ts';

/** Differences of one figure, and changed verdicts, that are listed. */
const MOST_LISTED = 12;

/** What came of checking a pack, for people. `own`: the versions that checked it. */
export function checkText(place: string, check: PackCheck, own: { candor: string; node: string }): string {
  const lines = [...fileLines(check), ...figureLines(check, own), ...classifierLines(check), ...rejudgedLines(check)];
  const last = isSound(check)
    ? `${place} is as it says: every file by its SHA-256, every figure by its rows.`
    : `${place} is not as it says.`;
  return `${[...lines, last].map((line) => (line.startsWith('  ') ? line : wrapped(line))).join('\n')}\n`;
}

function fileLines({ files: { changed, missing, unlisted, number } }: PackCheck): string[] {
  const found = [
    ...changed.map((path) => `${path}: expected the bytes of the manifest (SHA-256), got others`),
    ...missing.map((path) => `${path}: expected a file, found none`),
    ...unlisted.map((path) => `${path}: expected no such file, the manifest does not name it`),
  ];
  if (found.length === 0) return [`${numberOf(number, 'file')}: each has the SHA-256 of the manifest.`];
  return [...found, 'No figure was computed: files are not those that were packed.'];
}

function figureLines({ figures, files, runs, made }: PackCheck, own: { candor: string; node: string }): string[] {
  if (files.changed.length + files.missing.length + files.unlisted.length > 0) return [];
  const trials = runs.reduce((sum, run) => sum + run.trials, 0);
  const wrong = figures.filter(({ differences }) => differences.length > 0);
  if (wrong.length === 0)
    return [
      `${numberOf(figures.length, 'figure')} computed again from ${numberOf(trials, 'trial')}: ${figures.length === 1 ? 'it is' : 'all are'} as in the pack.`,
    ];
  const other =
    made.candor === own.candor && made.node === own.node
      ? ''
      : ` It was made with Candor ${made.candor} on Node ${made.node}, and checked with ${own.candor} on ${own.node}: check it with the same before you call it wrong (npx candor-audit@${made.candor}).`;
  return [
    ...wrong.flatMap((figure) => differenceLines(figure, 'in the pack', 'from the rows')),
    `${wrong.length} of ${numberOf(figures.length, 'figure')} ${wrong.length === 1 ? 'does' : 'do'} not follow from the rows.${other}`,
  ];
}

function differenceLines({ command, differences }: CheckedFigure, first: string, second: string): string[] {
  const listed = differences.slice(0, MOST_LISTED);
  const rest = differences.length - listed.length;
  return [
    `${command.join(' ')}: ${numberOf(differences.length, 'difference')}`,
    ...listed.map(({ path, before, after }) => `  ${path}: ${shown(before)} ${first}, ${shown(after)} ${second}`),
    ...(rest === 0 ? [] : [`  and ${rest} more (--json lists all)`]),
  ];
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

function classifierLines({ classifiers, rejudged }: PackCheck): string[] {
  const lines = classifiers.flatMap(({ name, version, mode, here }) => {
    if (name === 'human' || here === version) return [];
    return [
      here === null
        ? `Verdicts of ${name} ${version} (${mode}) were taken as stored.`
        : `Verdicts of ${name} ${version} (${mode}) were taken as stored: this Candor has version ${here}.`,
    ];
  });
  if (rejudged !== null || !classifiers.some(({ here }) => here !== null)) return lines;
  return [...lines, 'Verdicts were not given again: --rejudge runs the rules on every answer.'];
}

function rejudgedLines({ rejudged }: PackCheck): string[] {
  if (rejudged === null) return [];
  const { judged, changed, versions, figures } = rejudged;
  const by = Object.entries(versions).map(([mode, version]) => `${version} (${mode})`);
  if (judged === 0) return ['No answer was judged last by the rules: none was judged again.'];
  const listed = changed.slice(0, MOST_LISTED).map(({ trial, before, after, of }) => {
    return `  ${trial}${of === 'reasoning' ? ' (reasoning)' : ''}: ${before ?? 'no class'} → ${after ?? 'no class'}`;
  });
  const rest = changed.length - listed.length;
  const moved = figures.filter(({ differences }) => differences.length > 0);
  return [
    `Rules ${by.join(', ')} run again on ${numberOf(judged, 'text')}: ${changed.length === 0 ? 'every class is as stored' : `${numberOf(changed.length, 'class is another', 'classes are others')}`}.`,
    ...listed,
    ...(rest === 0 ? [] : [`  and ${rest} more (--json lists all)`]),
    ...moved.flatMap((figure) => differenceLines(figure, 'before', 'now')),
  ];
}
