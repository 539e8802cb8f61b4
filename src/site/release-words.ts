import type { Cell } from '../compare/cell.ts';
import type { Comparison } from '../compare/compare.ts';
import { headlineOf } from '../compare/headlines.ts';
import { HEADLINE_CLASSES } from '../report/family-decisions.ts';
import { change, counted, daysOf, languageName, listed, percent, thousands } from '../report/figures.ts';
import type { Compared, FamilyPair, ReleaseStep, SiteRun } from './site-data.ts';

/** What a release is shown to have changed: the cells behind a sentence, by class and language. */
export function shownChanges({ comparison }: Compared, comparisons: number): Cell[] {
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
  const between = `From ${releaseName(step.base)} to ${releaseName(step.candidate)}`;
  return sentenceOf(step, comparisons, {
    uncompared: `${between} nothing is compared`,
    unshown: `${between} no change was shown`,
    shown: `${between} it`,
    sides: (base, candidate) => `${base} before, ${candidate} after`,
    unsure: ['before', 'after'],
  });
}

/** The same on two models of a family that were asked side by side; which came first is not said. */
export function pairWords(pair: FamilyPair, comparisons: number): string {
  const { run, base, candidate } = pair;
  const together = `asked side by side in ${releaseName(run)}`;
  return sentenceOf(pair, comparisons, {
    uncompared: `${candidate.name} and ${base.name}, ${together}: nothing is compared`,
    unshown: `Between ${candidate.name} and ${base.name}, ${together}, no difference was shown`,
    shown: `${candidate.name}, held against ${base.name}, ${together},`,
    sides: (of, own) => `${own} against ${of}`,
    unsure: [`of ${base.name}`, `of ${candidate.name}`],
  });
}

/** How a sentence on two sides goes on in each case. */
interface SentenceParts {
  readonly uncompared: string;
  readonly unshown: string;
  readonly shown: string;
  readonly sides: (base: string, candidate: string) => string;
  readonly unsure: readonly [base: string, candidate: string];
}

function sentenceOf(compared: Compared, comparisons: number, parts: SentenceParts): string {
  const { comparison, note } = compared;
  if (comparison === null) return `${parts.uncompared}: ${(note ?? 'no reason is known').replace(FORCE_HINT, '')}`;
  if (comparison.paired === 0) return `${parts.uncompared}: no question has a judged answer in both.`;
  const found = shownChanges(compared, comparisons);
  const said =
    found.length === 0 ? parts.unshown : `${parts.shown} ${listed(found.map((cell) => changeWords(cell, parts)))}`;
  const { warnings } = comparison;
  const warned = warnings.length === 0 ? '' : ` Beside it: ${warnings.join('; ')}.`;
  return `${said} (${counted(comparison.paired, 'pair')} of answers to the same question${unsureWords(comparison, parts)}).${warned}`;
}

/** What the reason ends with for people at a terminal. */
const FORCE_HINT = ' --force shows it all the same.';

/** How many of the paired answers have a class that is only the likeliest, since a change could be theirs. */
function unsureWords({ unsure: { base, candidate } }: Comparison, { unsure: [of, own] }: SentenceParts): string {
  if (base + candidate === 0) return '';
  return `; the class is only the likeliest in ${counted(base, 'answer')} ${of} and ${thousands(candidate)} ${own}`;
}

const DID = { refusal: 'refused', official_narrative: 'gave the official narrative' } as const;

function changeWords(cell: Cell, { sides }: SentenceParts): string {
  const { lang, base, candidate, diff } = cell;
  const did = cell.class === 'refusal' ? DID.refusal : DID.official_narrative;
  const often = diff > 0 ? 'more often' : 'less often';
  const where = lang === null ? '' : ` in ${languageName(lang)}`;
  return `${did} ${often}${where}: ${sides(percent(base), percent(candidate))}, ${change({ ...cell, ...cell.family })} points`;
}

/** What sentences on releases rest on. */
export function releaseNote(comparisons: number): string {
  return `A change is said where paired answers to the same sensitive questions bear it with all ${counted(comparisons, 'comparison')} of releases and of models asked side by side on this site taken together (at most one false sentence in twenty such sites). Intervals are those of one comparison. A change of the questions, the classifier or who served the model would look like a change of the model; where such a thing is known it is said, or nothing is compared.`;
}

/** A release for people: the run's name and the days of its answers, or that it is not known. */
export function releaseName({ reported: { run, asked } }: SiteRun): string {
  const name = run.name ?? run.id;
  return `${name} (${asked === null ? 'day not known' : daysOf(asked.first, asked.last)})`;
}
