import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { probeSetJsonSchemaText } from '../../src/probes/json-schema.ts';
import { lintProbeSets } from '../../src/probes/lint.ts';
import { loadProbes, loadProbesForLint } from '../../src/probes/shipped.ts';

describe('the shipped probe sets', () => {
  it('load, and lint finds no error in them', async () => {
    const findings = lintProbeSets(await loadProbesForLint([], PACKAGE_ROOT));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('come with a JSON Schema that fits the loader', async () => {
    expect(await readFile(join(PACKAGE_ROOT, 'probes/schema.json'), 'utf8')).toBe(probeSetJsonSchemaText());
  });
});

describe('loadProbes', () => {
  it('takes a set by id, by file and by glob', async () => {
    for (const reference of [
      'demo',
      'probes/demo.yaml',
      'probes/dem?.yaml',
      `${PACKAGE_ROOT}probes/{demo,none}.yaml`,
    ]) {
      expect((await loadProbes([reference], PACKAGE_ROOT)).filter).toEqual({ sets: ['demo'], ids: [] });
    }
  });

  it('takes a single probe by id', async () => {
    expect((await loadProbes(['demo-taiwan-country'], PACKAGE_ROOT)).filter).toEqual({
      sets: [],
      ids: ['demo-taiwan-country'],
    });
  });

  it('takes the full sets without the demo where nothing is named', async () => {
    const { filter } = await loadProbes([], PACKAGE_ROOT);
    expect(filter.sets).toContain('taiwan');
    expect(filter.sets).not.toContain('demo');
  });

  it('answers an unknown name with the nearest one', async () => {
    await expect(loadProbes(['dmeo'], PACKAGE_ROOT)).rejects.toThrow('Did you mean "demo"?');
    await expect(loadProbes(['no/such.yaml'], PACKAGE_ROOT)).rejects.toThrow('expected a probe set at "no/such.yaml"');
    await expect(loadProbes(['no/*.yaml'], PACKAGE_ROOT)).rejects.toThrow('got no file');
  });
});
