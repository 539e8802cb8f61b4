import { raw } from 'hono/html';
import {
  axis,
  differenceScale,
  differenceTicks,
  pointerLink,
  reachOf,
  STRIP,
  strip,
  stripDot,
} from '../charts/strip.ts';
import { HEADLINE_CLASSES } from '../family-decisions.ts';
import { change, direction, inWords, languageName, titled } from '../figures.ts';
import { areMany, type GroupedModel, type ModelGroup } from '../model-groups.ts';
import type { ReportData } from '../view-model.ts';
import { ModelName } from './model-name.tsx';

/** One line of a small multiple: a model, or a family whose models are marks on it. */
interface Line {
  readonly title: string;
  readonly models: readonly GroupedModel[];
}

/** A small chart a topic, all with the same lines and axis: refusal over official narrative, a mark a model and language. */
export function TopicMultiples({
  data,
  groups,
}: {
  readonly data: ReportData;
  readonly groups: readonly ModelGroup[];
}) {
  const all = groups.flatMap(({ models }) => models);
  const many = areMany(all);
  const lines: Line[] = many
    ? groups.map(({ title, models }) => ({ title: title ?? '', models }))
    : all.map((model) => ({ title: model.label, models: [model] }));
  const contrasts = data.runs.flatMap(({ run, summary }) =>
    summary.contrasts
      .filter(({ topic, style, lang, class: name }) => {
        return topic !== null && style === null && lang !== null && HEADLINE_CLASSES.some((one) => one === name);
      })
      .map((contrast) => ({ ...contrast, run: run.id })),
  );
  const topics = [...new Set(contrasts.map(({ topic }) => topic ?? ''))].sort();
  const reach = reachOf(contrasts.map(({ diff }) => diff));
  const scale = differenceScale(reach);
  const drawn = (topic: string, { models }: Line): string =>
    models
      .flatMap(({ run, target, label }) =>
        contrasts
          .filter((one) => one.topic === topic && one.run === run && one.target === target)
          .map((one) => {
            const name = one.class === 'refusal' ? 'refusal' : 'official_narrative';
            const y = name === 'refusal' ? STRIP.main : STRIP.below;
            const filled = direction(one) !== 'unclear';
            const said = `${label}, ${languageName(one.lang)}: ${inWords(name)} ${change(one)}`;
            const wanted = { run, target, lang: one.lang, topic, class: name, with: 'controls' };
            return pointerLink(wanted, said, stripDot(name, filled, scale(one.diff), y));
          }),
      )
      .join('');
  return (
    <figure>
      <div class="multiples" aria-hidden="true">
        {topics.map((topic) => (
          <div class="multiple">
            <div class="topic">{titled(topic)}</div>
            {lines.map((one) => (
              <div class="line" {...(many ? {} : { 'data-model': one.title })}>
                <div class="name">
                  <ModelName name={one.title} />
                </div>
                <div class="panel differences">{raw(strip(drawn(topic, one)))}</div>
              </div>
            ))}
            <div class="line">
              <div class="name" />
              {raw(axis(differenceTicks(reach)))}
            </div>
          </div>
        ))}
      </div>
      <figcaption>
        A small chart a topic,{' '}
        {many ? 'a line a family, a mark a model and language' : 'a line a model, a mark a language'}: circles above
        refusal, squares below official narrative; in points more often than on controls. Filled: the interval leaves 0
        out. The same in figures, for keyboards and screen readers too, in the tables below.
      </figcaption>
    </figure>
  );
}
