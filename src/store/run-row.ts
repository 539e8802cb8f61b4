import type { Selectable } from 'kysely';
import { z } from 'zod';
import { identitySchema } from '../model/identity.ts';
import { jsonObjectSchema } from '../model/json-object.ts';
import { probeSchema } from '../model/probe.ts';
import { ORIGINS, probeSetRecordSchema, type RunRecord, type TargetRecord, type VariantRecord } from '../model/run.ts';
import { PLACES } from '../model/target-spec.ts';
import { parseColumn, wordReader } from './parse-column.ts';
import type { Database } from './schema.ts';

const readOrigin = wordReader(ORIGINS, 'runs', 'origin');
export const readPlace = wordReader(PLACES, 'run_targets', 'place');
const probeSetsSchema = z.array(probeSetRecordSchema);

/** A run as its row holds it. */
export function runOfRow(row: Selectable<Database['runs']>): RunRecord {
  const at = (field: string) => ({ table: 'runs', row: row.id, field, run: row.key });
  return {
    id: row.key,
    name: row.name,
    origin: readOrigin(row.origin, row.key),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    config: parseColumn(jsonObjectSchema, row.config, at('config')),
    seed: row.seed,
    planHash: row.plan_hash,
    packageVersion: row.package_version,
    gitVersion: row.git_version,
    probeSets: parseColumn(probeSetsSchema, row.probe_sets, at('probe_sets')),
    ...(row.owner === null || row.heartbeat_at === null
      ? {}
      : { owner: { name: row.owner, heartbeatAt: row.heartbeat_at } }),
    ...(row.discarded === null ? {} : { discarded: row.discarded }),
  };
}

/** A target of a run with its identity. */
export function targetOfRow(
  row: Selectable<Database['run_targets']> & { readonly identity: string },
  run: string,
): TargetRecord {
  return {
    id: row.key,
    family: row.family,
    kind: row.kind,
    model: row.model,
    where: readPlace(row.place, row.key),
    identityHash: row.identity_hash,
    identity: parseColumn(identitySchema, row.identity, {
      table: 'identities',
      row: row.identity_hash,
      field: 'identity',
      run,
    }),
    params: parseColumn(jsonObjectSchema, row.params, { table: 'run_targets', row: row.id, field: 'params', run }),
    ...(row.name === null ? {} : { name: row.name }),
  };
}

/** The variants of a run, each probe read once. */
export function variantsOfRows(
  rows: readonly Selectable<Database['variants']>[],
  probes: readonly Pick<Selectable<Database['probes']>, 'id' | 'probe'>[],
  run: string,
): VariantRecord[] {
  const probeById = new Map(
    probes.map(({ id, probe }) => [
      id,
      parseColumn(probeSchema, probe, { table: 'probes', row: id, field: 'probe', run }),
    ]),
  );
  return rows.flatMap((row) => {
    const probe = probeById.get(row.probe_id);
    // The database holds that a variant has a probe: foreign keys.
    if (probe === undefined) return [];
    return {
      hash: row.hash,
      lang: row.lang,
      prompt: row.prompt,
      setVersion: row.set_version,
      probe,
      ...(row.phrasing === null ? {} : { phrasing: row.phrasing }),
      ...(row.cluster === null ? {} : { cluster: row.cluster }),
    };
  });
}
