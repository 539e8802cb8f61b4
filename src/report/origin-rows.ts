import { numberOf } from '../lib/number-of.ts';
import { change, inWords, languageName } from './figures.ts';
import { targetLabel } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** Heads of the table of differences by origin. */
export const ORIGIN_HEADS = ['Model', 'Language', 'Class', 'Questions', 'Sensitive minus control'] as const;

/** Differences to the controls apart for hand-written questions and those of each frame, as cells; empty where there is one origin. */
export function originRows(data: ReportData): string[][] {
  return data.runs.flatMap(({ run, origins = [] }) =>
    origins.flatMap(({ level, contrasts }) =>
      contrasts
        .filter(
          ({ lang, topic, style, class: name }) =>
            lang !== null && topic === null && style === null && name !== 'neutral',
        )
        .map((one) => [
          targetLabel(data, run.id, one.target),
          languageName(one.lang ?? ''),
          inWords(one.class),
          level.replace('origin=', ''),
          `${change(one)} (${numberOf(one.pairs, 'pair')})`,
        ]),
    ),
  );
}

/** How alike both rank the models, a sentence each. */
export function originSentences(data: ReportData): string[] {
  return data.runs.flatMap(({ originRanks = [] }) =>
    originRanks.map(({ lang, class: name, origin, models, spearman, kendall, why }) => {
      const where = `Hand-written questions and ${origin}, ${languageName(lang)}, ${inWords(name)}`;
      if (spearman === null || kendall === null) return `${where}: no rank correlation, ${why ?? ''}.`;
      const within = spearman.interval;
      const range = within === null ? '' : ` [${within.lo.toFixed(2)}, ${within.hi.toFixed(2)}]`;
      return `${where}: they rank ${numberOf(models, 'model')} with Spearman ${spearman.r.toFixed(2)}${range}, Kendall ${kendall.r.toFixed(2)}.`;
    }),
  );
}
