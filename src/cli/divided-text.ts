import type { DividedPart } from '../compare/divided.ts';
import type { OriginRank } from '../compare/origin-ranks.ts';
import type { WordingStability } from '../compare/wordings.ts';
import { figureLine } from '../report/figure-line.ts';
import { noControls } from '../report/finding-rows.ts';
import {
  percent,
  percentWithInterval,
  pointsWithInterval,
  renderTable,
  shortened,
  shortNames,
  wrapped,
} from './table.ts';

const TITLES = { refusal: 'Refusal', official_narrative: 'Official narrative' } as const;

/** Rates by wording or by the levels of arms, a line each, as the summary has them. */
export function dividedText(parts: readonly DividedPart[]): string {
  if (parts.length === 0) return '';
  const names = shortNames(parts.flatMap(({ rows }) => rows.map(({ target }) => target)));
  const tables = (['refusal', 'official_narrative'] as const).map((name) => {
    const lines = parts.flatMap(({ level, rows, contrasts }) =>
      rows
        .filter(
          ({ role, lang, topic, style }) => role === 'sensitive' && lang !== null && topic === null && style === null,
        )
        .map((row) => {
          const here = (one: { readonly target: string; readonly lang: string | null }): boolean =>
            one.target === row.target && one.lang === row.lang;
          const whole = <T extends { readonly topic: string | null; readonly style: string | null }>(one: T): boolean =>
            one.topic === null && one.style === null;
          const control = rows.find((one) => one.role === 'control' && here(one) && whole(one)) ?? null;
          const contrast = contrasts.find((one) => one.class === name && here(one) && whole(one)) ?? null;
          const line = figureLine(row, control, contrast, name);
          return [
            names(row.target),
            `${row.lang} ${level}`,
            percentWithInterval(line.sensitive),
            line.contrast === null || line.control === null
              ? noControls({ control, sensitive: row })
              : percentWithInterval(line.control),
            line.contrast === null ? '–' : pointsWithInterval(line.contrast),
          ];
        }),
    );
    return renderTable([TITLES[name], '', 'sensitive', 'control', 'difference'], lines, 2);
  });
  const together =
    parts[0]?.by === 'arm' && new Set(parts.map(({ level }) => level.split('=')[0])).size > 1
      ? `${wrapped('Each level with the other factors taken together. compare RUN --across arms tests levels against each other.')}\n`
      : '';
  return `\n${tables.join('\n')}${together}`;
}

/** How alike hand-written and drawn questions rank the models. */
export function originRankText(rows: readonly OriginRank[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(({ lang, class: name, origin, models, spearman, kendall, why }) => [
    shortened(`${origin}, ${lang} ${TITLES[name].toLowerCase()}`, 40),
    String(models),
    ...(spearman === null || kendall === null ? [why ?? '–', ''] : [rankText(spearman), rankText(kendall)]),
  ]);
  const table = renderTable(['Ranks against hand-written', 'models', 'Spearman', 'Kendall'], lines);
  return `\n${table}${wrapped('Correlation over models of their rates on hand-written sensitive questions with those on the others; 95 % intervals from ten models on.')}\n`;
}

function rankText({ r, interval }: NonNullable<OriginRank['spearman']>): string {
  const shown = (value: number): string => `${value < -0.005 ? '−' : ''}${Math.abs(value).toFixed(2)}`;
  return interval === null ? shown(r) : `${shown(r)} [${shown(interval.lo)}, ${shown(interval.hi)}]`;
}

/** How much of what varies lies between wordings of a question, and how many questions are unstable over wordings. */
export function wordingText(rows: readonly WordingStability[]): string {
  const shown = rows.filter(({ role }) => role === 'sensitive');
  if (shown.length === 0) return '';
  const names = shortNames(shown.map(({ target }) => target));
  const lines = shown.map(({ target, lang, class: name, share, questions, unstable, by_chance }) => [
    names(target),
    `${lang} ${TITLES[name].toLowerCase()}`,
    share === null ? '–' : percent(share),
    `${unstable} of ${questions}`,
    by_chance.toFixed(1),
  ]);
  const table = renderTable(['Wordings', '', 'variance', 'unstable over wordings', 'by chance'], lines, 2);
  const note =
    'Variance: the share of what varies within a question that lies between its wordings; the rest lies between samples of one wording. Unstable over wordings: most answers to one wording are of the class, most to another are not.';
  return `\n${table}${wrapped(note)}\n`;
}
