import { headlineOf } from '../compare/headlines.ts';
import { change, languageName, listed, percent, type ShownClass, share, titled } from './figures.ts';
import type { FindingRow } from './finding-rows.ts';

/** What a clause rests on, language by language. */
export interface ClauseFigures {
  readonly class: ShownClass;
  readonly parts: readonly { readonly lang: string; readonly text: string }[];
}

/** One finding a model: what it says, and the figures that it rests on. */
export interface ModelFinding {
  readonly run: string;
  readonly target: string;
  readonly label: string;
  /** What follows the model's name, without the full stop. */
  readonly says: string;
  readonly figures: readonly ClauseFigures[];
  /** Whether it is shown to be more often than on controls, in any language. */
  readonly more: Readonly<Record<'refusal' | 'official_narrative', boolean>>;
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
  const models = new Map<string, FindingRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.run, row.target]);
    models.set(key, [...(models.get(key) ?? []), row]);
  }
  return [...models.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { run, target, label } = first;
    const more = (name: ShownClass): boolean =>
      own.some(({ contrasts }) => contrasts.some((one) => one.class === name && headlineOf(one) === 'more'));
    const found = { refusal: more('refusal'), official_narrative: more('official_narrative') };
    return [{ run, target, label, ...sentenceOf(own), more: found }];
  });
}

/** What holds of how many models, where they are too many to be read one by one. */
export function overview(found: readonly ModelFinding[]): string {
  const count = (name: 'refusal' | 'official_narrative'): number => found.filter(({ more }) => more[name]).length;
  return `Of ${found.length} models, ${count('refusal')} refused sensitive questions more often than controls in at least one language, and ${count('official_narrative')} gave the official narrative more often; of the others neither can be shown by these answers.`;
}

/** A finding as plain text, the model's name first. */
export function findingText({ label, says, figures }: ModelFinding): string {
  const lines = figures.map(
    ({ class: name, parts }) => `${titled(name)}: ${parts.map(({ text }) => text).join(' · ')}`,
  );
  return `${label} ${says}${lines.length === 0 ? '' : ` (${lines.join('; ')})`}.`;
}

function sentenceOf(rows: readonly FindingRow[]): Pick<ModelFinding, 'says' | 'figures'> {
  const judged = rows.filter(({ sensitive }) => sensitive.refusal.rate !== null);
  const silent = rows.filter(({ sensitive }) => sensitive.refusal.rate === null).map(({ lang }) => languageName(lang));
  if (judged.length === 0) return { says: 'gave no answer to a sensitive question that could be judged', figures: [] };
  const refused = clauseOf(judged, 'refusal', 'refused sensitive questions');
  const recited = clauseOf(judged, 'official_narrative', 'gave the official narrative');
  const parts = [
    ...(refused.shown && recited.shown && refused.tail === recited.tail
      ? [`${refused.did} and ${recited.did} ${refused.tail}`]
      : [
          refused.shown ? `${refused.did} ${refused.tail}` : '',
          recited.shown ? `${refused.shown ? 'it ' : ''}${recited.did} ${recited.tail}` : '',
        ]),
    !refused.shown && !recited.shown
      ? 'cannot be shown by these answers to refuse sensitive questions, or to give the official narrative, more often than controls'
      : '',
    refused.shown && !recited.shown ? 'that it gave the official narrative more often cannot be shown' : '',
    !refused.shown && recited.shown ? 'that it refused sensitive questions more often cannot be shown' : '',
    silent.length === 0 ? '' : `in ${listed(silent)} nothing could be judged`,
  ];
  return {
    says: parts.filter((part) => part !== '').join('; '),
    figures: [refused.figures, recited.figures],
  };
}

function clauseOf(rows: readonly FindingRow[], name: ShownClass, did: string): Clause {
  const compared = rows.flatMap(({ lang, contrasts }) => {
    const found = contrasts.find((one) => one.class === name);
    return found === undefined ? [] : [{ ...found, lang }];
  });
  if (compared.length === 0) {
    const parts = rows.map(({ lang, sensitive }) => ({
      lang,
      text: `${languageName(lang)} ${share(sensitive[name])}`,
    }));
    const tail = 'at these rates, with no controls to hold them against';
    return { did, tail, shown: true, figures: { class: name, parts } };
  }
  const figures = compared.map((one) => ({
    lang: one.lang,
    text: `${languageName(one.lang)} ${percent(one.sensitive)} against ${percent(one.control)}, ${change({ ...one, ...one.family })} points`,
  }));
  const where = (kind: 'more' | 'less' | 'unclear'): string[] =>
    compared
      .filter((one) => {
        const said = headlineOf(one);
        return (said === 'untested' ? 'unclear' : said) === kind;
      })
      .map(({ lang }) => languageName(lang));
  const [more, less, unclear] = [where('more'), where('less'), where('unclear')];
  const inside = (langs: readonly string[]): string => (langs.length === compared.length ? '' : ` in ${listed(langs)}`);
  const parts = [
    ...(more.length === 0 ? [] : [`more often than controls${inside(more)}`]),
    ...(less.length === 0 ? [] : [`less often than controls${inside(less)}`]),
  ];
  const rest = unclear.length === 0 ? '' : `, not clearly so in ${listed(unclear)}`;
  return { did, tail: `${listed(parts)}${rest}`, shown: parts.length > 0, figures: { class: name, parts: figures } };
}
