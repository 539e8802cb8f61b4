import { describe, expect, it } from 'vitest';
import { formerRelease } from '../../../src/audit/watch/former-release.ts';
import type { KnownRelease } from '../../../src/audit/watch/known-releases.ts';

describe('formerRelease', () => {
  const release = (name: string, more: Partial<KnownRelease> = {}): KnownRelease => ({
    ...{ name, family: 'qwen', digest: null, at: null, first_seen: '2026-11-01T00:00:00.000Z', change: 'known' },
    ...{ was: null, same_as: null, audit: 'none', run: null, former: null, ...more },
  });
  const free = { former: null, byDigest: false };

  it('takes the same size first, then the audited one, then the last', () => {
    const known = [
      release('Qwen/Qwen3-32B', { at: '2026-10-09T00:00:00.000Z', audit: 'done' }),
      release('Qwen/Qwen2.5-8B', { at: '2026-01-09T00:00:00.000Z' }),
      release('Qwen/Qwen3-8B', { at: '2026-09-09T00:00:00.000Z' }),
      release('Llama-8B', { family: 'llama', at: '2026-11-09T00:00:00.000Z' }),
      release('Qwen/Qwen3-0.8B', { at: '2026-11-09T00:00:00.000Z' }),
    ];
    expect(formerRelease(release('Qwen/Qwen4-8B'), known, free)?.name).toBe('Qwen/Qwen3-8B');
    expect(formerRelease(release('Qwen/Qwen4'), known, free)?.name).toBe('Qwen/Qwen3-32B');
    expect(formerRelease(release('Qwen/Qwen4-8B', { family: null }), known, free)).toBeNull();
    expect(formerRelease(release('gemma-8B', { family: 'google' }), known, free)).toBeNull();
  });

  it('takes the model before under the same name where digests name it, and the named one before all', () => {
    const changed = release('Qwen/Qwen3-8B', { change: 'digest', was: 'a1', digest: 'a2' });
    const known = [release('Qwen/Qwen2-8B')];
    expect(formerRelease(changed, known, { former: null, byDigest: true })).toMatchObject({ digest: 'a1' });
    expect(formerRelease(changed, known, free)?.name).toBe('Qwen/Qwen2-8B');
    expect(formerRelease(changed, known, { former: 'pinned', byDigest: true })?.name).toBe('pinned');
  });

  it('takes none that is new itself, or is the same model by another name', () => {
    const known = [release('b', { audit: 'due' }), release('c', { digest: 'd1' }), release('d', { same_as: 'c' })];
    expect(formerRelease(release('a', { digest: 'd1' }), known, free)).toBeNull();
  });
});
