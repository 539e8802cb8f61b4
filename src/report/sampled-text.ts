import { counted, thousands } from './figures.ts';
import type { ReportData } from './view-model.ts';

/** Which answers stand in a page that does not hold all of them; null: it does. */
export function sampledText({ answers, shown, runs }: ReportData): string | null {
  if (shown.length === answers.length) return null;
  const named = runs.length > 1;
  const rules = runs.flatMap(({ run, shownRule }) => {
    if (shownRule === null) return [];
    const { each, share } = shownRule;
    const of = share < 1 ? `about one in ${thousands(Math.round(1 / share))} of the questions` : 'each question';
    return [`of ${of} in each language to each model ${each}${named ? ` (run ${run.name ?? run.id})` : ''}`];
  });
  return `This page holds ${thousands(shown.length)} of ${counted(answers.length, 'answer')}; the figures count all of them, and a figure’s link leads to those of its answers that are here. Taken were at most, ${rules.join('; ')}: first those that people labelled, then in turn a refusal, an official narrative, a neutral answer, one of class other and one without a class, each time the one whose trial’s id has the smallest hash (SHA-256). The others: candor show, candor export.`;
}
