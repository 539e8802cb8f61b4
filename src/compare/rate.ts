import type { Interval } from '../stats/interval.ts';

/** A rate of `k` in `n` judged answers; the rate is null where nothing was judged. */
export interface Rate {
  readonly k: number;
  readonly n: number;
  readonly rate: number | null;
  /** The 95 % interval for the row's estimand; null where there is none. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Why there is no interval; null: there is one. */
  readonly why: string | null;
  /** Clusters of probes that hang together. */
  readonly clusters: number;
  /** The 95 % interval for these very questions, whatever the estimand; null where nothing was judged. */
  readonly these: Interval | null;
}

/** The rate of no answers. */
export const NOTHING_JUDGED: Rate = {
  k: 0,
  n: 0,
  rate: null,
  lo: null,
  hi: null,
  why: 'nothing was judged',
  clusters: 0,
  these: null,
};
