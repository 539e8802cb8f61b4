import type { JsonObject } from '../lib/json.ts';
import type { LeftOutScore, LeftOutTable } from '../model/calibration.ts';
import { renderTable } from './table.ts';

/** The tables of a measured error by source left out and of confidence against truth; '' where none were kept. */
export function leftOutText(gold: JsonObject): string {
  if (!Array.isArray(gold.left_out)) return '';
  const { left_out, reliability } = gold as unknown as LeftOutTable;
  const lines = left_out.flatMap(({ source, lang, n, kappa, refusal, official_narrative: official, sure }) => [
    `${source}, ${lang}: n ${n}, κ ${fixed(kappa)}`,
    `  ${scoreText('refusal', refusal)}; ${scoreText('official narrative', official)}`,
    `  sure ${fixed(sure.share)}, of these right ${fixed(sure.right)}`,
  ]);
  const steps = Object.entries(reliability).flatMap(([lang, all]) =>
    all.filter(({ n }) => n > 0).map(({ from, to, n, right }) => [lang, `${from}–${to}`, String(n), fixed(right / n)]),
  );
  const head =
    'Each source left out of the fit, join and confidences included\n(precision / recall of how many labelled so):';
  return `${head}\n${lines.join('\n')}\n\nConfidence against truth, sources left out:\n${renderTable(['lang', 'confidence', 'n', 'right'], steps)}`;
}

function scoreText(name: string, { n, precision, recall }: LeftOutScore): string {
  return `${name} ${n === 0 ? 'none' : `${fixed(precision)} / ${fixed(recall)} of ${n}`}`;
}

function fixed(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
