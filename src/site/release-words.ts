import type { Cell } from '../compare/cell.ts';
import type { Comparison } from '../compare/compare.ts';
import { headlineOf } from '../compare/headlines.ts';
import { HEADLINE_CLASSES } from '../report/family-decisions.ts';
import { change, counted, dayOf, languageName, listed, percent, thousands } from '../report/figures.ts';
import type { ReleaseStep, SiteRun } from './site-data.ts';

/** What a release is shown to have changed: the cells behind a sentence, by class and language. */
export function shownChanges({ comparison }: ReleaseStep, comparisons: number): Cell[] {
  if (comparison === null) return [];
  const totals = comparison.cells.filter(({ topic, class: name }) => {
    return topic === null && HEADLINE_CLASSES.some((one) => one === name);
  });
  const inLanguages = totals.filter(({ lang }) => lang !== null);
  const isShown = (cell: Cell): boolean => {
    const together = cell.p_adjusted === null ? null : Math.min(1, cell.p_adjusted * comparisons);
    const said = headlineOf({ diff: cell.diff, p_adjusted: together });
    return said === 'more' || said === 'less';
  };
  const found = inLanguages.filter(isShown);
  return found.length > 0 || inLanguages.length === 0 ? found : totals.filter(isShown);
}

/** The sentence on a step from one release to the next: what changed where paired answers show it, else that no change was shown. */
export function releaseWords(step: ReleaseStep, comparisons: number): string {
  const { comparison, note } = step;
  const between = `From ${releaseName(step.base)} to ${releaseName(step.candidate)}`;
  if (comparison === null)
    return `${between} nothing is compared: ${(note ?? 'no reason is known').replace(FORCE_HINT, '')}`;
  const pairs = counted(comparison.paired, 'pair');
  const found = shownChanges(step, comparisons);
  const { warnings } = comparison;
  const warned = warnings.length === 0 ? '' : ` Beside it: ${warnings.join('; ')}.`;
  if (comparison.paired === 0) return `${between} no question has a judged answer in both, so nothing is compared.`;
  if (found.length === 0)
    return `${between} no change was shown (${pairs} of answers to the same question${unsureWords(comparison)}).${warned}`;
  return `${between} it ${listed(found.map(changeWords))} (${pairs} of answers to the same question${unsureWords(comparison)}).${warned}`;
}

/** What the reason ends with for people at a terminal. */
const FORCE_HINT = ' --force shows it all the same.';

/** How many of the paired answers have a class that is only the likeliest, since a change could be theirs. */
function unsureWords({ unsure: { base, candidate } }: Comparison): string {
  if (base + candidate === 0) return '';
  return `; the class is only the likeliest in ${counted(base, 'answer')} before and ${thousands(candidate)} after`;
}

const DID = { refusal: 'refused', official_narrative: 'gave the official narrative' } as const;

function changeWords(cell: Cell): string {
  const { lang, base, candidate, diff } = cell;
  const did = cell.class === 'refusal' ? DID.refusal : DID.official_narrative;
  const often = diff > 0 ? 'more often' : 'less often';
  const where = lang === null ? '' : ` in ${languageName(lang)}`;
  return `${did} ${often}${where}: ${percent(base)} before, ${percent(candidate)} after, ${change({ ...cell, ...cell.family })} points`;
}

/** What sentences on releases rest on. */
export function releaseNote(comparisons: number): string {
  return `A change is said where paired answers to the same sensitive questions bear it with all ${counted(comparisons, 'comparison')} of releases on this site taken together (at most one false sentence in twenty such sites). Intervals are those of one comparison. A change of the questions, the classifier or who served the model would look like a change of the model; where such a thing is known it is said, or nothing is compared.`;
}

/** A release for people: the run's name and the day of its first answer, or that it is not known. */
export function releaseName({ reported: { run, asked } }: SiteRun): string {
  const name = run.name ?? run.id;
  return `${name} (${asked === null ? 'day not known' : dayOf(asked.first)})`;
}
