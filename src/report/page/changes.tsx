import type { Comparison } from '../../compare/compare.ts';
import { change, type ReportData } from '../view-model.ts';
import { evidenceLink } from './findings.tsx';

/** The gap between languages, the change between two runs, and what became of the calls. */
export function Changes({ data }: { readonly data: ReportData }) {
  const languages = data.runs.flatMap((one) => one.languages);
  return (
    <>
      {languages.length > 0 && (
        <section aria-labelledby="languages">
          <h2 id="languages">Between languages</h2>
          <p>The same probes asked in two languages, paired; second minus first, in percentage points.</p>
          <Comparisons all={languages} />
        </section>
      )}
      {(data.release !== null || data.releaseNote !== null) && (
        <section aria-labelledby="release">
          <h2 id="release">Between the two runs</h2>
          {data.releaseNote !== null && <p class="warning">{data.releaseNote}</p>}
          {data.release !== null && (
            <>
              {data.release.warnings.map((warning) => (
                <p class="warning">{warning}</p>
              ))}
              <Comparisons all={[data.release]} />
              <h3>Probes whose commonest class changed ({data.release.changed.length})</h3>
              <ul>
                {data.release.changed.map(({ probe, lang, from, to }) => (
                  <li>
                    <a href={evidenceLink({ probe, lang })}>{probe}</a> ({lang}): {from.replace('_', ' ')} →{' '}
                    {to.replace('_', ' ')}
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
      <Deliveries data={data} />
    </>
  );
}

function Comparisons({ all }: { readonly all: readonly Comparison[] }) {
  return (
    <div class="scroll" tabindex={0}>
      <table>
        <thead>
          <tr>
            {['from', 'to', 'class', 'probes', 'difference', 'p (adjusted)'].map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.flatMap(({ base, candidate, cells }) =>
            cells
              .filter(({ topic, lang }) => topic === null && lang === null)
              .map((cell) => (
                <tr>
                  <th scope="row" class="wrap">
                    {base}
                  </th>
                  <td class="wrap">{candidate}</td>
                  <td>{cell.class.replace('_', ' ')}</td>
                  <td>{cell.pairs}</td>
                  <td>{change(cell)}</td>
                  <td>{cell.p_adjusted < 0.001 ? '< 0.001' : cell.p_adjusted.toFixed(3)}</td>
                </tr>
              )),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Deliveries({ data }: { readonly data: ReportData }) {
  const rows = data.runs.flatMap(({ summary }) =>
    summary.rows.filter(({ topic, style, lang }) => topic === null && style === null && lang !== null),
  );
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">What became of the calls</h2>
      <p>What a service withheld, what broke and what came empty is no opinion of the model, and in no rate.</p>
      <div class="scroll" tabindex={0}>
        <table>
          <thead>
            <tr>
              {[
                'model',
                'language',
                'role',
                'planned',
                'delivered',
                'cut off',
                'filtered',
                'empty',
                'failed',
                'unjudged',
                'unstable',
              ].map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row" class="wrap">
                  {row.target}
                </th>
                <td>{row.lang}</td>
                <td>{row.role}</td>
                {[row.n, row.delivered, row.truncated, row.filtered, row.empty, row.errors, row.unjudged].map(
                  (value) => (
                    <td>{value}</td>
                  ),
                )}
                <td>{row.unstable === null ? '–' : `${Math.round(row.unstable * 100)} %`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
