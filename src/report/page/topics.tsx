import type { Contrast } from '../../compare/summarize.ts';
import { heatClass } from '../charts/heat-chart.ts';
import { evidenceLink } from '../evidence-link.ts';
import { change, direction, inWords, languageName, points, SHOWN_CLASSES, titled } from '../figures.ts';
import { type HeatColumn, type HeatMap, heatMap } from '../heat-map.ts';
import type { ReportData } from '../view-model.ts';

/** By topic: sensitive minus control for each class, each cell leading to its answers. */
export function Topics({ data }: { readonly data: ReportData }) {
  const maps = SHOWN_CLASSES.map((name) => heatMap(data, name)).filter(({ rows }) => rows.length > 0);
  if (maps.length === 0) return null;
  return (
    <section aria-labelledby="topics">
      <h2 id="topics">By topic</h2>
      <p>
        How much more often each class came back on sensitive questions than on their controls, in percentage points.
        Bold: the 95 % interval, below the figure, leaves 0 out. Few questions stand behind one cell, so intervals are
        wide.
      </p>
      <div class="heat-maps">
        {maps.map((map) => (
          <HeatTable map={map} />
        ))}
      </div>
    </section>
  );
}

/** More columns than these stand as rows. */
const MOST_COLUMNS = 12;

function HeatTable({ map }: { readonly map: HeatMap }) {
  const { class: name, columns, rows } = map;
  const turned = columns.length > MOST_COLUMNS;
  return (
    <section class="scroll" tabindex={0} aria-label={`${inWords(name)} by topic`}>
      <table class={turned ? 'heat turned' : 'heat'}>
        <caption>
          <span class={`swatch ${name}`} /> {titled(name)}
        </caption>
        {turned ? <TurnedHead rows={rows} /> : <Head columns={columns} />}
        <tbody>
          {turned
            ? columns.map((column, i) => (
                <tr>
                  <th scope="row">
                    {column.label} <small>{languageName(column.lang)}</small>
                  </th>
                  {rows.map(({ topic, cells }) => (
                    <HeatCell name={name} topic={topic} column={column} cell={cells[i] ?? null} />
                  ))}
                </tr>
              ))
            : rows.map(({ topic, cells }) => (
                <tr>
                  <th scope="row">{inWords(topic)}</th>
                  {columns.map((column, i) => (
                    <HeatCell name={name} topic={topic} column={column} cell={cells[i] ?? null} />
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
    </section>
  );
}

function TurnedHead({ rows }: Pick<HeatMap, 'rows'>) {
  return (
    <thead>
      <tr>
        <td />
        {rows.map(({ topic }) => (
          <th scope="col">{inWords(topic)}</th>
        ))}
      </tr>
    </thead>
  );
}

function Head({ columns }: Pick<HeatMap, 'columns'>) {
  const models = columns.map(({ run, target }) => JSON.stringify([run, target]));
  return (
    <thead>
      <tr>
        <td rowspan={2} />
        {columns.map(({ label }, i) =>
          models[i] === models[i - 1] ? null : (
            <th scope="colgroup" colspan={models.filter((one) => one === models[i]).length}>
              {label}
            </th>
          ),
        )}
      </tr>
      <tr>
        {columns.map(({ lang }) => (
          <th scope="col">{languageName(lang)}</th>
        ))}
      </tr>
    </thead>
  );
}

function HeatCell(props: {
  readonly name: HeatMap['class'];
  readonly topic: string;
  readonly column: HeatColumn;
  readonly cell: Contrast | null;
}) {
  const { name, topic, column, cell } = props;
  if (cell === null) return <td class="none">–</td>;
  const { run, target, lang } = column;
  const [figure = '', interval = ''] = change(cell).split(/ (?=[[(])/);
  return (
    <td class={`${heatClass(name, cell.diff)} ${direction(cell) === 'unclear' ? '' : 'clear'}`}>
      <a
        href={evidenceLink({ run, target, lang, topic, class: name, with: 'controls' })}
        title={`${cell.pairs} questions with their controls: ${points(cell.diff)}`}
      >
        {figure} <small>{interval}</small>
      </a>
    </td>
  );
}
