import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/lib/package-root.ts';
import { loadEngine } from '../../../src/targets/llama-cpp/llama-engine.ts';

/** A copy of the sources beside all installed packages but the engine. */
function installWithoutEngine(): string {
  const folder = mkdtempSync(join(tmpdir(), 'candor-bare-'));
  cpSync(join(PACKAGE_ROOT, 'src'), join(folder, 'src'), { recursive: true });
  cpSync(join(PACKAGE_ROOT, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'node_modules'));
  const installed = join(PACKAGE_ROOT, 'node_modules');
  for (const name of readdirSync(installed)) {
    if (name.startsWith('.') || name === 'node-llama-cpp') continue;
    symlinkSync(join(installed, name), join(folder, 'node_modules', name), 'junction');
  }
  return folder;
}

describe('the engine’s package', () => {
  it('is asked for by its exact install line where it is missing', async () => {
    const folder = installWithoutEngine();
    writeFileSync(join(folder, 'model.gguf'), 'GGUF');
    const script = `
      import { loadEngine } from './src/targets/llama-cpp/llama-engine.ts';
      try { await loadEngine('model.gguf', 4, 1, () => 128); } catch (error) { process.stdout.write(JSON.stringify([error.code, error.message])); }`;
    writeFileSync(join(folder, 'load.mts'), script);
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'load.mts'], { cwd: folder });
    const [code, message] = JSON.parse(stdout);
    expect(code).toBe('target');
    expect(message).toContain('npm install node-llama-cpp@3.21.1 (with --global where Candor was installed so)');
  });

  it('names the file that it cannot load', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'candor-broken-')), 'broken.gguf');
    writeFileSync(file, 'not a model');
    await expect(loadEngine(file, 11, 1, () => 128)).rejects.toMatchObject({
      code: 'target',
      message: expect.stringContaining('broken.gguf'),
    });
  });
});
