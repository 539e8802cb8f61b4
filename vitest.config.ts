import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/browser/say-what-is-left-out.ts', 'test/built-program.ts'],
    pool: 'forks',
    // Modules are loaded once a process, not once a file: none of the sources keeps what one test could leave to another.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/**/client/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 94, functions: 93, branches: 84 },
    },
    env: { NO_COLOR: '1', TZ: 'UTC' },
  },
});
