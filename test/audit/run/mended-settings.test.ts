import { describe, expect, it } from 'vitest';
import { mendTarget } from '../../../src/audit/run/mended-settings.ts';
import { storedTarget } from '../../../src/config/public-config.ts';
import { smallConfig } from './small-audit.ts';

const configured = (target: object) => {
  const [one] = smallConfig('/nowhere', { baseURL: 'http://127.0.0.1:9/v1', ...target }).targets;
  if (one === undefined) throw new Error('no target');
  return one;
};

/** What becomes of a target stored with some fields where the file now has others. */
function mend(then: object, now: object, older: object = {}): ReturnType<typeof mendTarget> {
  const stored = { ...configured(then).publicSpec, ...older };
  return mendTarget(storedTarget(stored), stored, configured(now));
}

describe('mendTarget', () => {
  it('finds nothing where nothing was changed', () => {
    expect(mend({}, {})).toMatchObject({ taken: [], conflicts: [] });
  });

  it('leaves out what the file does not set, so that the run can be carried on again', () => {
    const bare = mend({}, {}).configured;
    expect(Object.entries(bare.publicSpec).filter(([name, value]) => value === null && name === 'tls')).toEqual([]);
    expect(Object.values(bare.spec)).not.toContain(undefined);
    expect(storedTarget(bare.publicSpec)).not.toHaveProperty('tls');
    const taken = mend({ tls: { ca: '/a.pem' } }, {});
    expect(taken.taken).toEqual(['tls: {"ca":"/a.pem"} → not set']);
    expect(taken.configured.publicSpec).not.toHaveProperty('tls');
    const { publicSpec } = mend({}, { concurrency: 3 }).configured;
    const again = mendTarget(storedTarget(publicSpec), publicSpec, configured({ concurrency: 3 }));
    expect(again).toMatchObject({ taken: [], conflicts: [] });
  });

  it('keeps what the run was stored with where only a default has changed since', () => {
    const { conflicts, configured: kept } = mend(
      {},
      { service: 'deepseek', think: true },
      { service: 'deepseek', think: true },
    );
    expect(conflicts).toEqual([]);
    expect(kept.spec.params.temperature).toBe(0.7);
    expect(mend({ params: { temperature: 0.9 } }, {}).conflicts).toEqual(['params.temperature: 0.9 → 0.7']);
  });

  it('goes on without a budget for thinking where the run began without one', () => {
    const stored = { ...configured({}).publicSpec };
    delete stored.budgeted;
    const { configured: kept, conflicts } = mendTarget(storedTarget(stored), stored, configured({}));
    expect([kept.spec.budgeted, conflicts]).toEqual([undefined, []]);
  });

  it('uses a key that the file now writes out, and tells no secret', () => {
    const { configured: mended, taken } = mend({ apiKey: 'first-key' }, { apiKey: `\${KEY}`, headers: { a: 'b' } });
    expect(mended.spec.apiKey).toBe('sk-very-secret-key');
    expect(taken).toEqual([`apiKey: (hidden) → \${KEY}`, 'headers: {} → {"a":"(hidden)"}']);
  });
});
