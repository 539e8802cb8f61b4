import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';

/** What a classifier does under a version: a digest over its verdicts on fixed texts. */
export interface Behaviour {
  readonly version: string;
  /** Digest of the texts: they may grow without a verdict having moved. */
  readonly texts: string;
  readonly digest: string;
}

/** By classifier and version, the digest on each set of texts that was recorded. */
export type BehaviourRecord = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

const file = join(PACKAGE_ROOT, 'test/fixtures/behaviour.json');

/** The record that is committed. */
export function readBehaviour(): BehaviourRecord {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** What is wrong with a behaviour by the record, and what to do about it; null: it is as recorded. */
export function behaviourMistake(
  record: BehaviourRecord,
  name: string,
  { version, texts, digest }: Behaviour,
): string | null {
  const recorded = record[name]?.[version];
  if (recorded?.[texts] === digest) return null;
  const how = 'keep its digest with "npx tsx scripts/record-behaviour.ts"';
  if (recorded === undefined) return `${name} ${version}: this version is new; ${how}`;
  if (recorded[texts] === undefined) return `${name} ${version}: the texts of data/ are others; ${how}`;
  return `${name} ${version}: verdicts have moved and the version has not; count up its REVISION, then "npx tsx scripts/record-behaviour.ts"`;
}

/** The record with a new version's digest. Throws where the version has another one on the same texts. */
export function withBehaviour(record: BehaviourRecord, name: string, behaviour: Behaviour): BehaviourRecord {
  const { version, texts, digest } = behaviour;
  if (record[name]?.[version]?.[texts] !== undefined) {
    const mistake = behaviourMistake(record, name, behaviour);
    if (mistake !== null) throw new Error(mistake);
  }
  return { ...record, [name]: { ...record[name], [version]: { ...record[name]?.[version], [texts]: digest } } };
}

/** Writes the record. */
export function writeBehaviour(record: BehaviourRecord): void {
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}
