import type { Mistake } from '../lib/errors.ts';
import type { Lang } from '../model/lang.ts';
import type { Finding, Linted } from './finding.ts';
import { langsOf } from './finding.ts';
import { lintAnswers } from './lint-answers.ts';
import { lintAskedAgain } from './lint-asked-again.ts';
import { lintChecks } from './lint-checks.ts';
import { lintDuplicates, lintTopics } from './lint-coverage.ts';
import { lintPhrasings } from './lint-phrasings.ts';
import { lintControl, lintLanguages, lintStatements, lintWording } from './lint-probe.ts';
import { lintMarks, lintQuestionScript } from './lint-script.ts';
import { lintWideMarks } from './lint-wide-marks.ts';
import type { LoadResult } from './load-probe-set.ts';
import type { LoadedSet } from './loaded-set.ts';

export type { Finding, Severity } from './finding.ts';

/**
 * Everything that should be better in loaded probe sets, in the order of files and lines; mistakes of loading come as
 * errors of rule `load`. `languages` are wanted of every probe; without them, those that its set has anywhere.
 */
export function lintProbeSets(loaded: LoadResult, languages: readonly Lang[] | null = null): Finding[] {
  const here = loaded.sets.flatMap(lintedOf);
  // What is asked again is looked at where it stands; only what is asked after its answer belongs here.
  const own = here.filter(({ expanded }) => expanded.of === undefined);
  const all = [...here, ...loaded.companions.flatMap(lintedOf)];
  const byId = new Map(all.map(({ expanded }) => [expanded.probe.id, expanded.probe]));
  const langsBySet = new Map(loaded.sets.map((set) => [set, languages ?? languagesOf(set)]));
  const findings = [
    ...loaded.mistakes.map(asFinding),
    ...own.flatMap((linted) => [
      ...lintLanguages(linted, langsBySet.get(linted.loaded) ?? []),
      ...lintControl(linted, byId),
      ...lintPhrasings(linted, byId),
      ...lintStatements(linted),
      ...lintAnswers(linted),
      ...lintChecks(linted),
      ...lintWording(linted),
      ...lintQuestionScript(linted),
      ...lintMarks(linted),
      ...lintWideMarks(linted),
    ]),
    ...here.filter(({ expanded }) => expanded.of !== undefined).flatMap(lintAskedAgain),
    ...lintDuplicates(own, new Set(own.map(({ expanded }) => expanded.probe.id))),
    ...lintTopics(own),
  ];
  const unique = new Map(findings.map((finding) => [placeKey(finding), finding]));
  return [...unique.values()].sort(byPlace);
}

function lintedOf(loaded: LoadedSet): Linted[] {
  return loaded.probes.map((expanded) => ({ loaded, expanded }));
}

function languagesOf({ set }: LoadedSet): Lang[] {
  return [...new Set(set.probes.flatMap(({ ask }) => langsOf(ask)))];
}

function asFinding({ file, line, column, message }: Mistake): Finding {
  return { file, line, column, probe: null, rule: 'load', message, severity: 'error' };
}

/** A template's mistake shows in each of its probes, and is told once. */
function placeKey({ file, line, column, rule, message }: Finding): string {
  return JSON.stringify([file, line, column, rule, message]);
}

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
