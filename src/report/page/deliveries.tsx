import { visible } from '../../lib/visible.ts';
import { SHARE_TICKS } from '../charts/strip.ts';
import { type DeliveryRow, deliveryRows, PARTS } from '../delivery-rows.ts';
import { evidenceLink } from '../evidence-link.ts';
import { failedCalls } from '../failed-calls.ts';
import { counted, languageName, percent, thousands } from '../figures.ts';
import { deliveryLedger } from '../ledgers.ts';
import type { ModelGroup } from '../model-groups.ts';
import type { ReportData } from '../view-model.ts';
import { callCounts, callNoun } from '../what-was-asked.ts';
import { FigureTable, Folded } from './figure.tsx';
import { Ledger } from './ledger.tsx';

/** What became of the calls: what services withheld, what broke, what came empty. */
export function Deliveries({ data, groups }: { readonly data: ReportData; readonly groups: readonly ModelGroup[] }) {
  const rows = deliveryRows(data);
  const { planned, made, withheld, empty, failed } = callCounts(data);
  const noun = callNoun(data);
  const reasons = failedCalls(data);
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">What became of the calls</h2>
      <p>
        Of {counted(made, noun)}
        {made === planned ? '' : ` made, out of ${thousands(planned)} planned`}, the services withheld{' '}
        <Count of="provider_filter" n={withheld} />, <Count of="empty" n={empty} /> came back empty and{' '}
        <Count of="error" n={failed} /> failed.
        {withheld + empty + failed > 0 && ' None of these is an opinion of a model, and none stands in a rate.'}
      </p>
      {reasons.length > 0 && <Reasons lines={reasons} />}
      <Ledger
        name="What became of the calls, by model and language"
        panels={[{ title: 'Shares of all calls that were planned', class: null, ticks: SHARE_TICKS, grid: 'none' }]}
        groups={deliveryLedger(groups, rows)}
      >
        <span class="parts">
          {PARTS.filter(({ id }) => rows.some((row) => row[id] > 0)).map(({ id, words }) => (
            <span>
              <span class={`swatch part-${id}`} /> {words}
            </span>
          ))}
        </span>
      </Ledger>
      <Folded title="The same in figures">
        <FigureTable
          name="Deliveries by model and language"
          caption="Calls; shares of all planned"
          heads={['Model', 'Language', 'Planned', ...PARTS.map(({ words }) => words), 'not judged']}
          rows={rows.map((row) => [
            row.label,
            languageName(row.lang),
            String(row.planned),
            ...PARTS.map(({ id }) => countOf(row, id)),
            String(row.unjudged),
          ])}
        />
      </Folded>
    </section>
  );
}

/** Why calls failed, where the run says. */
function Reasons({ lines }: { readonly lines: readonly string[] }) {
  return (
    <>
      <p>Why no answer came:</p>
      <ul>
        {lines.map((line) => (
          <li>{visible(line)}</li>
        ))}
      </ul>
    </>
  );
}

function countOf(row: DeliveryRow, id: (typeof PARTS)[number]['id']) {
  const { run, target, lang, planned } = row;
  if (row[id] === 0 || id === 'unasked') return String(row[id]);
  return (
    <a href={evidenceLink({ run, target, lang, delivery: id })}>
      {row[id]} ({percent(row[id] / planned)})
    </a>
  );
}

function Count({ of, n }: { readonly of: string; readonly n: number }) {
  return n === 0 ? <>none</> : <a href={evidenceLink({ delivery: of })}>{thousands(n)}</a>;
}
