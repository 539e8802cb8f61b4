import type { RunSummary } from '../audit/read/summarize-run.ts';
import { pointsText } from '../model/share-words.ts';
import { KNOWLEDGE_NOTE, knowledgeWords } from '../report/knowledge-words.ts';
import { renderTable, shortNames, wrapped } from './table.ts';

/** What of each difference is kept back and what is not known; empty where no check was asked. */
export function knowledgeText(rows: NonNullable<RunSummary['knowledge']>): string {
  if (rows.length === 0) return '';
  const nameOf = shortNames(rows.map(({ target }) => target));
  const lines = rows.map((row) => [
    nameOf(row.target),
    row.lang,
    row.kept,
    pointsText(row.diff),
    pointsText(row.suppression),
    pointsText(row.incapacity),
    pointsText(row.unasked),
    `${row.probes.known}/${row.probes.known + row.probes.unknown}`,
  ]);
  const table = renderTable(['Kept back', '', '', 'diff', 'known', 'incapacity', 'unasked', 'knows'], lines, 3);
  const said = rows.flatMap((row) => knowledgeWords({ ...row, target: nameOf(row.target) }));
  return `\n${table}${said.map((one) => `${wrapped(one)}\n`).join('')}${wrapped(KNOWLEDGE_NOTE)}\n`;
}

/** Why answers are of class `other`, a line a target, language and role; empty where none is. */
export function otherText(rows: NonNullable<RunSummary['otherReasons']>): string {
  if (rows.length === 0) return '';
  const nameOf = shortNames(rows.map(({ target }) => target));
  const lines = rows.map(({ target, lang, role, reason, n }) => [nameOf(target), lang, role, reason, String(n)]);
  return `\n${renderTable(['Other', '', '', 'why', 'answers'], lines, 4)}`;
}

/** Answers in another language than asked for, a line a target, language and role; empty where none is. */
export function switchText(rows: NonNullable<RunSummary['languageSwitches']>): string {
  if (rows.length === 0) return '';
  const nameOf = shortNames(rows.map(({ target }) => target));
  const lines = rows.map(({ target, lang, role, n, switched, unmeasured }) => {
    return [nameOf(target), lang, role, String(switched), String(n), String(unmeasured)];
  });
  return `\n${renderTable(['Other language', 'asked', '', 'answers', 'of', 'unjudged'], lines, 3)}`;
}
