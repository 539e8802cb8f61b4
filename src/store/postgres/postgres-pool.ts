import pg from 'pg';
import { escapeText, unescapeText } from './escape-text.ts';

/** Connections of one process; answers are written by one, commands read by few. */
const MOST_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 10_000;

const { TEXT, VARCHAR, INT8 } = pg.types.builtins;

/** Texts as they were given; row ids and counts as numbers, which they fit. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) => {
    if (id === TEXT || id === VARCHAR) return unescapeText;
    if (id === INT8) return Number;
    return pg.types.getTypeParser(id as number, format);
  },
};

/** What Kysely asks of a pool. */
interface Client {
  query<Row>(
    text: string,
    parameters: readonly unknown[],
  ): Promise<{ command: 'UPDATE'; rowCount: number; rows: Row[] }>;
  query<Row>(cursor: Row): Row;
  release(): void;
}

/** A pool for the database at an address. A connection that breaks while nobody uses it is dropped, and the next query makes another. */
export function createPool(address: string): { connect(): Promise<Client>; end(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: address,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'candor',
    types,
  });
  pool.on('error', () => undefined);
  return {
    async connect() {
      const client = await pool.connect();
      const broken = new AbortController();
      const note = (): void => broken.abort();
      client.on('error', note);
      const query = (text: string, parameters: readonly unknown[]) =>
        client.query(
          text,
          parameters.map((value) => (typeof value === 'string' ? escapeText(value) : value)),
        );
      const release = (): void => {
        client.off('error', note);
        client.release(broken.signal.aborted);
      };
      return { query, release } as unknown as Client;
    },
    end: () => pool.end(),
  };
}
