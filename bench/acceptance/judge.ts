import { CRITERIA, type Criterion } from './criteria.ts';
import type { MeasuredCell } from './finding.ts';

/** A criterion with what the cells gave. */
export interface Judged {
  readonly criterion: Criterion;
  /** Cells that were measured. */
  readonly cells: number;
  /** Mean over them; for `width` of the ratios. */
  readonly mean: number;
  /** Share of them that keep the limit; for `width` the ratio of the mean widths. */
  readonly figure: number;
  readonly met: boolean;
  /** The cells that are farthest off, first. */
  readonly worst: readonly { readonly label: string; readonly value: number }[];
}

/** Of criteria that every cell must keep, a cell fails where it is beyond the limit by more than twice what its own audits can tell. */
const OWN_NOISE = 2;

/** How much a slack of one loosens the limit of a width. */
const WIDTH_SLACK = 0.05;

/**
 * Holds measured cells against all criteria; those without a cell are left out. `slack` loosens every limit by so many standard errors,
 * for runs of few audits.
 */
export function judge(cells: readonly MeasuredCell[], slack = 0): Judged[] {
  return CRITERIA.flatMap((criterion: Criterion): Judged[] => {
    const found = cells.flatMap(({ label, findings }) =>
      findings.filter((one) => one.criterion === criterion.id).map((one) => ({ label, ...one })),
    );
    if (found.length === 0) return [];
    const sign = criterion.at === 'least' ? 1 : -1;
    const worst = found.toSorted((a, b) => sign * (a.value - b.value)).slice(0, 5);
    if (criterion.id === 'width') {
      const known = found.filter(({ beside = 0 }) => beside > 0);
      const sum = (of: (one: (typeof known)[number]) => number): number =>
        known.reduce((total, one) => total + of(one), 0);
      const figure = sum(({ value }) => value) / sum(({ beside = 0 }) => beside);
      const ratios = known.map(({ label, value, beside = 1 }) => ({ label, value: value / beside }));
      const widest = ratios.toSorted((a, b) => b.value - a.value).slice(0, 5);
      const mean = ratios.reduce((total, { value }) => total + value, 0) / ratios.length;
      return [
        {
          criterion,
          cells: known.length,
          mean,
          figure,
          met: figure <= criterion.limit * (1 + WIDTH_SLACK * slack),
          worst: widest,
        },
      ];
    }
    const loose = criterion.share === 1 ? Math.max(slack, OWN_NOISE) : slack;
    const keeps = found.filter(
      ({ value, n }) => sign * (value - criterion.limit) >= -1e-9 - loose * noise(criterion, n),
    );
    const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
    const figure = keeps.length / found.length;
    return [{ criterion, cells: found.length, mean, figure, met: figure >= criterion.share - 1e-9, worst }];
  });
}

/** Standard error of what `n` audits tell of a share near a limit, never quite 0; the distance of two ends has that of both. */
function noise({ id, limit }: Criterion, n: number): number {
  if (limit === 0 || limit === 1) return 0;
  if (id === 'foretold') return Math.sqrt(0.25 / Math.max(1, n));
  return Math.sqrt(Math.max(limit * (1 - limit), 0.01) / Math.max(1, n));
}
