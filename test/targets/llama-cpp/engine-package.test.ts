import { describe, expect, it } from 'vitest';
import { ENGINE, versionProblem } from '../../../src/targets/llama-cpp/engine-package.ts';

describe('the version of the embedded engine', () => {
  it('is as tried, or near and worth a warning, or refused', () => {
    expect(versionProblem(ENGINE.version)).toBeNull();
    expect(versionProblem('3.99.0')).toMatchObject({ refused: false, message: expect.stringContaining('3.99.0') });
    expect(versionProblem('2.8.16')).toMatchObject({ refused: true, message: expect.stringContaining(ENGINE.version) });
  });

  it('is the one that the package asks for', async () => {
    const { default: manifest } = await import('../../../package.json', { with: { type: 'json' } });
    expect(manifest.peerDependencies[ENGINE.name]).toBe(ENGINE.version);
  });
});
