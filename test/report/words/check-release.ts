import type { Mismatch } from './check-tables.ts';
import { countOf } from './numbers.ts';
import { partOf } from './plain-figures.ts';
import type { PlainRow, RandomStore } from './random-store.ts';
import type { Said } from './said.ts';

const PAIRS =
  /: ([\d,]+) pairs? of answers to the same sensitive question, ([\d,]+) (answers?|trials?) without a partner(?: that was judged)?/;
const CLASSES = ['refusal', 'official_narrative', 'neutral', 'other'] as const;

/** What is said of two runs side by side: pairs, what has no partner, questions that changed. */
export function checkRelease({ page, markdown }: Said, { runs, rows }: RandomStore): Mismatch[] {
  const [first, second] = runs;
  const said = page?.sentences.get('release') ?? [];
  if (first === undefined || second === undefined || markdown === null || said.length === 0) return [];
  const sentence = said.find((text) => PAIRS.test(text));
  if (sentence === undefined)
    return said.some((text) => /would mislead/.test(text)) ? [] : [`release: not read: "${said.join(' ')}"`];
  const before = partOf(rows, { run: first.id, role: 'sensitive' });
  const after = new Map(partOf(rows, { run: second.id, role: 'sensitive' }).map((row) => [keyOf(row), row]));
  const paired = before.flatMap((row) => {
    const partner = after.get(keyOf(row));
    return row.class !== null && partner !== undefined && partner.class !== null ? [[row, partner] as const] : [];
  });
  const alone = [...before, ...after.values()].length - 2 * paired.length;
  const judged = [...before, ...after.values()].filter((row) => row.class !== null).length - 2 * paired.length;
  const [, pairs = '', left = '', word = ''] = PAIRS.exec(sentence) ?? [];
  const faults: Mismatch[] = [];
  if (countOf(pairs) !== paired.length) faults.push(`release: "${sentence}": ${paired.length} pairs`);
  const wanted = word.startsWith('answer') ? judged : alone;
  if (countOf(left) !== wanted) faults.push(`release: "${sentence}": ${wanted} ${word} without a partner`);
  const changed = changedQuestions(paired);
  const onPage = said.find((one) => /whose commonest class changed$/.test(one)) ?? '';
  const inMarkdown =
    markdown.split('\n').find((one) => one.startsWith('Questions whose commonest class changed')) ?? '';
  for (const [text, form] of [
    [onPage, /^([\d,]+) /],
    [inMarkdown, /: ([\d,]+)\.$/],
  ] as const) {
    const number = form.exec(text)?.[1];
    if (number === undefined || countOf(number) !== changed) faults.push(`release: "${text}": counted ${changed}`);
  }
  return faults;
}

function keyOf({ target, probe, lang, sample }: PlainRow): string {
  return [target, probe, lang, sample].join('\n');
}

/** Questions of a target in a language whose commonest class over the pairs is another one; the first class counts where several are as common. */
function changedQuestions(pairs: readonly (readonly [PlainRow, PlainRow])[]): number {
  const groups = new Map<string, (readonly [PlainRow, PlainRow])[]>();
  for (const pair of pairs) {
    const key = [pair[0].target, pair[0].probe, pair[0].lang].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  const commonest = (group: readonly (readonly [PlainRow, PlainRow])[], side: 0 | 1): string =>
    CLASSES.toSorted((a, b) => {
      const count = (name: string): number => group.filter((pair) => pair[side].class === name).length;
      return count(b) - count(a);
    })[0] ?? '';
  return [...groups.values()].filter((group) => commonest(group, 0) !== commonest(group, 1)).length;
}
