import { contentHash } from '../lib/digest.ts';
import type { Mistake } from '../lib/errors.ts';
import type { YamlSource } from '../lib/yaml-source.ts';
import type { ProbeSet } from '../model/probe.ts';
import type { ExpandedProbe } from './expand-template.ts';
import type { WrittenSet } from './schema.ts';

/** A loaded set that still knows where each probe stands. */
export interface LoadedSet {
  readonly set: ProbeSet;
  readonly written: WrittenSet;
  readonly source: YamlSource;
  readonly probes: readonly ExpandedProbe[];
}

/** A probe set file by itself, before its controls are looked up. */
export interface ParsedProbes {
  /** null where the file does not fit the schema. */
  readonly loaded: LoadedSet | null;
  readonly mistakes: readonly Mistake[];
  /** Ids that a file with mistakes seems to hold, so that no control is called missing for its sake. */
  readonly unreadIds: readonly RegExp[];
}

/** The set of its expanded probes, with the hash of all that is in it. */
export function setOf(
  { id, title, version, state }: WrittenSet,
  file: string,
  probes: readonly ExpandedProbe[],
): ProbeSet {
  const content = { id, title, version, state, probes: probes.map(({ probe }) => probe) };
  // Which template a probe came from is no content of its own: the texts that it gave are hashed.
  const hashed = { ...content, probes: content.probes.map(({ template: _template, ...probe }) => probe) };
  return { ...content, hash: contentHash(hashed), file };
}
