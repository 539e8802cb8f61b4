import type { Mistake } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Path } from '../lib/yaml-source.ts';
import type { ExpandedProbe } from './expand-template.ts';
import { withFollowUps } from './follow-ups.ts';
import { type LoadedSet, type ParsedProbes, setOf } from './loaded-set.ts';

/**
 * The files, with what their sets ask again put in: probes of other sets under ids of their own, with follow-ups, and their controls
 * likewise. `others` are further files in which they may stand; it is called only where a set asks something again.
 */
export function withAskedAgain(files: readonly ParsedProbes[], others: () => readonly ParsedProbes[]): ParsedProbes[] {
  if (!files.some(isWaiting)) return [...files];
  const all = [...files, ...others()];
  const originals = new Map<string, ExpandedProbe>();
  for (const { loaded } of all) {
    for (const one of loaded?.probes ?? []) {
      if (one.of === undefined && !originals.has(one.probe.id)) originals.set(one.probe.id, one);
    }
  }
  const unread = all.flatMap(({ unreadIds }) => unreadIds);
  return files.map((file) => (isWaiting(file) ? askedAgain(file, originals, unread) : file));
}

/** True for a file whose set asks probes again that have not been put in yet. */
function isWaiting({ loaded }: ParsedProbes): boolean {
  return loaded?.written.again !== undefined && !loaded.probes.some(({ of }) => of !== undefined);
}

function askedAgain(
  file: ParsedProbes,
  originals: ReadonlyMap<string, ExpandedProbe>,
  unread: readonly RegExp[],
): ParsedProbes {
  const { loaded } = file;
  const again = loaded?.written.again;
  if (loaded === null || again === undefined) return file;
  const mistakes: Mistake[] = [];
  const added = new Map<string, ExpandedProbe>();
  for (const [index, id] of again.probes.entries()) {
    const path = ['again', 'probes', index];
    const original = originals.get(id);
    if (original === undefined && unread.some((pattern) => pattern.test(id))) continue;
    const message = mistakeIn(id, original, again.probes.indexOf(id) < index, originals);
    if (message !== null) mistakes.push(loaded.source.mistakeAt(path, message));
    else add(id, path, loaded, originals, added);
  }
  const probes = [...loaded.probes, ...added.values()];
  const set = setOf(loaded.written, loaded.source.file, probes);
  return { ...file, loaded: { ...loaded, set, probes }, mistakes: [...file.mistakes, ...mistakes] };
}

function mistakeIn(
  id: string,
  original: ExpandedProbe | undefined,
  twice: boolean,
  originals: ReadonlyMap<string, ExpandedProbe>,
): string | null {
  if (original === undefined) {
    return `expected the id of a probe of another set, got "${id}".${didYouMean(id, originals.keys())}`;
  }
  const { role } = original.probe;
  if (role !== 'sensitive')
    return `expected a sensitive probe, whose control comes with it, got the ${role} probe "${id}"`;
  return twice ? `expected each probe once, got "${id}" again` : null;
}

/** Puts a probe in, and whatever it is held against. */
function add(
  id: string,
  path: Path,
  { written }: LoadedSet,
  originals: ReadonlyMap<string, ExpandedProbe>,
  added: Map<string, ExpandedProbe>,
): void {
  let next: string | null = id;
  while (next !== null && !added.has(next)) {
    const probe: ExpandedProbe['probe'] | undefined = originals.get(next)?.probe;
    if (probe === undefined) return;
    const control: string | null = probe.control;
    added.set(next, {
      probe: {
        ...withFollowUps(probe, written.again?.then ?? []),
        id: idAskedAgain(written.id, next),
        set: written.id,
        control: control === null ? null : idAskedAgain(written.id, control),
      },
      path,
      claimPaths: { official: [], facts: [] },
      controlPath: path,
      of: next,
    });
    next = control;
  }
}

function idAskedAgain(set: string, id: string): string {
  return `${set}-${id}`;
}
