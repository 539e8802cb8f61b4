import type { Path } from '../lib/yaml-source.ts';
import type { Lang } from '../model/lang.ts';
import type { Statement } from '../model/probe.ts';
import type { ExpandedProbe } from './expand-template.ts';
import type { LoadedSet } from './loaded-set.ts';
import { wordingsOf } from './variant.ts';

/** An `error` makes a probe measure wrongly; a `warning` makes it measure less. */
export type Severity = 'error' | 'warning';

/** Something that loads, and should be better. Line and column are 1-based. */
export interface Finding {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  /** null: it is about a set or a topic. */
  readonly probe: string | null;
  readonly rule: string;
  readonly message: string;
  readonly severity: Severity;
}

/** A probe with its set, as the rules see it. */
export interface Linted {
  readonly loaded: LoadedSet;
  readonly expanded: ExpandedProbe;
}

/** A finding at a place inside a probe. */
export function findingAt(
  { loaded, expanded }: Linted,
  path: Path,
  rule: string,
  severity: Severity,
  message: string,
): Finding {
  const { file, line, column } = loaded.source.mistakeAt(path, message);
  return { file, line, column, probe: expanded.probe.id, rule, message, severity };
}

/** A finding about a probe as a whole, at its id. */
export function findingAtProbe(linted: Linted, rule: string, severity: Severity, message: string): Finding {
  return findingAt(linted, [...linted.expanded.path, 'id'], rule, severity, message);
}

/** Every claim and fact of a probe with its place. */
export function statementsOf({
  expanded,
}: Linted): { readonly claim: Statement; readonly path: Path; readonly kind: string }[] {
  const { probe, claimPaths } = expanded;
  const of = (kind: 'official' | 'facts', noun: string) => {
    return probe[kind].map((claim, index) => ({ claim, path: claimPaths[kind][index] ?? expanded.path, kind: noun }));
  };
  return [...of('official', 'official claim'), ...of('facts', 'fact')];
}

/** Every wording of a probe's question in every language, with its place. */
export function askedOf({
  expanded: { probe, path },
}: Linted): { readonly lang: Lang; readonly text: string; readonly path: Path }[] {
  return langsOf(probe.ask).flatMap((lang) => {
    const wordings = wordingsOf(probe, lang);
    const at = (index: number) => [...path, 'ask', lang, ...(wordings.length > 1 ? [index] : [])];
    return wordings.map((text, index) => ({ lang, text, path: at(index) }));
  });
}

/** Languages of a record, in its order. */
export function langsOf(record: Readonly<Record<Lang, unknown>>): Lang[] {
  return Object.keys(record);
}
