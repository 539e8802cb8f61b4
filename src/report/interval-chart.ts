import { scaleLinear } from 'd3-scale';
import { escapeXml } from './escape-xml.ts';
import { type FindingRow, languageName } from './view-model.ts';

const CLASSES = [
  ['refusal', 'Refusal'],
  ['official_narrative', 'Official narrative'],
  ['neutral', 'Neutral'],
] as const;
const LEFT = 230;
const WIDTH = 960;
const ROW = 46;
const TOP = 44;

/** Refusal, official narrative and neutral of each model and language, a filled mark beside the hollow one of its controls, with 95 % intervals; as SVG. */
export function intervalChart(rows: readonly FindingRow[]): string {
  const panel = (WIDTH - LEFT) / CLASSES.length;
  const height = TOP + rows.length * ROW + 30;
  const parts = CLASSES.flatMap(([name, title], i) => {
    const x = scaleLinear([0, 1], [LEFT + i * panel + 22, LEFT + (i + 1) * panel - 26]);
    const bottom = height - 26;
    const grid = [0, 0.5, 1].map(
      (tick) =>
        `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${TOP - 8}" y2="${bottom}"/><text class="tick" x="${x(tick)}" y="${bottom + 16}" text-anchor="middle">${tick * 100} %</text>`,
    );
    const marks = rows.flatMap(({ sensitive, control }, row) => {
      const y = TOP + row * ROW + 16;
      return [mark(x, y, sensitive[name], `${name} sensitive`), mark(x, y + 14, control?.[name] ?? null, 'control')];
    });
    return [`<text class="head" x="${x(0)}" y="20">${title}</text>`, ...grid, ...marks];
  });
  const labels = rows.map(({ target, lang }, row) => {
    const y = TOP + row * ROW + 18;
    return `<text class="label" x="0" y="${y}">${escapeXml(target.length > 32 ? `${target.slice(0, 31)}…` : target)}</text><text class="tick" x="0" y="${y + 15}">${escapeXml(languageName(lang))}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="chart-title chart-desc"><title id="chart-title">Rates by model and language</title><desc id="chart-desc">Filled marks: sensitive probes. Hollow marks: matched controls. Lines: 95 % intervals. The same figures stand in the table below.</desc>${labels.join('')}${parts.join('')}</svg>`;
}

function mark(
  x: (value: number) => number,
  y: number,
  rate: FindingRow['sensitive']['refusal'] | null,
  kind: string,
): string {
  if (rate === null || rate.rate === null || rate.lo === null || rate.hi === null) return '';
  return `<g class="${kind}"><line x1="${x(rate.lo)}" x2="${x(rate.hi)}" y1="${y}" y2="${y}"/><circle cx="${x(rate.rate)}" cy="${y}" r="5"/></g>`;
}
