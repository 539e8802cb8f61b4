import type { CriterionId } from './criteria.ts';
import type { AnyScenario } from './scenario.ts';

/** One measured figure of a cell. `n` is the number of audits that it rests on. */
export interface Finding {
  readonly criterion: CriterionId;
  readonly value: number;
  readonly n: number;
  /** For `width`: the mean width of the interval that knows the variance. */
  readonly beside?: number;
}

/** A cell with what was found. */
export interface MeasuredCell {
  readonly kind: AnyScenario['kind'];
  readonly label: string;
  readonly findings: readonly Finding[];
  readonly seconds: number;
}
