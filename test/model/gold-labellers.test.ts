import { describe, expect, it } from 'vitest';
import { shippedCalibrations } from '../../src/audit/calibrate/measured-error.ts';
import { labellersText } from '../../src/model/gold-labellers.ts';

describe('whose labels a measured error rests on', () => {
  it('is never said to be people’s where a machine gave them, or nobody is named', () => {
    expect(labellersText({ annotators: ['language-model'] })).toBe('by language models, not by people');
    expect(labellersText({ annotators: ['Ada', 'Bo'] })).toBe('by 2 annotators');
    expect(labellersText({ annotators: ['Ada', 'judge:m'] })).toBe('by 1 annotator and by language models');
    expect(labellersText({ annotators: [] })).toBe('by whom the file does not say');
    expect(labellersText({})).toBe('by whom the file does not say');
  });

  it('is said of all that ships', () => {
    const said = shippedCalibrations().map(({ gold }) => labellersText(gold));
    expect(new Set(said)).toEqual(new Set(['by language models, not by people']));
  });
});
