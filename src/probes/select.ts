import { UsageError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import { type Probe, type ProbeSet, ROLES, type Role, STYLES, type Style } from '../model/probe.ts';

/**
 * Which probes are wanted. `sets` and `ids` add to one another; the other fields narrow. An absent or empty field
 * means all of them.
 */
export interface ProbeFilter {
  readonly sets?: readonly string[];
  readonly ids?: readonly string[];
  readonly topics?: readonly string[];
  readonly styles?: readonly string[];
  readonly tags?: readonly string[];
  readonly roles?: readonly string[];
}

/**
 * The wanted probes in the order of the sets. A sensitive probe brings its control, also from another set; a wanted topic
 * brings its neutral probes of any style. Throws UsageError for a name that no probe has, and where nothing is left.
 */
export function selectProbes(sets: readonly ProbeSet[], filter: ProbeFilter): Probe[] {
  const all = sets.flatMap(({ probes }) => probes);
  const wanted = {
    sets: known(
      'probe set',
      filter.sets,
      sets.map(({ id }) => id),
    ),
    ids: known(
      'probe',
      filter.ids,
      all.map(({ id }) => id),
    ),
    topics: known(
      'topic',
      filter.topics,
      all.map(({ topic }) => topic),
    ),
    styles: known<Style>('style', filter.styles, STYLES),
    tags: known(
      'tag',
      filter.tags,
      all.flatMap(({ tags }) => tags),
    ),
    roles: known<Role>('role', filter.roles, ROLES),
  };
  const everywhere = wanted.sets.size === 0 && wanted.ids.size === 0;
  const controlIds = new Set(all.flatMap(({ control }) => (control === null ? [] : [control])));
  const chosen = all.filter((probe) => {
    if (!everywhere && !wanted.sets.has(probe.set) && !wanted.ids.has(probe.id)) return false;
    if (!allows(wanted.topics, probe.topic) || !allows(wanted.roles, probe.role)) return false;
    if (wanted.tags.size > 0 && !probe.tags.some((tag) => wanted.tags.has(tag))) return false;
    return allows(wanted.styles, probe.style) || (probe.role === 'neutral' && wanted.topics.size > 0);
  });
  const free = chosen.filter((probe) => {
    const comesWithItsProbe = probe.role === 'control' && controlIds.has(probe.id);
    return !comesWithItsProbe || wanted.ids.has(probe.id) || wanted.roles.has('control');
  });
  const selected = new Set(free.map(({ id }) => id));
  for (const { control } of free) if (control !== null) selected.add(control);
  if (selected.size === 0) {
    throw new UsageError(
      'expected at least one probe, but no probe has all that was asked for; `candor probes list` shows them',
    );
  }
  return all.filter(({ id }) => selected.has(id));
}

function allows<T>(wanted: ReadonlySet<T>, value: T): boolean {
  return wanted.size === 0 || wanted.has(value);
}

function known<T extends string>(
  what: string,
  given: readonly string[] | undefined,
  candidates: readonly T[],
): ReadonlySet<T> {
  const names = new Set<T>(candidates);
  return new Set(
    (given ?? []).map((name) => {
      if (isIn(name, names)) return name;
      const choices =
        names.size <= 12 ? `one of ${[...names].sort().join(', ')}` : `a ${what} that \`candor probes list\` shows`;
      throw new UsageError(`unknown ${what}: expected ${choices}, got "${name}".${didYouMean(name, names)}`);
    }),
  );
}

function isIn<T extends string>(name: string, names: ReadonlySet<T>): name is T {
  return (names as ReadonlySet<string>).has(name);
}
