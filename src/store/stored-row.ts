import { confusionByLangSchema } from '../model/calibration.ts';
import { ERROR_KINDS } from '../model/delivery.ts';
import { identitySchema } from '../model/identity.ts';
import { jsonObjectSchema } from '../model/json-object.ts';
import { sampleDesignSchema } from '../model/label-sample.ts';
import { probeSchema } from '../model/probe.ts';
import { MODES } from '../model/verdict.ts';
import { parseColumn, wordReader } from './parse-column.ts';
import { responseOfRow } from './response-row.ts';
import { readPlace, runOfRow } from './run-row.ts';
import type { Database } from './schema.ts';
import { verdictOfRow } from './verdict-row.ts';

/** A row with all columns of its table, as the database gives it. */
export type StoredRow = Readonly<Record<string, unknown>>;
type Table = keyof Database;

/** The tables, each behind those that it points to. */
export const TABLES = [
  'runs',
  'identities',
  'run_targets',
  'probes',
  'variants',
  'trials',
  'responses',
  'attempts',
  'classifiers',
  'verdicts',
  'calibrations',
  'judge_replies',
  'label_samples',
  'watch_state',
] as const satisfies readonly Table[];

/** The column that finds a row; null: it takes several. */
export function keyOf(table: Table): 'hash' | 'call' | 'id' | null {
  if (table === 'identities') return 'hash';
  if (table === 'judge_replies') return 'call';
  return table === 'watch_state' ? null : 'id';
}

const readKind = wordReader(ERROR_KINDS, 'attempts', 'kind');
const readMode = wordReader(MODES, 'classifiers', 'mode');
/** What a verdict is read with where its classifier does not matter. */
const SOME_CLASSIFIER = { name: 'rules', version: '', mode: 'general' };

const READERS: Partial<Record<Table, (row: never, id: never) => unknown>> = {
  runs: runOfRow,
  identities: ({ hash, identity }: Database['identities']) =>
    parseColumn(identitySchema, identity, { table: 'identities', row: hash, field: 'identity' }),
  run_targets: ({ key, place, params }: Database['run_targets'], id: number) => {
    readPlace(place, key);
    parseColumn(jsonObjectSchema, params, { table: 'run_targets', row: id, field: 'params' });
  },
  probes: ({ probe }: Database['probes'], id: number) =>
    parseColumn(probeSchema, probe, { table: 'probes', row: id, field: 'probe' }),
  responses: responseOfRow,
  attempts: ({ kind }: Database['attempts'], id: number) => (kind === null ? null : readKind(kind, id)),
  classifiers: ({ mode }: Database['classifiers'], id: number) => readMode(mode, id),
  verdicts: (row: object) => verdictOfRow({ ...row, ...SOME_CLASSIFIER } as never, null),
  calibrations: ({ gold, by_lang }: Database['calibrations'], id: number) => {
    parseColumn(jsonObjectSchema, gold, { table: 'calibrations', row: id, field: 'gold' });
    parseColumn(confusionByLangSchema, by_lang, { table: 'calibrations', row: id, field: 'by_lang' });
  },
  label_samples: ({ design }: Database['label_samples'], id: number) =>
    parseColumn(sampleDesignSchema, design, { table: 'label_samples', row: id, field: 'design' }),
};

/** Reads a row as commands do. Throws DamagedStoreError where it cannot be read. */
export function requireReadable(table: Table, row: StoredRow): void {
  const key = keyOf(table);
  READERS[table]?.(row as never, (key === null ? '' : row[key]) as never);
}
