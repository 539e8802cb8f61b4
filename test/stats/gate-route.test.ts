import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manyToOneAlpha } from '../../src/stats/many-to-one.ts';
import { pairedBounds, pairedClusters } from '../../src/stats/paired-clusters.ts';
import { type RunSpread, runShifts, shiftVariance } from '../../src/stats/run-variance.ts';

type Triple = readonly [number, number, number];
interface Made {
  readonly bounds: readonly {
    readonly clusters: readonly Triple[];
    readonly alpha: number;
    readonly extra: number;
    readonly expected: { readonly effective: number; readonly lo: number; readonly hi: number };
  }[];
  readonly shifts: readonly {
    readonly spreads: readonly (readonly [readonly number[], number, number])[];
    readonly slope: number;
    readonly runs: number;
    readonly expected: number;
  }[];
  readonly looks: readonly {
    readonly alpha: number;
    readonly count: number;
    readonly runs: number;
    readonly expected: number;
  }[];
}

/** Made by bench/gate_check.py (numpy, scipy), which reaches the same figures by other means. */
const made: Made = JSON.parse(readFileSync(new URL('../fixtures/gate-route.json', import.meta.url), 'utf8'));

describe('the second route to the gate', () => {
  it('has the same bounds, the restricted shares found by maximizing the likelihood', () => {
    expect(made.bounds).toHaveLength(7);
    for (const { clusters, alpha, extra, expected } of made.bounds) {
      const found = pairedClusters(
        clusters.map(([pairs, firstOnly, secondOnly]) => ({ pairs, firstOnly, secondOnly })),
      );
      expect(found?.effective).toBeCloseTo(expected.effective, 9);
      const { lo, hi } = found === null ? { lo: 0, hi: 0 } : pairedBounds(found, alpha, extra);
      expect(lo).toBeCloseTo(expected.lo, 6);
      expect(hi).toBeCloseTo(expected.hi, 6);
    }
  });

  it('has the same expected variance between runs within 3 %, by quadrature in place of a grid', () => {
    expect(made.shifts).toHaveLength(3);
    for (const { spreads, slope, runs, expected } of made.shifts) {
      const told = spreads.map(([rates, sampling, own]): RunSpread => ({ rates, sampling, slope: own }));
      expect(Math.abs(shiftVariance(runShifts(told), slope, runs) / expected - 1)).toBeLessThan(0.03);
    }
  });

  it('has the same level for looks that share a baseline', () => {
    for (const { alpha, count, runs, expected } of made.looks) {
      expect(manyToOneAlpha(alpha, count, runs) / expected).toBeCloseTo(1, 6);
    }
  });
});
