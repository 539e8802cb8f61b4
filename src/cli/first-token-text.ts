import type { RunSummary } from '../audit/read/summarize-run.ts';
import { tenthPercent } from '../model/share-words.ts';
import { renderTable, shortNames, wrapped } from './table.ts';

/** The table of first tokens, where there are any: how likely answers begin as refusals often do. */
export function firstTokenText({ firstTokens }: RunSummary): string[] {
  if (firstTokens === undefined || firstTokens.length === 0) return [];
  const nameOf = shortNames(firstTokens.map(({ target }) => target));
  const rows = firstTokens.map(({ target, lang, role, n, lo, hi }) => {
    const [from, to] = [lo, hi].map(tenthPercent);
    return [nameOf(target), lang, role, String(n), from === to ? `${from} %` : `${from}–${to} %`];
  });
  const note =
    'First tokens: the mean probability that an answer begins with a word that often opens refusals (I, Sorry, 抱歉…), before any sampling setting where the engine tells that. Such words open other answers too: read it beside the controls. It sees refusals, not official narratives.';
  return [`${renderTable(['First tokens', '', '', 'answers', 'refusing openings'], rows, 3)}${wrapped(note)}\n`];
}
