import type { FactMeasure, FactRow, FactsAmong, RunFacts } from '../compare/facts.ts';
import { FACT_WORDS, factsNote } from '../report/facts-note.ts';
import { LEFT_OUT_NOTE } from '../report/left-out-pairs.ts';
import { percentWithInterval, pointsWithInterval, renderTable, shortNames, wrapped } from './table.ts';

const MEASURES = Object.keys(FACT_WORDS) as readonly FactMeasure[];
/** `all`: every judged answer; `not ref.`: those that are no refusal. */
const AMONG = { judged: 'all', 'not refused': 'not ref.' } as const satisfies Record<FactsAmong, string>;

const SHORT = {
  states: 'states',
  contradicts: 'contr.',
  mentions: 'ment.',
  leaves_out: 'left',
} as const satisfies Record<FactMeasure, string>;

function titled(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** How many facts answers state, contradict, mention and leave out, for a terminal of 80 columns. */
export function factsText({ by, rows, contrasts }: RunFacts): string {
  const shown = rows.filter(({ lang }) => lang !== null);
  if (shown.length === 0)
    return `${wrapped('Facts: no judged answer to a question for facts whose probe lists any that a state denies or leaves out.')}\n`;
  const nameOf = shortNames(shown.map(({ target }) => target));
  const label = ({ target, lang }: Pick<FactRow, 'target' | 'lang'>): string[] => [nameOf(target), lang ?? ''];
  const counts = shown.map((row) => [
    ...label(row),
    row.role,
    row.among === 'judged' ? String(row.answers) : `${row.answers}*`,
    row.listed.toFixed(1),
    ...MEASURES.map((measure) => row[measure].mean.toFixed(1)),
  ]);
  const tables = MEASURES.filter((measure) => measure !== 'mentions').map((measure) => {
    const lines = shown
      .filter(({ role }) => role === 'sensitive')
      .map((row) => {
        const isHere = (one: Pick<FactRow, 'target' | 'lang' | 'among'>): boolean =>
          one.target === row.target && one.lang === row.lang && one.among === row.among;
        const found = contrasts.find((one) => isHere(one) && one.measure === measure);
        const control = shown.find((one) => one.role === 'control' && isHere(one));
        return [
          ...label(row),
          AMONG[row.among],
          percentWithInterval({ ...row[measure], rate: row[measure].share }),
          control === undefined
            ? 'no facts'
            : percentWithInterval({ ...control[measure], rate: control[measure].share }),
          found === undefined ? '–' : pointsWithInterval(found),
        ];
      });
    return renderTable([titled(FACT_WORDS[measure]), '', '', 'sensitive', 'control', 'difference'], lines, 3);
  });
  const heads = ['Facts', '', '', 'answ.', 'of', ...MEASURES.map((one) => SHORT[one])];
  const left = contrasts.filter((one) => one.measure === 'states' && one.among === 'judged' && one.pairs_left_out > 0);
  const out = left.map((one) => `${one.target} ${one.lang ?? 'all'}: ${one.pairs_left_out} left out`);
  const notes = [
    factsNote(by),
    'The difference is over questions that have a control with facts; both rates are of all. Not ref., *: without refusals. First table: facts an answer, of those listed.',
    ...(out.length === 0 ? [] : [`${LEFT_OUT_NOTE} ${out.join('; ')}.`]),
  ];
  return [renderTable(heads, counts, 3), ...tables, `${notes.map(wrapped).join('\n')}\n`].join('\n');
}
