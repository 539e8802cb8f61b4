import { describeAuditRelease } from './audit-release-contract.ts';
import { sqliteEnv } from './store-env.ts';

describeAuditRelease('SQLite', sqliteEnv);
