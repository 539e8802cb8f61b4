import type { Contrast, Rate, SummaryRow } from '../compare/summarize.ts';
import type { TargetRecord } from '../model/run.ts';
import { type NameOf, targetNames } from '../model/target-names.ts';
import { type FigureLine, figureLine } from './figure-line.ts';
import { languageName, SHOWN_CLASSES, type ShownClass } from './figures.ts';
import { BY_LABELS } from './label-words.ts';
import type { ReportedRun } from './view-model.ts';

/** The rates of one model in one language beside its controls. */
export interface FindingRow {
  readonly run: string;
  readonly target: string;
  /** The target, with its run where there are several. */
  readonly label: string;
  readonly lang: string;
  readonly sensitive: SummaryRow;
  readonly control: SummaryRow | null;
  readonly contrasts: readonly Contrast[];
  /** The rates of sensitive questions as the classifier found them. */
  readonly found: SummaryRow;
  /** The same of controls, all of them and not only those of pairs. */
  readonly foundControl: SummaryRow | null;
  /** Classes whose figures above are by the labelled sample, all of them; the others are what the classifier found. */
  readonly byLabels: readonly ShownClass[];
}

/** A row's language with the mark of figures by labels, where a class has them. */
export function markedLanguage({ lang, byLabels }: Pick<FindingRow, 'lang' | 'byLabels'>, name: ShownClass): string {
  return byLabels.includes(name) ? `${languageName(lang)} ${BY_LABELS}` : languageName(lang);
}

/** What stands for the rate of controls where a row has no pairs: how many were left out, where any were. */
export function noControls({
  control,
  sensitive,
}: {
  readonly control: unknown;
  readonly sensitive: Pick<SummaryRow, 'pairs_left_out'>;
}): string {
  const out = sensitive.pairs_left_out;
  if (out > 0) return `${out} left out`;
  return control === null ? 'no controls' : 'no pairs';
}

/** One row a run, target and language. */
export function findingRows({
  runs,
}: {
  readonly runs: readonly (NamedRun & Pick<ReportedRun, 'summary'>)[];
}): FindingRow[] {
  return runs.flatMap(({ run, summary: { rows, contrasts } }) => {
    const totals = rows.filter(({ topic, style, lang }) => topic === null && style === null && lang !== null);
    return totals
      .filter(({ role }) => role === 'sensitive')
      .map((sensitive): FindingRow => {
        const { target } = sensitive;
        const lang = sensitive.lang ?? '';
        const control = totals.find((row) => row.role === 'control' && row.target === target && row.lang === lang);
        const own = contrasts.filter(
          (one) => one.target === target && one.lang === lang && one.topic === null && one.style === null,
        );
        return {
          run: run.id,
          target,
          label: targetLabel({ runs }, run.id, target),
          lang,
          ...standingFigures(sensitive, control ?? null, own),
          found: sensitive,
          foundControl: control ?? null,
        };
      });
  });
}

/** The figures that stand, class by class: by the labelled sample where it carries a whole line, else as the classifier found them. */
function standingFigures(
  sensitive: SummaryRow,
  control: SummaryRow | null,
  contrasts: readonly Contrast[],
): Pick<FindingRow, 'sensitive' | 'control' | 'contrasts' | 'byLabels'> {
  const lines = SHOWN_CLASSES.map((name) => {
    const contrast = contrasts.find((one) => one.class === name) ?? null;
    return { name, contrast, line: figureLine(sensitive, control, contrast, name) };
  });
  const rates = (of: (line: FigureLine) => Rate | null) =>
    Object.fromEntries(lines.map(({ name, line }) => [name, of(line)])) as Pick<SummaryRow, ShownClass>;
  const replaced = new Map(lines.map(({ contrast, line }) => [contrast, line.contrast]));
  return {
    sensitive: { ...sensitive, ...rates(({ sensitive: rate }) => rate) },
    control: control === null ? null : { ...control, ...rates(({ control: rate }) => rate) },
    contrasts: contrasts.map((one) => replaced.get(one) ?? one),
    byLabels: lines.filter(({ line }) => line.byLabels).map(({ name }) => name),
  };
}

const RUN_MARK = ' · ';

/** A run as far as the names in it go; without targets, those that stand in it are names already. */
type NamedRun = Pick<ReportedRun, 'run'> & Partial<Pick<ReportedRun, 'targets'>>;

/** A target's name in figures: with the run's name where there are several runs. */
export function targetLabel({ runs }: { readonly runs: readonly NamedRun[] }, run: string, target: string): string {
  const found = runs.find((one) => one.run.id === run);
  const name = nameWithin(found?.targets, target);
  return runs.length < 2 ? name : `${name}${RUN_MARK}${found?.run.name ?? run}`;
}

/** What people read of the targets of a report, whatever the run. */
export function modelNames({ runs }: { readonly runs: readonly Pick<ReportedRun, 'targets'>[] }): NameOf {
  return targetNames(...runs.map(({ targets }) => targets));
}

/** Lists of targets are read again and again, and do not change. */
const NAMES = new WeakMap<readonly TargetRecord[], NameOf>();

function nameWithin(targets: readonly TargetRecord[] | undefined, target: string): string {
  if (targets === undefined) return target;
  const nameOf = NAMES.get(targets) ?? targetNames(targets);
  NAMES.set(targets, nameOf);
  return nameOf(target);
}
