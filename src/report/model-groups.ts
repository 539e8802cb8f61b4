import { groupBy } from '../compare/tally.ts';
import { HEADLINE_CLASSES } from './family-decisions.ts';
import type { FindingRow } from './finding-rows.ts';
import type { ReportData } from './view-model.ts';

/** From more models than these on, a report groups them by family, sorts them by effect, and folds what stands below. */
const FEW_MODELS = 6;

/** A model of a run with its rows, a language each. */
export interface GroupedModel {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  readonly rows: readonly FindingRow[];
}

/** Models that stand together under one heading; null: they are few, and none is needed. */
export interface ModelGroup {
  readonly title: string | null;
  readonly models: readonly GroupedModel[];
}

/** Families that come first, and how families are written. */
const TITLES: Readonly<Record<string, string>> = {
  deepseek: 'DeepSeek',
  qwen: 'Qwen',
  llama: 'Llama',
  olmo: 'OLMo',
  openai: 'OpenAI',
  xai: 'xAI',
  glm: 'GLM',
};
const FIRST = ['deepseek', 'qwen', 'llama', 'olmo'];
const OTHERS = 'Other models';

/** True where models are too many to be read one by one. */
export function areMany(models: readonly unknown[]): boolean {
  return models.length > FEW_MODELS;
}

/**
 * The models of a report. Few: in their order, without a heading. Many: by family, DeepSeek, Qwen, Llama and OLMo first, then the other families with
 * several models, then the rest; within a family the largest difference to the controls first. A heading has no figure of its own.
 */
export function modelGroups({ runs }: Pick<ReportData, 'runs'>, rows: readonly FindingRow[]): ModelGroup[] {
  const all = [...groupBy(rows, modelKey).values()].flatMap((own): GroupedModel[] => {
    const [first] = own;
    return first === undefined ? [] : [{ run: first.run, target: first.target, label: first.label, rows: own }];
  });
  if (!areMany(all)) return [{ title: null, models: all }];
  const families = new Map(
    runs.flatMap(({ run, targets }) =>
      targets.map(({ id, family }) => [modelKey({ run: run.id, target: id }), family] as const),
    ),
  );
  const groups = groupBy(all, (one) => families.get(modelKey(one)) ?? '');
  const isOwn = ([family, members]: readonly [string, readonly GroupedModel[]]): boolean =>
    FIRST.includes(family) || (family !== '' && new Set(members.map(({ target }) => target)).size > 1);
  const others = [...groups].filter((group) => !isOwn(group)).flatMap(([, members]) => members);
  const named = [...groups].filter(isOwn).sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
  return [
    ...named.map(([family, members]) => ({ title: familyTitle(family), models: byEffect(members) })),
    ...(others.length === 0 ? [] : [{ title: OTHERS, models: byEffect(others) }]),
  ];
}

/** What tells models of several runs apart. */
export function modelKey({ run, target }: { readonly run: string; readonly target: string }): string {
  return JSON.stringify([run, target]);
}

/** The largest difference to the controls of refusal or the official narrative in any language; where there are no controls, the largest rate, below them all. */
export function effectOf({ rows }: Pick<GroupedModel, 'rows'>): number {
  const differences = rows.flatMap(({ contrasts }) =>
    contrasts.filter(({ class: name }) => HEADLINE_CLASSES.some((one) => one === name)).map(({ diff }) => diff),
  );
  if (differences.length > 0) return Math.max(...differences);
  return Math.max(...rows.flatMap(({ sensitive }) => HEADLINE_CLASSES.map((one) => sensitive[one].rate ?? -1))) - 2;
}

function byEffect(models: readonly GroupedModel[]): GroupedModel[] {
  return [...models].sort((a, b) => effectOf(b) - effectOf(a) || (a.label < b.label ? -1 : 1));
}

function placeOf(family: string): number {
  const place = FIRST.indexOf(family);
  return place < 0 ? FIRST.length : place;
}

function familyTitle(family: string): string {
  return TITLES[family] ?? `${family[0]?.toUpperCase() ?? ''}${family.slice(1)}`;
}
