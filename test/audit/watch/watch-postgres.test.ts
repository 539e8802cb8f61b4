import { afterAll, beforeAll, describe } from 'vitest';
import { openPostgresStore } from '../../../src/store/postgres/postgres.ts';
import {
  emptyDatabase,
  type PostgresServer,
  postgresPrograms,
  startPostgres,
  withClient,
} from '../../servers/postgres-server.ts';
import { describeCanary } from './ask-canary-contract.ts';
import { describeAuditRelease } from './audit-release-contract.ts';
import { describeWatchOnce } from './watch-once-contract.ts';

describe.skipIf(postgresPrograms() === null)('PostgreSQL', () => {
  let server: PostgresServer;
  let address: string;
  beforeAll(async () => {
    server = await startPostgres();
    address = await emptyDatabase(server.address);
  });
  afterAll(() => server.remove());

  const emptied = async (): Promise<string> => {
    await withClient(address, (client) => client.query('drop schema public cascade; create schema public'));
    return address;
  };

  describeWatchOnce('PostgreSQL', async () => ({ CANDOR_STORE: await emptied() }));
  describeAuditRelease('PostgreSQL', async () => ({ CANDOR_STORE: await emptied() }));
  describeCanary('PostgreSQL', async () => openPostgresStore(await emptied()));
});
