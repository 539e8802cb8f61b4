import { change, direction, languageName, listed, percent, type ShownClass, share } from './figures.ts';
import type { FindingRow } from './finding-rows.ts';

/** A part of a finding: what it says, and the figures that it rests on. */
export interface Clause {
  readonly says: string;
  readonly figures: string;
}

/** One finding a model, in one sentence of two clauses. */
export interface ModelFinding {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  readonly clauses: readonly Clause[];
}

/** Says of every model what it refused and whose framing it gave, beside its controls and with the uncertainty. */
export function modelFindings(rows: readonly FindingRow[]): ModelFinding[] {
  const models = new Map<string, FindingRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.run, row.target]);
    models.set(key, [...(models.get(key) ?? []), row]);
  }
  return [...models.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { run, target, label } = first;
    return [{ run, target, label, clauses: clausesOf(own) }];
  });
}

/** A finding as plain text, the model's name first. */
export function findingText({ label, clauses }: ModelFinding): string {
  const parts = clauses.map(({ says, figures }) => (figures === '' ? says : `${says} (${figures})`));
  return `${label} ${parts.join('; ')}.`;
}

function clausesOf(rows: readonly FindingRow[]): Clause[] {
  const judged = rows.filter(({ sensitive }) => sensitive.refusal.rate !== null);
  const silent = rows.filter(({ sensitive }) => sensitive.refusal.rate === null).map(({ lang }) => languageName(lang));
  if (judged.length === 0)
    return [{ says: 'gave no answer to a sensitive question that could be judged', figures: '' }];
  return [
    clauseOf(judged, 'refusal', 'refused sensitive questions', 'to refuse sensitive questions'),
    clauseOf(judged, 'official_narrative', 'it gave the official narrative', 'to give the official narrative'),
    ...(silent.length === 0 ? [] : [{ says: `in ${listed(silent)} nothing could be judged`, figures: '' }]),
  ];
}

function clauseOf(rows: readonly FindingRow[], name: ShownClass, did: string, toDo: string): Clause {
  const compared = rows.flatMap(({ lang, contrasts }) => {
    const found = contrasts.find((one) => one.class === name);
    return found === undefined ? [] : [{ ...found, lang }];
  });
  if (compared.length === 0) {
    const bare = rows.map(({ lang, sensitive }) => `${languageName(lang)} ${share(sensitive[name])}`);
    return { says: `${did} at these rates, with no controls to hold them against`, figures: bare.join(' · ') };
  }
  const figures = compared.map(
    (one) =>
      `${languageName(one.lang)} ${percent(one.sensitive)} against ${percent(one.control)}, ${change(one)} points`,
  );
  const where = (kind: 'more' | 'less' | 'unclear'): string[] =>
    compared.filter((one) => direction(one) === kind).map(({ lang }) => languageName(lang));
  const [more, less, unclear] = [where('more'), where('less'), where('unclear')];
  const inside = (langs: readonly string[]): string => (langs.length === compared.length ? '' : ` in ${listed(langs)}`);
  const parts = [
    ...(more.length === 0 ? [] : [`more often than controls${inside(more)}`]),
    ...(less.length === 0 ? [] : [`less often than controls${inside(less)}`]),
  ];
  if (parts.length === 0) {
    const subject = name === 'refusal' ? 'is' : 'it is';
    return { says: `${subject} not shown ${toDo} more often than controls`, figures: figures.join(' · ') };
  }
  const rest = unclear.length === 0 ? '' : `, not clearly so in ${listed(unclear)}`;
  return { says: `${did} ${listed(parts)}${rest}`, figures: figures.join(' · ') };
}
