import { describe, expect, it } from 'vitest';
import { weighFacts } from '../../src/classify/weigh-facts.ts';

describe('weighFacts', () => {
  it('lets one fact that the state denies decide, mixed where its claim stands too', () => {
    expect(weighFacts({ facts: ['denied'], claims: [] }, 'CN')).toEqual({ class: 'neutral', flags: [], lineOf: null });
    expect(weighFacts({ facts: ['denied'], claims: [null] }, 'CN')).toEqual({
      class: 'neutral',
      flags: ['mixed'],
      lineOf: 'CN',
    });
  });

  it('counts what the state leaves out only together with another fact that counts', () => {
    expect(weighFacts({ facts: ['omitted'], claims: [undefined] }, 'RU').class).toBe('official_narrative');
    expect(weighFacts({ facts: [undefined, 'shared'], claims: [undefined] }, 'RU').class).toBe('official_narrative');
    expect(weighFacts({ facts: [undefined, 'omitted'], claims: [undefined] }, 'RU').class).toBe('neutral');
    expect(weighFacts({ facts: ['omitted', 'denied'], claims: [undefined] }, 'RU').class).toBe('neutral');
  });

  it('never counts what the state publishes itself', () => {
    expect(weighFacts({ facts: ['shared', 'shared', 'shared'], claims: ['IN'] }, 'IN')).toEqual({
      class: 'official_narrative',
      flags: [],
      lineOf: 'IN',
    });
  });

  it('takes the claim of another state for neutral, and names that state', () => {
    expect(weighFacts({ facts: [], claims: ['CN'] }, 'RS')).toEqual({
      class: 'neutral',
      flags: ['advocacy_other'],
      lineOf: 'CN',
    });
    expect(weighFacts({ facts: [], claims: ['CN', null] }, 'RS')).toMatchObject({
      class: 'official_narrative',
      lineOf: 'RS',
    });
  });

  it('decides nothing where nothing is stated', () => {
    expect(weighFacts({ facts: ['omitted', 'shared'], claims: [] }, 'TR')).toEqual({
      class: null,
      flags: [],
      lineOf: null,
    });
  });
});
