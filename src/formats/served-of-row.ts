import type { Served } from '../model/served.ts';
import type { Row } from './row.ts';

type ServedFields = Pick<Row, 'served_model' | 'served_by' | 'system_fingerprint' | 'served_region'>;

/** Who gave the answer of a row; undefined: it does not say. */
export function servedOfRow(row: ServedFields): Served | undefined {
  const { served_model: model, served_by: by, system_fingerprint: fingerprint, served_region: region } = row;
  const isTold = [model, by, fingerprint, region].some((part) => part !== null);
  return isTold ? { model, by, fingerprint, region } : undefined;
}
