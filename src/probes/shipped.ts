import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { readTextFile } from '../lib/decode-text.ts';
import { UsageError } from '../lib/errors.ts';
import { expandGlob, isGlob } from '../lib/glob.ts';
import { didYouMean } from '../lib/nearest.ts';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import type { ProbeSet } from '../model/probe.ts';
import { withAskedAgain } from './ask-again.ts';
import { type LoadResult, linkProbes, type ProbeText, parseProbes, setsOf } from './load-probe-set.ts';
import type { ParsedProbes } from './loaded-set.ts';
import type { ProbeFilter } from './select.ts';

/**
 * Ids of the shipped sets that are asked only where they are named: `demo`, since the full sets cover it, and those that vary how is asked and not
 * what, whose answers would blur the rates of the others.
 */
export const NAMED_ONLY: ReadonlySet<string> = new Set(['demo', 'pressure', 'premises']);

/** Folder of the probe sets that ship with the package. */
export const SHIPPED_FOLDER = join(PACKAGE_ROOT, 'probes');

/** What `--probes` or `candor.yaml` names: the loaded sets, and which part of them is meant. */
export interface ProbeChoice {
  readonly sets: readonly ProbeSet[];
  /** For `selectProbes`; other filters may be added. */
  readonly filter: Pick<ProbeFilter, 'sets' | 'ids'>;
}

/** The shipped YAML files, sorted by name. */
export async function shippedProbeFiles(): Promise<string[]> {
  const names = await readdir(SHIPPED_FOLDER);
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(SHIPPED_FOLDER, name));
}

/**
 * Loads what is named: files, globs, ids of shipped sets, or ids of probes in these or the shipped sets. Nothing named
 * means all shipped sets but those that want to be named. Controls may come from any shipped set. Relative paths start at `cwd`. Throws
 * ConfigError for mistakes in the files, UsageError for a name that means nothing.
 */
export async function loadProbes(references: readonly string[], cwd: string): Promise<ProbeChoice> {
  const { files, names } = await splitReferences(references, cwd);
  const shipped = await shippedProbeFiles();
  const wanted = references.length === 0 ? shipped.filter((file) => !NAMED_ONLY.has(setIdOf(file))) : files;
  const parseRest = parseOnce(await readShown(without(shipped, wanted), cwd));
  const own = withAskedAgain((await readShown(wanted, cwd)).map(parseProbes), parseRest);
  const parseOthers = once(() => withAskedAgain(parseRest(), () => own));
  requireOneOfEach(names, own, shipped, cwd);
  const chosen = choose(names, own, parseOthers);
  const link = linkProbes(chosen.files, () => parseOthers().filter((file) => !chosen.files.includes(file)));
  return { sets: setsOf(link), filter: { sets: [...chosen.sets], ids: [...chosen.ids] } };
}

/** Loads files for lint: their mistakes are gathered, and controls may come from shipped sets. Nothing named means all shipped. */
export async function loadProbesForLint(references: readonly string[], cwd: string): Promise<LoadResult> {
  const shipped = await shippedProbeFiles();
  const { files, names } = await splitReferences(references, cwd);
  const bySet = new Map(shipped.map((file) => [setIdOf(file), file]));
  const named = names.map((name) => {
    const file = bySet.get(name);
    if (file !== undefined) return file;
    const apart = name.includes(',') ? ' Several are written as arguments of their own, with spaces between.' : '';
    throw new UsageError(`expected a probe set's file or id, got "${name}".${didYouMean(name, bySet.keys())}${apart}`);
  });
  const wanted = references.length === 0 ? shipped : [...new Set([...files, ...named])];
  const others = parseOnce(await readShown(without(shipped, wanted), cwd));
  return linkProbes((await readShown(wanted, cwd)).map(parseProbes), others);
}

/** The ids of the shipped sets, which a set of one's own should not have. */
export async function shippedSetIds(): Promise<ReadonlySet<string>> {
  return new Set((await shippedProbeFiles()).map(setIdOf));
}

/** A name that means a set of one's own and a shipped one is neither. */
function requireOneOfEach(
  names: readonly string[],
  own: readonly ParsedProbes[],
  shipped: readonly string[],
  cwd: string,
): void {
  const ids = new Set(shipped.map(setIdOf));
  for (const { loaded } of own) {
    const id = loaded?.set.id ?? '';
    if (!names.includes(id) || !ids.has(id) || shipped.includes(resolve(cwd, loaded?.set.file ?? ''))) continue;
    throw new UsageError(
      `expected one probe set "${id}", got two: ${loaded?.set.file} and one that ships. Give yours an id of its own`,
    );
  }
}

interface Choice {
  readonly files: readonly ParsedProbes[];
  readonly sets: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

/** Finds names among the files given first, then among the shipped ones, which are parsed only where a name needs them. */
function choose(names: readonly string[], own: readonly ParsedProbes[], others: () => readonly ParsedProbes[]): Choice {
  const files = new Set(own);
  const sets = new Set(own.flatMap(({ loaded }) => (loaded === null ? [] : [loaded.set.id])));
  const ids = new Set<string>();
  for (const name of names) {
    const file = own.find((one) => holds(one, name)) ?? others().find((one) => holds(one, name));
    if (file === undefined) throw unknownName(name, [...own, ...others()]);
    files.add(file);
    if (file.loaded?.set.id === name) sets.add(name);
    else ids.add(name);
  }
  return { files: [...files], sets, ids };
}

function holds({ loaded }: ParsedProbes, name: string): boolean {
  return loaded !== null && (loaded.set.id === name || loaded.set.probes.some(({ id }) => id === name));
}

function parseOnce(texts: readonly ProbeText[]): () => readonly ParsedProbes[] {
  return once(() => texts.map(parseProbes));
}

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | null = null;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

function without(files: readonly string[], taken: readonly string[]): string[] {
  return files.filter((file) => !taken.includes(file));
}

function unknownName(name: string, files: readonly ParsedProbes[]): UsageError {
  const known = files.flatMap(({ loaded }) => {
    return loaded === null ? [] : [loaded.set.id, ...loaded.set.probes.map(({ id }) => id)];
  });
  const hint = didYouMean(name, known) || ' `candor probes list` shows the shipped ones.';
  return new UsageError(`expected a file, a glob, a probe set or a probe, got "${name}".${hint}`);
}

/** Paths of existing files, and names that are none. */
async function splitReferences(references: readonly string[], cwd: string) {
  const files: string[] = [];
  const names: string[] = [];
  for (const reference of references) {
    if (isGlob(reference)) {
      const found = await expandGlob(reference, cwd);
      if (found.length === 0) throw new UsageError(`expected probe sets at "${reference}", got no file`);
      files.push(...found);
    } else if (await isFile(resolve(cwd, reference))) {
      files.push(resolve(cwd, reference));
    } else if (/[\\/]|\.ya?ml$/.test(reference)) {
      const several = reference.includes(',')
        ? '. Files are named one by one, each with a flag or an entry of its own'
        : '';
      throw new UsageError(`expected a probe set at "${reference}", got no such file${several}`);
    } else {
      names.push(reference);
    }
  }
  return { files: [...new Set(files)], names };
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  return found?.isFile() ?? false;
}

/** Reads files under the name that a person would use for them: relative to the working folder where they lie in it. */
async function readShown(files: readonly string[], cwd: string): Promise<ProbeText[]> {
  return Promise.all(
    files.map(async (file) => {
      const inside = relative(cwd, file);
      const shown = inside.startsWith('..') ? file : inside;
      return { file: shown, text: await readTextFile(file, shown) };
    }),
  );
}

function setIdOf(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '');
}
