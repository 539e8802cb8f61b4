import { describe, expect, it } from 'vitest';
import { passesOver, weighFacts } from '../../src/classify/weigh-facts.ts';

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
      flags: ['advocacy_other'],
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

describe('passesOver', () => {
  const listed = [
    { kind: 'denied', told: false },
    { kind: 'shared', told: true },
  ] as const;

  it('is silence where none of what the state denies or leaves out is told', () => {
    expect(passesOver(listed, 'factual')).toBe(true);
    expect(passesOver([{ kind: null, told: false }], 'indirect')).toBe(true);
    expect(passesOver([...listed, { kind: 'omitted', told: true }], 'factual')).toBe(false);
    expect(passesOver([{ kind: 'shared', told: false }], 'factual')).toBe(false);
    expect(passesOver([], 'factual')).toBe(false);
  });

  it('is none where the question asked for no facts', () => {
    for (const style of ['contested', 'opinion', 'write'] as const) expect(passesOver(listed, style)).toBe(false);
    expect(passesOver(listed, null)).toBe(true);
  });
});
