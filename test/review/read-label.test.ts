import { describe, expect, it } from 'vitest';
import { readLabel } from '../../src/review/read-label.ts';

function read(fields: Readonly<Record<string, string>>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return readLabel(form, 'It was always ours.');
}

describe('readLabel', () => {
  it('reads whose line it is in either case, and none where nothing is written', () => {
    expect(read({ class: 'official_narrative', line_of: ' ru ' })).toMatchObject({ line_of: 'RU' });
    expect(read({ class: 'neutral', line_of: '' })).toMatchObject({ line_of: null });
    expect(read({ class: 'neutral' })).toMatchObject({ line_of: null });
  });

  it('refuses what names no state', () => {
    expect(read({ class: 'neutral', line_of: 'Russia' })).toContain('two letters of a state');
  });
});
