import { describe, expect, it } from 'vitest';
import { parseProbeSets } from '../../src/probes/load-probe-set.ts';
import { variantHash, variantsOf } from '../../src/probes/variant.ts';
import { setText } from './set-text.ts';

function probeOf(ask: string) {
  const [probe] =
    parseProbeSets([{ file: 'a.yaml', text: setText(`- { id: p, style: opinion, ask: ${ask} }`) }])[0]?.probes ?? [];
  if (probe === undefined) throw new Error('no probe');
  return probe;
}

describe('variantsOf', () => {
  it('is one variant with the hash of old where there is one wording, written as text or as a list of one', () => {
    const [plain] = variantsOf(probeOf('{ en: Is it? }'), ['en'], 3);
    const [listed] = variantsOf(probeOf('{ en: [Is it?] }'), ['en'], 3);
    expect(plain?.hash).toBe(variantHash('p', 'en', 'Is it?'));
    expect(plain).not.toHaveProperty('phrasing');
    expect(listed).toEqual(plain);
  });

  it('is one variant a wording, as many as are wanted, each with its number and a hash of its own', () => {
    const probe = probeOf('{ en: [Is it?, Is it so?, Would it be?], zh-Hans: 是吗？ }');
    expect(
      variantsOf(probe, ['en', 'zh-Hans'], 2).map(({ prompt, phrasing, hash }) => [prompt, phrasing, hash]),
    ).toEqual([
      ['Is it?', 0, variantHash('p', 'en', 'Is it?')],
      ['Is it so?', 1, variantHash('p', 'en', 'Is it so?')],
      ['是吗？', undefined, variantHash('p', 'zh-Hans', '是吗？')],
    ]);
    expect(variantsOf(probe, ['en'])).toEqual([
      { hash: variantHash('p', 'en', 'Is it?'), probe, lang: 'en', prompt: 'Is it?' },
    ]);
  });
});
