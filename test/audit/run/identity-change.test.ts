import { describe, expect, it } from 'vitest';
import { identityChange } from '../../../src/audit/run/identity-change.ts';
import type { Identity } from '../../../src/model/identity.ts';
import { aTarget } from '../../store/records.ts';

const { identity: before } = aTarget('qwen');
const changeOf = (now: Partial<Identity>, then: Partial<Identity> = {}) =>
  identityChange({ ...before, ...then }, { ...before, ...now });

describe('identityChange', () => {
  it('sees no change in another address or in extra fields of the body', () => {
    expect(changeOf({ host: 'elsewhere:1', parameters: { body: { a: 1 } } }, { parameters: { body: {} } })).toEqual({
      changed: [],
      learned: [],
    });
  });

  it('names every field that differs, with both values', () => {
    expect(changeOf({ digest: 'd2', template: '{{ .Other }}' }, { digest: 'd1' }).changed).toEqual([
      'digest: d1 → d2',
      'template: {{ .Prompt }} → {{ .Other }}',
    ]);
    expect(changeOf({ parameters: { top_k: 4 } }, { parameters: { top_k: 40 } }).changed).toEqual([
      'parameters.top_k: 40 → 4',
    ]);
  });

  it('tells what was not known before from what is no longer told', () => {
    const now = { engineBuild: '1.2', details: { size: 7 } };
    expect(changeOf(now)).toEqual({ changed: [], learned: ['engineBuild', 'details.size'] });
    expect(changeOf({ digest: null }, { digest: 'd1' })).toEqual({
      changed: ['digest: d1 → not told now'],
      learned: [],
    });
  });

  it('does not print a long template whole', () => {
    const [line] = changeOf({ template: 'y'.repeat(5_000) }).changed;
    expect(line?.length).toBeLessThan(200);
    expect(line).toContain('(5000 characters)');
  });
});
