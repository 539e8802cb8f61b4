import type { Contrast } from '../compare/contrast.ts';
import { headlineOf } from '../compare/headlines.ts';
import { holm } from '../stats/holm.ts';
import { LEVEL } from '../stats/interval.ts';
import { direction } from './figures.ts';
import type { FindingRow } from './finding-rows.ts';

/** The classes that sentences speak of. */
export const HEADLINE_CLASSES = ['refusal', 'official_narrative'] as const;
export type HeadlineClass = (typeof HEADLINE_CLASSES)[number];

/** What may be said of a difference to the controls. */
export type Decision = 'more' | 'less' | 'unclear';

/**
 * Decides what the sentences of a report may say. They are one family: the chance of any false `more` or `less` is at most 5 %, by the step-down maxT
 * in which all contrasts of the report were corrected; where a labelled sample carries some of the differences, whose p comes from no flips,
 * by Holm (1979) over every model, language and class in the sentences. A difference without a p is unclear.
 */
export function familyDecisions(rows: readonly FindingRow[]): (contrast: Contrast) => Decision {
  if (rows.every(({ byLabels }) => byLabels.length === 0)) {
    return (contrast) => {
      const said = headlineOf(contrast);
      return said === 'untested' ? 'unclear' : said;
    };
  }
  const family = rows.flatMap(({ contrasts }) =>
    contrasts.filter(({ class: name, p }) => p !== null && HEADLINE_CLASSES.some((one) => one === name)),
  );
  const adjusted = holm(family.map(({ p }) => p ?? 1));
  const decided = new Map(
    family.map((one, i) => [one, (adjusted[i] ?? 1) <= 1 - LEVEL ? direction(one) : 'unclear'] as const),
  );
  return (contrast) => decided.get(contrast) ?? 'unclear';
}

/** What the sentences' "more" and "less" rest on. */
export const FAMILY_NOTE =
  '“More often” and “less often” are said where the sentences of all models together bear it (one family, 5 %); a single interval can leave out 0 and still not be enough. Intervals in sentences hold for all of them together, and so are wider than those in tables, which hold each for itself.';
