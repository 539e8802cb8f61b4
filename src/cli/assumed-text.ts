import type { Imported } from '../audit/collect/import-answers.ts';
import { numberOf } from '../lib/number-of.ts';
import { visible } from '../lib/visible.ts';

/** Names that a line says. */
const MOST_SAID = 12;

const WORDS = {
  role: ({ answers }) => `${has(answers)} no role: taken as sensitive`,
  topic: ({ answers, as }) => `${has(answers)} no topic: all stand under “${listed(as)}”`,
  target: ({ answers, as }) => `${has(answers)} no model: taken as answers of “${listed(as)}”`,
  lang: ({ answers, as }) => `${has(answers)} no language: read from the question (${listed(as)})`,
} as const satisfies Readonly<
  Record<Imported['assumed'][number]['field'], (one: Imported['assumed'][number]) => string>
>;

/** What an import made up, and what it made nothing of, a sentence a line; empty where there is nothing to say. */
export function assumedText({ assumed, unused }: Pick<Imported, 'assumed' | 'unused'>): string[] {
  return [
    ...assumed.map((one) => `${WORDS[one.field](one)}.`),
    ...(unused.length === 0
      ? []
      : [`Not used: ${listed(unused)}. --map FIELD=COLUMN gives a column to a field (role, topic, control, …).`]),
  ];
}

function has(answers: number): string {
  return numberOf(answers, 'answer has', 'answers have');
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_SAID).map(visible).join(', ');
  return names.length > MOST_SAID ? `${shown} and ${names.length - MOST_SAID} more` : shown;
}
