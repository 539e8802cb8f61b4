import { type Decision, familyDecisions, HEADLINE_CLASSES, type HeadlineClass } from './family-decisions.ts';
import {
  change,
  counted,
  inWords,
  languageName,
  listed,
  percent,
  type ShownClass,
  share,
  thousands,
  titled,
} from './figures.ts';
import type { FindingRow } from './finding-rows.ts';

/** What a clause rests on, language by language. */
export interface ClauseFigures {
  readonly class: ShownClass;
  readonly parts: readonly { readonly lang: string; readonly text: string }[];
}

/** Whether a model is shown to do something, in any language. */
type Shown = Readonly<Record<HeadlineClass, boolean>>;

/** One finding a model: what it says, and the figures that it rests on. */
export interface ModelFinding {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  /** What follows the model's name, without the full stop. */
  readonly says: string;
  readonly figures: readonly ClauseFigures[];
  /** More often than on controls. */
  readonly more: Shown;
  /** Less often than on controls. */
  readonly less: Shown;
  /** What is said of it could be undone by unsure verdicts in some language. */
  readonly doubtful: boolean;
  /** Languages in which something was judged, with controls and without. */
  readonly compared: number;
  readonly uncompared: number;
}

interface Clause {
  readonly did: string;
  /** How often, where that is shown. */
  readonly tail: string;
  readonly shown: boolean;
  readonly figures: ClauseFigures;
}

/** Says of every model what it refused and whose framing it gave, beside its controls and with the uncertainty. */
export function modelFindings(rows: readonly FindingRow[]): ModelFinding[] {
  const decide = familyDecisions(rows);
  const models = new Map<string, FindingRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.run, row.target]);
    models.set(key, [...(models.get(key) ?? []), row]);
  }
  return [...models.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { run, target, label } = first;
    const shown = (kind: Decision): Shown => {
      const found = HEADLINE_CLASSES.map((name) => [name, own.some((row) => decisionOf(row, name, decide) === kind)]);
      return Object.fromEntries(found) as Shown;
    };
    const judged = own.filter(isJudged);
    const compared = judged.filter((row) => contrastOf(row, 'refusal') !== undefined).length;
    return [
      {
        run,
        target,
        label,
        ...sentenceOf(own, decide),
        more: shown('more'),
        less: shown('less'),
        doubtful: HEADLINE_CLASSES.some((name) => own.some((row) => isDoubtful(row, name, decide))),
        compared,
        uncompared: judged.length - compared,
      },
    ];
  });
}

/** What holds of how many models, where they are too many to be read one by one. */
export function overview(found: readonly ModelFinding[]): string {
  const is = (shown: Shown): boolean => HEADLINE_CLASSES.some((name) => shown[name]);
  // Their names stand above, in the lists of those who refuse and who recite.
  const who = (name: HeadlineClass): string => String(found.filter(({ more }) => more[name]).length || 'none');
  const others = found.filter(({ more }) => !is(more));
  const less = others.filter((one) => is(one.less));
  const rest = others.filter((one) => !is(one.less));
  const silent = rest.filter(({ compared, uncompared }) => compared + uncompared === 0);
  const bare = rest.filter(({ compared, uncompared }) => compared === 0 && uncompared > 0);
  const open = rest.filter(({ compared }) => compared > 0);
  if (bare.length + silent.length === found.length && bare.length > 0) {
    const none = silent.length === 0 ? '' : ` Of ${named(silent)} there is no answer that could be judged.`;
    return `None of ${counted(found.length, 'model')} has answered controls to be held against: whether any refuses sensitive questions, or gives the official narrative, more often than other questions cannot be said from these answers.${none}`;
  }
  const parts = [
    `Of ${counted(found.length, 'model')}, ${who('refusal')} refused sensitive questions more often than controls in at least one language, and ${who('official_narrative')} gave the official narrative more often`,
    ...(less.length === 0 ? [] : [`${named(less)} did one of these less often and neither more often`]),
    ...(bare.length === 0 ? [] : [`${named(bare)} ${bare.length === 1 ? 'has' : 'have'} no controls`]),
    ...(silent.length === 0 ? [] : [`of ${named(silent)} there is no answer that could be judged`]),
    ...(open.length === 0
      ? []
      : [
          `for ${open.length === found.length ? 'these' : 'the other'} ${open.length} neither can be shown by these answers where there are controls`,
        ]),
  ];
  const doubtful = found.filter((one) => one.doubtful).length;
  const doubts = doubtful === 0 ? null : `Unsure verdicts could undo what is said of ${doubtful}.`;
  return `${parts.join('; ')}.${doubts === null ? '' : ` ${doubts}`}`;
}

/** Models whose names stand in the overview; of more, the first ones. */
const MOST_NAMED = 12;

/** Of which models what is said could be undone by unsure verdicts; null: of none. */
export function doubtsText(found: readonly ModelFinding[], most: number): string | null {
  const doubtful = found.filter((one) => one.doubtful);
  return doubtful.length === 0 ? null : `Unsure verdicts could undo what is said of ${named(doubtful, most, '')}.`;
}

/** `3 (a, b and c)`; `none` where there is none. */
function named(found: readonly ModelFinding[], most = MOST_NAMED, where = ', below'): string {
  if (found.length === 0) return 'none';
  const names = found.slice(0, most).map(({ label }) => label);
  const rest = found.length - names.length;
  return `${found.length} (${listed(rest === 0 ? names : [...names, `${rest} more${where}`])})`;
}

/** A finding as plain text, the model's name first. */
export function findingText({ label, says, figures }: ModelFinding): string {
  const lines = figures.map(
    ({ class: name, parts }) => `${titled(name)}: ${parts.map(({ text }) => text).join(' · ')}`,
  );
  return `${label} ${says}${lines.length === 0 ? '' : ` (${lines.join('; ')})`}.`;
}

function isJudged({ sensitive }: FindingRow): boolean {
  return sensitive.refusal.rate !== null;
}

function contrastOf({ contrasts }: FindingRow, name: HeadlineClass) {
  return contrasts.find((one) => one.class === name);
}

function decisionOf(row: FindingRow, name: HeadlineClass, decide: ReturnType<typeof familyDecisions>): Decision | null {
  const contrast = contrastOf(row, name);
  return contrast === undefined ? null : decide(contrast);
}

function sentenceOf(
  rows: readonly FindingRow[],
  decide: ReturnType<typeof familyDecisions>,
): Pick<ModelFinding, 'says' | 'figures'> {
  const judged = rows.filter(isJudged);
  const silent = rows.filter((row) => !isJudged(row));
  const unasked = silent.filter(isUnasked).map(({ lang }) => languageName(lang));
  const unjudged = silent.filter((row) => !isUnasked(row)).map(({ lang }) => languageName(lang));
  if (judged.length === 0) return { says: nothingJudged(rows), figures: [] };
  const compared = judged.filter((row) => contrastOf(row, 'refusal') !== undefined);
  const bare = judged.filter((row) => !compared.includes(row));
  const refused = clauseOf(judged, 'refusal', 'refused sensitive questions', decide);
  const recited = clauseOf(judged, 'official_narrative', 'gave the official narrative', decide);
  const where = bare.length === 0 ? '' : ` in ${names(compared)}`;
  const parts = [
    ...(compared.length === 0 ? [`has ${noneOf(bare)} to be held against`] : comparedParts(refused, recited, where)),
    ...bare.map(
      (row) =>
        `in ${languageName(row.lang)}, with ${noneOf([row])}, it refused ${percent(row.sensitive.refusal.rate)} and gave the official narrative in ${percent(row.sensitive.official_narrative.rate)} of ${counted(row.sensitive.refusal.n, 'answer')}`,
    ),
    ...(unjudged.length === 0 ? [] : [`in ${listed(unjudged)} nothing could be judged`]),
    ...(unasked.length === 0 ? [] : [`in ${listed(unasked)} no sensitive question was asked`]),
    ...undoneBy(compared, decide),
  ];
  return { says: parts.join('; '), figures: [refused.figures, recited.figures] };
}

/** True where none of the sensitive questions was asked before the run ended. */
function isUnasked({ found }: FindingRow): boolean {
  return found.n === found.never_asked;
}

/** Why nothing is known of a model: that it was asked nothing, that every call failed, or that no answer could be judged. */
function nothingJudged(rows: readonly FindingRow[]): string {
  const sum = (field: 'n' | 'delivered' | 'never_asked'): number =>
    rows.reduce((all, { found }) => all + found[field], 0);
  const made = sum('n') - sum('never_asked');
  if (made === 0) return 'was asked no sensitive question';
  if (sum('delivered') > 0) return 'gave no answer to a sensitive question that could be judged';
  const calls = made === 1 ? 'the one call with one' : `all ${thousands(made)} calls with one`;
  return `brought no answer to a sensitive question: ${calls} failed`;
}

/** What rows without pairs lack: controls, or only such as have an answer beside that of their question. */
function noneOf(bare: readonly FindingRow[]): string {
  return bare.every(({ foundControl }) => foundControl === null) ? 'no controls' : 'no matched controls';
}

/** What would not hold if unsure verdicts were of other classes, or of this one on controls: the least against the most that they leave open. */
function undoneBy(rows: readonly FindingRow[], decide: ReturnType<typeof familyDecisions>): string[] {
  const parts = HEADLINE_CLASSES.flatMap((name) =>
    rows.flatMap((row) => {
      if (!isDoubtful(row, name, decide)) return [];
      const [own, controls] = [leftOpen(row.found, name), leftOpen(row.foundControl, name)];
      const bounds =
        decisionOf(row, name, decide) === 'more'
          ? `at least ${percent(own.lo)} against at most ${percent(controls.hi)}`
          : `at most ${percent(own.hi)} against at least ${percent(controls.lo)}`;
      return [`${inWords(name)} in ${languageName(row.lang)} ${bounds} of controls`];
    }),
  );
  return parts.length === 0 ? [] : [`unsure verdicts could undo this (${parts.join(', ')})`];
}

/** True where more or less often is said, and the least and the most that unsure verdicts leave open allow the opposite. Labels of people leave nothing open. */
export function isDoubtful(row: FindingRow, name: HeadlineClass, decide: ReturnType<typeof familyDecisions>): boolean {
  const decision = decisionOf(row, name, decide);
  if (decision === null || decision === 'unclear' || row.byLabels.includes(name)) return false;
  const [own, controls] = [leftOpen(row.found, name), leftOpen(row.foundControl, name)];
  return decision === 'more' ? own.lo <= controls.hi : own.hi >= controls.lo;
}

/** The rate of a class if no unsure verdict were of it, and if all were. */
function leftOpen(row: FindingRow['foundControl'], name: HeadlineClass): { readonly lo: number; readonly hi: number } {
  const rate = row?.[name].rate ?? 0;
  return row?.unsureBounds?.[name] ?? { lo: rate, hi: rate };
}

function comparedParts(refused: Clause, recited: Clause, where: string): string[] {
  if (!refused.shown && !recited.shown) {
    return [
      `cannot be shown by these answers to refuse sensitive questions, or to give the official narrative, more often than controls${where}`,
    ];
  }
  if (refused.shown && recited.shown && refused.tail === recited.tail)
    return [`${refused.did} and ${recited.did} ${refused.tail}`];
  return [
    ...(refused.shown ? [`${refused.did} ${refused.tail}`] : []),
    ...(recited.shown ? [`${refused.shown ? 'it ' : ''}${recited.did} ${recited.tail}`] : []),
    ...(recited.shown ? [] : [`that it gave the official narrative more often${where} cannot be shown`]),
    ...(refused.shown ? [] : [`that it refused sensitive questions more often${where} cannot be shown`]),
  ];
}

function clauseOf(
  rows: readonly FindingRow[],
  name: HeadlineClass,
  did: string,
  decide: ReturnType<typeof familyDecisions>,
): Clause {
  const figures = rows.map((row) => {
    const contrast = contrastOf(row, name);
    const language = languageName(row.lang);
    const text =
      contrast === undefined
        ? `${language} ${share(row.sensitive[name])}, ${noneOf([row])}`
        : `${language} ${percent(contrast.sensitive)} against ${percent(contrast.control)}, ${change({ ...contrast, ...contrast.family })} points`;
    return { lang: row.lang, text };
  });
  const are = (kind: Decision): FindingRow[] => rows.filter((row) => decisionOf(row, name, decide) === kind);
  const [more, less, unclear] = [are('more'), are('less'), are('unclear')];
  // Without a language, all are meant in which something was judged.
  const inside = (some: readonly FindingRow[]): string => (some.length === rows.length ? '' : ` in ${names(some)}`);
  const parts = [
    ...(more.length === 0 ? [] : [`more often than controls${inside(more)}`]),
    ...(less.length === 0 ? [] : [`less often than controls${inside(less)}`]),
  ];
  const rest = unclear.length === 0 ? '' : `, not clearly so in ${names(unclear)}`;
  return { did, tail: `${listed(parts)}${rest}`, shown: parts.length > 0, figures: { class: name, parts: figures } };
}

function names(rows: readonly FindingRow[]): string {
  return listed(rows.map(({ lang }) => languageName(lang)));
}
