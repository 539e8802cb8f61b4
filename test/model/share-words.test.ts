import { describe, expect, it } from 'vitest';
import { percentRange, pointsText, tenthPercent, tenthPoints, wholePercent } from '../../src/model/share-words.ts';

describe('shares in words', () => {
  it('are 0 only for nothing and 100 only for everything', () => {
    expect([0, 0.001, 0.004999, 0.005, 0.5, 0.994, 0.995, 0.9999, 1].map(wholePercent)).toEqual([
      '0',
      '< 1',
      '< 1',
      '1',
      '50',
      '99',
      '> 99',
      '> 99',
      '100',
    ]);
  });

  it('have intervals whose ends are not rounded to 0 or 100 but outwards', () => {
    expect([
      percentRange(0, 0.0031),
      percentRange(0.0042, 0.07),
      percentRange(0.9, 0.9962),
      percentRange(0, 1),
    ]).toEqual(['0–0.4', '0.4–7', '90–99.7', '0–100']);
  });

  it('differ by 0 only where they do not differ', () => {
    expect([0, 0.12, -0.03, 0.004, -0.004, 0.0004, 0.00001].map(pointsText)).toEqual([
      '0',
      '+12',
      '−3',
      '+0.4',
      '−0.4',
      '+0.04',
      '+0.01',
    ]);
  });

  it('are 0 only for nothing and 100 only for everything with a decimal too', () => {
    expect([0, 0.0004, 0.0005, 0.05, 0.1234, 0.9994, 0.9996, 1].map(tenthPercent)).toEqual([
      '0',
      '< 0.1',
      '0.1',
      '5',
      '12.3',
      '99.9',
      '> 99.9',
      '100',
    ]);
    expect([0, 0.0423, -0.005, 0.0004, -0.00001, 1].map(tenthPoints)).toEqual([
      '0',
      '+4.2',
      '−0.5',
      '+0.04',
      '−0.01',
      '+100',
    ]);
  });
});
