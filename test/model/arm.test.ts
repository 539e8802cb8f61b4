import { describe, expect, it } from 'vitest';
import { armedId, armIn, armsOf, levelsOf, MINIMAL_SYSTEM, withoutArm } from '../../src/model/arm.ts';

describe('arms', () => {
  it('are every combination of the levels, the first factor changing slowest', () => {
    const system = [
      { id: 'none', text: null },
      { id: 'minimal', text: MINIMAL_SYSTEM },
    ];
    expect(armsOf({ system, temperature: [0, 0.7] }).map(({ name }) => name)).toEqual([
      'system=none,temperature=0',
      'system=none,temperature=0.7',
      'system=minimal,temperature=0',
      'system=minimal,temperature=0.7',
    ]);
    expect(armsOf({ think: [false, 'high'] })).toEqual([
      { name: 'think=false', think: false },
      { name: 'think=high', think: 'high' },
    ]);
    expect(armsOf({})).toEqual([]);
  });

  it('are read out of the id of a target, and taken off it', () => {
    const id = armedId('qwen3:8b', 'system=none,temperature=0');
    expect(id).toBe('qwen3:8b@system=none,temperature=0');
    expect([armIn(id), withoutArm(id, armIn(id))]).toEqual(['system=none,temperature=0', 'qwen3:8b']);
    expect([armIn('me@home'), armedId(id, armIn(id)), armedId('m', 'treated')]).toEqual([null, id, 'm']);
    expect([...levelsOf('system=none,temperature=0')]).toEqual([
      ['system', 'none'],
      ['temperature', '0'],
    ]);
  });
});
