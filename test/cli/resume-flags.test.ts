import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';

describe('candor run --resume', () => {
  it.each([['--dry-run'], ['--max-cost', '1'], ['--max-calls', '5'], ['--samples', '3'], ['--lang', 'en'], ['--demo']])(
    'asks nothing where %s is given, which only a new run can follow',
    async (...flag) => {
      const { code, stderr } = await runCli(emptyFolder(), ['run', '--resume', 'latest', ...flag]);
      expect(stderr).toContain(`expected no ${flag[0]} with --resume`);
      expect(code).toBe(2);
    },
  );
});

describe('candor init', () => {
  it('makes the folder of the file that it is told to write', async () => {
    const folder = emptyFolder();
    expect((await runCli(folder, ['init', '--template', '-o', 'audits/new/candor.yaml'])).code).toBe(0);
    expect(existsSync(join(folder, 'audits/new/candor.yaml'))).toBe(true);
  });
});
