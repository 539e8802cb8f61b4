import { raw } from 'hono/html';
import { intervalChart } from '../interval-chart.ts';
import { change, type FindingRow, languageName, share } from '../view-model.ts';

const CLASSES = ['refusal', 'official_narrative', 'neutral'] as const;

/** The address of the answers behind a figure. */
export function evidenceLink(wanted: Readonly<Record<string, string>>): string {
  return `#${new URLSearchParams(wanted)}`;
}

/** One sentence a model, the chart, and the same figures as a table. */
export function Findings({ rows }: { readonly rows: readonly FindingRow[] }) {
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">What came back</h2>
      <figure>
        <div class="scroll" tabindex={0}>
          {raw(intervalChart(rows))}
        </div>
        <figcaption>Filled: sensitive probes. Hollow: matched controls. Lines: 95 % intervals.</figcaption>
      </figure>
      {rows.map(({ sentence, sensitive }) => (
        <p>
          {sentence}
          {sensitive.unstable !== null && sensitive.unstable > 0
            ? ` ${Math.round(sensitive.unstable * 100)} % of the questions got answers of more than one class.`
            : ''}
        </p>
      ))}
      <div class="scroll" tabindex={0}>
        <table>
          <caption>Share of judged answers; difference: sensitive minus matched control, in percentage points</caption>
          <thead>
            <tr>
              {['model', 'language', 'class', 'sensitive', 'control', 'difference'].map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.flatMap(({ run, target, lang, sensitive, control, contrasts }) =>
              CLASSES.map((name) => {
                const contrast = contrasts.find((one) => one.class === name);
                return (
                  <tr>
                    <th scope="row" class="wrap">
                      {target}
                    </th>
                    <td>{languageName(lang)}</td>
                    <td>{name.replace('_', ' ')}</td>
                    <td>
                      <a href={evidenceLink({ run, target, lang, class: name, role: 'sensitive' })}>
                        {share(sensitive[name])}
                      </a>
                    </td>
                    <td>
                      {control === null ? (
                        '–'
                      ) : (
                        <a href={evidenceLink({ run, target, lang, class: name, role: 'control' })}>
                          {share(control[name])}
                        </a>
                      )}
                    </td>
                    <td>{contrast === undefined ? '–' : change(contrast)}</td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
