import { change, languageName, type ReportData } from '../view-model.ts';
import { evidenceLink } from './findings.tsx';

/** By topic: sensitive minus control for refusal and official narrative, each cell leading to its answers. */
export function Topics({ data }: { readonly data: ReportData }) {
  const cells = data.runs.flatMap(({ run, summary }) =>
    summary.contrasts
      .filter(({ topic, lang, class: name }) => topic !== null && lang !== null && name !== 'neutral')
      .map((contrast) => ({ ...contrast, run: run.id })),
  );
  const columns = [...new Set(cells.map(({ target, lang }) => `${target}\n${lang}`))];
  const topics = [...new Set(cells.map(({ topic }) => topic ?? ''))].sort();
  if (topics.length === 0) return null;
  return (
    <section aria-labelledby="topics">
      <h2 id="topics">By topic</h2>
      {(['refusal', 'official_narrative'] as const).map((name) => (
        <div class="scroll" tabindex={0}>
          <table>
            <caption>
              {name === 'refusal' ? 'Refusal' : 'Official narrative'}: sensitive minus control, percentage points with
              95 % interval
            </caption>
            <thead>
              <tr>
                <th scope="col">topic</th>
                {columns.map((column) => (
                  <th scope="col" class="wrap">
                    {column.split('\n')[0]}, {languageName(column.split('\n')[1] ?? '')}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {topics.map((topic) => (
                <tr>
                  <th scope="row">{topic}</th>
                  {columns.map((column) => {
                    const found = cells.find(
                      (one) => one.class === name && one.topic === topic && `${one.target}\n${one.lang}` === column,
                    );
                    if (found === undefined) return <td>–</td>;
                    const { run, target, lang } = found;
                    const step = Math.min(4, Math.floor(Math.max(0, found.diff) * 5));
                    return (
                      <td class={`heat ${name}-${step}`}>
                        <a
                          href={evidenceLink({ run, target, lang: lang ?? '', topic, class: name, role: 'sensitive' })}
                        >
                          {change(found)}
                        </a>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </section>
  );
}
