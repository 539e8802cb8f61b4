import { groupBy } from '../compare/tally.ts';
import { familyDecisions, HEADLINE_CLASSES, type HeadlineClass } from './family-decisions.ts';
import { change, type Difference, percent, points } from './figures.ts';
import { type FindingRow, markedLanguage } from './finding-rows.ts';
import { modelKey } from './model-groups.ts';
import { isDoubtful } from './model-sentence.ts';

/** Stands behind a figure that unsure verdicts could undo. */
export const DOUBTFUL = ' (unsure)';

/** What a model does in one language. */
export interface WhoCell {
  /** In points more than on controls where that is found; else why no such figure stands. */
  readonly text: string;
  /** The difference with the interval that holds for all sentences together; null: there are no controls. */
  readonly difference: Difference | null;
  /** The whole of it: rates, difference and interval. */
  readonly about: string;
  readonly found: boolean;
}

/** A model that is found to do something, and in which languages. */
export interface WhoRow {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  /** By language, in the order of {@link WhoDoes.langs}; null: nothing was asked. */
  readonly cells: readonly (WhoCell | null)[];
}

/** Which models are found to do one thing more often than on controls, the largest difference first. */
export interface WhoDoes {
  readonly class: HeadlineClass;
  readonly langs: readonly string[];
  readonly models: number;
  /** Models that have controls in some language. */
  readonly compared: number;
  readonly rows: readonly WhoRow[];
}

/** Who refuses and who recites, in which language, by name: what the sentences say of many models, as lists. */
export function whoDoes(rows: readonly FindingRow[]): WhoDoes[] {
  const decide = familyDecisions(rows);
  const langs = [...new Set(rows.map(({ lang }) => lang))].sort();
  const models = groupBy(rows, modelKey);
  return HEADLINE_CLASSES.map((name) => {
    const found = [...models.values()].flatMap((own) => {
      const more = own.flatMap((row) => {
        const contrast = contrastOf(row, name);
        return contrast !== undefined && decide(contrast) === 'more' ? [contrast.diff] : [];
      });
      const [first] = own;
      if (first === undefined || more.length === 0) return [];
      const cells = langs.map((lang) => {
        const row = own.find((one) => one.lang === lang);
        return row === undefined ? null : cellOf(row, name, decide);
      });
      return [{ effect: Math.max(...more), run: first.run, target: first.target, label: first.label, cells }];
    });
    const compared = [...models.values()].filter((own) => own.some((row) => contrastOf(row, name) !== undefined));
    return {
      class: name,
      langs,
      models: models.size,
      compared: compared.length,
      rows: found.sort((a, b) => b.effect - a.effect),
    };
  });
}

function contrastOf({ contrasts }: FindingRow, name: HeadlineClass) {
  return contrasts.find((one) => one.class === name);
}

function cellOf(row: FindingRow, name: HeadlineClass, decide: ReturnType<typeof familyDecisions>): WhoCell {
  const contrast = contrastOf(row, name);
  const language = markedLanguage(row, name);
  if (contrast === undefined) {
    const rate = row.sensitive[name].rate;
    const about = rate === null ? `${language}: nothing judged` : `${language}: ${percent(rate)} without controls`;
    return { text: rate === null ? 'not judged' : 'no controls', about, difference: null, found: false };
  }
  const decision = decide(contrast);
  const figures = `${percent(contrast.sensitive)} against ${percent(contrast.control)} on controls, ${change({ ...contrast, ...contrast.family })} points`;
  return {
    text:
      decision === 'more'
        ? `${points(contrast.diff)}${isDoubtful(row, name, decide) ? DOUBTFUL : ''}`
        : decision === 'less'
          ? 'less often'
          : 'unclear',
    about: `${language}: ${figures}`,
    difference: { ...contrast, ...contrast.family },
    found: decision === 'more',
  };
}
