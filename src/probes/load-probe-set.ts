import { readTextFile } from '../lib/decode-text.ts';
import { ConfigError, type Mistake } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import { checkSource } from '../lib/schema-mistakes.ts';
import { type Path, parseYamlSource, valueAt, type YamlSource } from '../lib/yaml-source.ts';
import type { ProbeSet } from '../model/probe.ts';
import { withAskedAgain } from './ask-again.ts';
import { expandProbe } from './expand-template.ts';
import { type LoadedSet, type ParsedProbes, setOf } from './loaded-set.ts';
import { probeSetSchema, type WrittenSet } from './schema.ts';

/** A YAML file's text with the name to show for it. */
export interface ProbeText {
  readonly file: string;
  readonly text: string;
}

/** The wanted sets, and every mistake in their files. A set with mistakes in it may be missing. */
export interface LoadResult {
  readonly sets: readonly LoadedSet[];
  /** Sets that were not asked for, and that controls come from. */
  readonly companions: readonly LoadedSet[];
  readonly mistakes: readonly Mistake[];
}

/**
 * Loads and expands probe sets. `companions` are files whose probes may serve as controls; their sets follow the
 * wanted ones where a control comes from them. Throws ConfigError with every mistake of all files.
 */
export async function loadProbeSets(files: readonly string[], companions: readonly string[] = []): Promise<ProbeSet[]> {
  const texts = await readProbeFiles(files);
  const others = await readProbeFiles(companions.filter((file) => !files.includes(file)));
  return parseProbeSets(texts, others);
}

/** The same from texts. */
export function parseProbeSets(texts: readonly ProbeText[], companions: readonly ProbeText[] = []): ProbeSet[] {
  return setsOf(loadProbeTexts(texts, companions));
}

/** The sets with their companions. Throws ConfigError where there are mistakes. */
export function setsOf(loaded: LoadResult): ProbeSet[] {
  if (loaded.mistakes.length > 0) throw new ConfigError(loaded.mistakes);
  return [...loaded.sets, ...loaded.companions].map(({ set }) => set);
}

/** Reads the texts of probe set files. Throws ConfigError where files cannot be read. */
export async function readProbeFiles(files: readonly string[]): Promise<ProbeText[]> {
  const mistakes: Mistake[] = [];
  const texts: ProbeText[] = [];
  for (const file of files) {
    try {
      texts.push({ file, text: await readTextFile(file) });
    } catch (cause) {
      if (cause instanceof ConfigError) {
        mistakes.push(...cause.mistakes);
        continue;
      }
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `expected a probe set, got an error (${reason}). Check the path given with --probes`;
      mistakes.push({ file, line: null, column: null, message });
    }
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return texts;
}

/** Loads texts and gathers mistakes instead of throwing, for `candor probes lint`. */
export function loadProbeTexts(texts: readonly ProbeText[], companions: readonly ProbeText[] = []): LoadResult {
  return linkProbes(texts.map(parseProbes), () => companions.map(parseProbes));
}

/** Parses and expands one file. Never throws for what it holds. */
export function parseProbes({ file, text }: ProbeText): ParsedProbes {
  const source = parseYamlSource(text, file);
  const checked = checkSource(source, probeSetSchema);
  if (checked.data === null) return { loaded: null, mistakes: checked.mistakes, unreadIds: idPatterns(source) };
  const mistakes: Mistake[] = [];
  return { loaded: expandSet(checked.data, source, mistakes), mistakes, unreadIds: [] };
}

/** Finds what sets ask again, every probe's control, and ids that stand twice. `companions` is called only where something is not at hand. */
export function linkProbes(written: readonly ParsedProbes[], companions: () => readonly ParsedProbes[]): LoadResult {
  const files = withAskedAgain(written, companions);
  const mistakes = files.flatMap((file) => file.mistakes);
  const sets = loadedSets(files);
  const unreadIds = files.flatMap((file) => file.unreadIds);
  const ids = firstPlaces(sets, mistakes);
  let helpers: ReadonlyMap<string, LoadedSet> | null = null;
  const needed = new Set<LoadedSet>();
  for (const { source, probes } of sets) {
    for (const { probe, controlPath } of probes) {
      const control = probe.control;
      if (control === null || ids.has(control) || unreadIds.some((pattern) => pattern.test(control))) continue;
      helpers ??= helpersById(companions(), ids);
      const helper = helpers.get(control);
      if (helper !== undefined) {
        needed.add(helper);
        continue;
      }
      const hint = didYouMean(control, [...ids.keys(), ...helpers.keys()]);
      const message = `expected the id of a probe in the loaded sets as control of ${probe.id}, got "${control}".${hint}`;
      mistakes.push(source.mistakeAt(controlPath, message));
    }
  }
  return { sets, companions: [...needed], mistakes: uniqueMistakes(mistakes) };
}

function loadedSets(files: readonly ParsedProbes[]): LoadedSet[] {
  return files.flatMap(({ loaded }) => (loaded === null ? [] : [loaded]));
}

function expandSet(written: WrittenSet, source: YamlSource, mistakes: Mistake[]): LoadedSet {
  const probes = (written.probes ?? []).flatMap((probe, index) => {
    const expanded = expandProbe(written, probe, ['probes', index]);
    mistakes.push(...expanded.mistakes.map(({ path, message }) => source.mistakeAt(path, message)));
    return expanded.probes;
  });
  return { set: setOf(written, source.file, probes), written, source, probes };
}

/** Where each probe id stands first; ids and set ids that stand twice are mistakes. */
function firstPlaces(sets: readonly LoadedSet[], mistakes: Mistake[]): Map<string, string> {
  const setIds = new Map<string, string>();
  const probeIds = new Map<string, string>();
  for (const { set, source, probes } of sets) {
    note(setIds, set.id, source, ['id'], 'set id', mistakes);
    for (const { probe, path } of probes) note(probeIds, probe.id, source, [...path, 'id'], 'probe id', mistakes);
  }
  return probeIds;
}

function note(
  places: Map<string, string>,
  id: string,
  source: YamlSource,
  path: Path,
  kind: string,
  mistakes: Mistake[],
): void {
  const mistake = source.mistakeAt(path, '');
  const other = places.get(id);
  if (other === undefined) {
    places.set(id, `${mistake.file}:${mistake.line}`);
    return;
  }
  const message = `expected a ${kind} of its own, got "${id}", which also stands in ${other}`;
  mistakes.push({ ...mistake, message });
}

function helpersById(files: readonly ParsedProbes[], taken: ReadonlyMap<string, string>): Map<string, LoadedSet> {
  const helpers = new Map<string, LoadedSet>();
  for (const loaded of loadedSets(files)) {
    for (const { probe } of loaded.probes) if (!taken.has(probe.id)) helpers.set(probe.id, loaded);
  }
  return helpers;
}

/** The ids of a file that does not fit the schema, so that no control is called missing for its sake. */
function idPatterns(source: YamlSource): RegExp[] {
  const probes = valueAt(source.value, ['probes']);
  if (!Array.isArray(probes)) return source.value === null ? [/^/] : [];
  return probes.flatMap((probe) => {
    const id = valueAt(probe, ['id']);
    if (typeof id !== 'string') return [];
    const parts = id.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return [new RegExp(`^${parts.join('.+')}$`)];
  });
}

function uniqueMistakes(mistakes: readonly Mistake[]): Mistake[] {
  return [...new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake])).values()];
}
