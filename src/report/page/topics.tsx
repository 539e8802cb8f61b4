import { evidenceLink } from '../evidence-link.ts';
import { change, direction, inWords, languageName, points, SHOWN_CLASSES, titled } from '../figures.ts';
import { type HeatMap, heatClass, heatMap } from '../heat-map.ts';
import { areMany, type GroupedModel, type ModelGroup, modelKey } from '../model-groups.ts';
import type { ReportData } from '../view-model.ts';
import { Folded } from './figure.tsx';
import { ModelName } from './model-name.tsx';
import { TopicMultiples } from './topic-multiples.tsx';

/** By topic: sensitive minus control for each class, each cell leading to its answers. */
export function Topics({ data, groups }: { readonly data: ReportData; readonly groups: readonly ModelGroup[] }) {
  const maps = SHOWN_CLASSES.map((name) => heatMap(data, name)).filter(({ rows }) => rows.length > 0);
  if (maps.length === 0) return null;
  const cells = maps.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  const bare = cells.every((cell) => cell === null || cell.lo === null);
  return (
    <section aria-labelledby="topics">
      <h2 id="topics">By topic</h2>
      <p>
        How much more often each class came back on sensitive questions than on their controls, in percentage points.{' '}
        {bare
          ? 'So few questions stand behind one cell that none has an interval: read them as counts, not as findings.'
          : 'Bold: the 95 % interval leaves 0 out. Few questions stand behind one cell, so intervals are wide.'}
      </p>
      <TopicMultiples data={data} groups={groups} />
      {maps.map((map) =>
        areMany(groups.flatMap(({ models }) => models)) ? (
          <Folded title={`${titled(map.class)}, model by model`}>
            <HeatTable map={map} groups={groups} bare={bare} />
          </Folded>
        ) : (
          <HeatTable map={map} groups={groups} bare={bare} />
        ),
      )}
    </section>
  );
}

/** A row a model, with its languages side by side below each topic. */
function HeatTable(props: { readonly map: HeatMap; readonly groups: readonly ModelGroup[]; readonly bare: boolean }) {
  const { map, groups, bare } = props;
  const { class: name, columns, rows } = map;
  const langs = [...new Set(columns.map(({ lang }) => lang))];
  const places = new Map(columns.map((column, i) => [modelKey(column) + column.lang, i]));
  return (
    <section class="scroll" tabindex={0} aria-label={`${inWords(name)} by topic`}>
      <table class="heat">
        <caption>
          <span class={`swatch ${name}`} /> {titled(name)}
        </caption>
        <thead>
          <tr>
            <td rowspan={langs.length > 1 ? 2 : 1} />
            {rows.map(({ topic }) => (
              <th scope="colgroup" colspan={langs.length}>
                {inWords(topic)}
              </th>
            ))}
          </tr>
          {langs.length > 1 && (
            <tr>
              {rows.flatMap(() =>
                langs.map((lang) => (
                  <th scope="col">
                    <abbr title={languageName(lang)}>{lang}</abbr>
                  </th>
                )),
              )}
            </tr>
          )}
        </thead>
        {groups.map(({ title, models }) => (
          <tbody>
            {title !== null && (
              <tr class="family">
                <th scope="rowgroup" colspan={1 + rows.length * langs.length}>
                  {title}
                </th>
              </tr>
            )}
            {models.map((model) => (
              <tr data-model={model.label}>
                <th scope="row">
                  <ModelName name={model.label} />
                </th>
                {rows.flatMap(({ topic, cells }) =>
                  langs.map((lang) => {
                    const at = places.get(modelKey(model) + lang);
                    const cell = at === undefined ? null : (cells[at] ?? null);
                    return <HeatCell name={name} topic={topic} lang={lang} model={model} cell={cell} bare={bare} />;
                  }),
                )}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function HeatCell(props: {
  readonly name: HeatMap['class'];
  readonly topic: string;
  readonly lang: string;
  readonly model: GroupedModel;
  readonly cell: HeatMap['rows'][number]['cells'][number];
  readonly bare: boolean;
}) {
  const { name, topic, lang, model, cell, bare } = props;
  if (cell === null) return <td class="none">–</td>;
  const { run, target } = model;
  const interval = change(cell).split(/ (?=[[(])/)[1] ?? '';
  return (
    <td class={`${heatClass(name, cell.diff)} ${direction(cell) === 'unclear' ? '' : 'clear'}`}>
      <a href={evidenceLink({ run, target, lang, topic, class: name, with: 'controls' })}>
        {points(cell.diff)}
        {!bare && <small> {interval}</small>}
      </a>
    </td>
  );
}
