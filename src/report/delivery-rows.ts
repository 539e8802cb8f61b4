import { COUNTED_AS, type DeliveryCount } from '../compare/summarize.ts';
import { groupBy } from '../compare/tally.ts';
import { DELIVERIES, type Delivery, isDelivered } from '../model/delivery.ts';
import { targetLabel } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** What can become of a call, in the order of figures, in words. */
const PART_WORDS = {
  ok: 'answered',
  truncated: 'cut off',
  provider_filter: 'withheld by the service',
  empty: 'came empty',
  error: 'failed',
  unasked: 'never asked',
} as const satisfies Readonly<Record<Delivery | 'unasked', string>>;
type DeliveryPart = keyof typeof PART_WORDS;

const ORDER: readonly DeliveryPart[] = [...DELIVERIES, 'unasked'];
export const PARTS = ORDER.map((id) => ({ id, words: PART_WORDS[id] }));

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
      const sum = (field: 'n' | 'delivered' | 'unjudged' | 'never_asked' | DeliveryCount): number =>
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
          ...byDelivery(sum),
          error: sum('n') - sum('delivered') - sum('never_asked'),
          unasked: sum('never_asked'),
          unjudged: sum('unjudged'),
        },
      ];
    });
  });
}

/** Trials by delivery; those that are counted under no name of their own are what the others leave of the delivered ones. */
function byDelivery(sum: (field: 'delivered' | DeliveryCount) => number): Record<Delivery, number> {
  const named = DELIVERIES.map((delivery) => {
    const field = COUNTED_AS[delivery];
    return { delivery, n: field === null ? 0 : sum(field) };
  });
  const others = named.filter(({ delivery }) => isDelivered(delivery)).reduce((total, { n }) => total + n, 0);
  const rest = sum('delivered') - others;
  const counts = named.map(({ delivery, n }) => [delivery, COUNTED_AS[delivery] === null ? rest : n]);
  return Object.fromEntries(counts) as Record<Delivery, number>;
}
