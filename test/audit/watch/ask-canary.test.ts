import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { describeCanary } from './ask-canary-contract.ts';

describeCanary('SQLite', () => openSqliteStore(':memory:'));
