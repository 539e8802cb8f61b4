import { describe, expect, it } from 'vitest';
import { daysOf } from '../../src/report/figures.ts';

describe('days from one to another', () => {
  it.each([
    ['2026-11-01T23:00:00Z', '2026-11-01T23:59:59Z', '1 November 2026'],
    ['2026-11-01', '2026-11-20', '1–20 November 2026'],
    ['2026-10-30', '2026-11-02', '30 October – 2 November 2026'],
    ['2025-12-31', '2026-01-01', '31 December 2025 – 1 January 2026'],
  ])('%s to %s are said as short as they can be', (first, last, said) => {
    expect(daysOf(first, last)).toBe(said);
  });
});
