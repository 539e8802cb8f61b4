import { groupBy } from '../compare/tally.ts';
import { targetLabel } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** What can become of a call, in the order of figures, in words. */
export const PARTS = [
  { id: 'ok', words: 'answered' },
  { id: 'truncated', words: 'cut off' },
  { id: 'provider_filter', words: 'withheld by the service' },
  { id: 'empty', words: 'came empty' },
  { id: 'error', words: 'failed' },
  { id: 'unasked', words: 'never asked' },
] as const;
type DeliveryPart = (typeof PARTS)[number]['id'];

/** Counts of what became of the calls of a model in a language, all roles together. */
export interface DeliveryRow extends Readonly<Record<DeliveryPart, number>> {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  readonly lang: string;
  readonly planned: number;
  readonly unjudged: number;
}

/** One row a run, target and language. */
export function deliveryRows(data: ReportData): DeliveryRow[] {
  return data.runs.flatMap(({ run, summary }) => {
    const totals = summary.rows.filter(({ topic, style, lang }) => topic === null && style === null && lang !== null);
    return [...groupBy(totals, ({ target, lang }) => JSON.stringify([target, lang])).values()].flatMap((roles) => {
      const sum = (field: 'n' | 'delivered' | 'truncated' | 'filtered' | 'empty' | 'errors' | 'unjudged'): number =>
        roles.reduce((total, row) => total + row[field], 0);
      const [one] = roles;
      if (one === undefined) return [];
      const { target, lang } = one;
      return [
        {
          run: run.id,
          target,
          label: targetLabel(data, run.id, target),
          lang: lang ?? '',
          planned: sum('n'),
          ok: sum('delivered') - sum('truncated') - sum('filtered') - sum('empty'),
          truncated: sum('truncated'),
          provider_filter: sum('filtered'),
          empty: sum('empty'),
          error: sum('errors'),
          unasked: sum('n') - sum('delivered') - sum('errors'),
          unjudged: sum('unjudged'),
        },
      ];
    });
  });
}
