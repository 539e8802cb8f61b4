import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { lintProbeSets } from '../../src/probes/lint.ts';
import { linkProbes, parseProbes, readProbeFiles } from '../../src/probes/load-probe-set.ts';
import { shippedProbeFiles } from '../../src/probes/shipped.ts';

describe('the worked example in the docs', () => {
  it('loads beside the shipped sets, and lint finds nothing in it', async () => {
    const page = await readFile(join(PACKAGE_ROOT, 'docs/probes.md'), 'utf8');
    const text = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
    const shipped = (await readProbeFiles(await shippedProbeFiles())).map(parseProbes);
    const loaded = linkProbes([parseProbes({ file: 'minsk.yaml', text })], () => shipped);
    expect(loaded.sets.map(({ set }) => set.probes.length)).toEqual([9]);
    expect(lintProbeSets(loaded)).toEqual([]);
  });
});
