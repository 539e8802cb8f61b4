import { sqliteEnv } from './store-env.ts';
import { describeWatchOnce } from './watch-once-contract.ts';

describeWatchOnce('SQLite', sqliteEnv);
