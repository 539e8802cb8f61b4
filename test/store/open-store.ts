import { openSqliteStore } from '../../src/store/sqlite.ts';

// Started by opening.test.ts in processes of their own: opens the store that is named, lists its runs and ends.
const store = await openSqliteStore(process.argv[2] ?? '');
await store.listRuns();
await store.close();
