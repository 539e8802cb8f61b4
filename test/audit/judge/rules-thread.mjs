// The thread's module for tests: the sources are TypeScript, and a thread has no loader for them.
import { tsImport } from 'tsx/esm/api';

await tsImport('../../../src/audit/judge/rules-thread.ts', import.meta.url);
