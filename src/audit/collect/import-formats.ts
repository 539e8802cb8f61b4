import { parseColumnMap } from '../../formats/csv-import.ts';
import { IMPORT_FORMATS, type ImportFormat } from '../../formats/import-formats.ts';

/** Names of the formats that can be imported. */
export const importFormats = Object.keys(IMPORT_FORMATS) as readonly ImportFormat[];

/** Reads `field=column,…` for CSV. Throws UsageError for an unknown field. */
export const parseColumns = parseColumnMap;
