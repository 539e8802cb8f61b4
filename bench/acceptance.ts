/**
 * Runs the grid of acceptance and holds it against its criteria. Usage: tsx bench/acceptance.ts [--share S] [--kind KIND,…] [--only WORDS]
 * [--part I/N] [--list] [--csv FILE] [--from FILE,…]   (S: share of each cell's audits, default 1; I: part of the cells, from 0). Writes bench/results/acceptance.csv after
 * a full run; `--from` judges CSV files of parts.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { MeasuredCell } from './acceptance/finding.ts';
import { acceptanceGrid, partOf } from './acceptance/grid.ts';
import { judge } from './acceptance/judge.ts';
import { measureCell } from './acceptance/measure.ts';
import { cellsOfCsv, csvOf, table } from './acceptance/results.ts';

const { values } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    kind: { type: 'string' },
    only: { type: 'string' },
    part: { type: 'string', default: '0/1' },
    list: { type: 'boolean', default: false },
    csv: { type: 'string' },
    from: { type: 'string' },
  },
});
const kinds = values.kind?.split(',');
const [part = 0, parts = 1] = values.part.split('/').map(Number);
const grid = acceptanceGrid().filter(
  (scenario) =>
    partOf(scenario, parts) === part &&
    (kinds?.includes(scenario.kind) ?? true) &&
    (values.only === undefined || scenario.label.includes(values.only)),
);
if (values.list) {
  for (const { label, audits } of grid) console.log(`${audits} audits of ${label}`);
} else if (values.from !== undefined) {
  console.log(table(judge(values.from.split(',').flatMap(cellsOfCsv))));
} else {
  const started = performance.now();
  const whole = parts === 1 && kinds === undefined && values.only === undefined && Number(values.share) === 1;
  const file = values.csv ?? (whole ? new URL('results/acceptance.csv', import.meta.url) : null);
  const cells: MeasuredCell[] = [];
  for (const scenario of grid) {
    cells.push(measureCell(scenario, Number(values.share)));
    // After every cell, so that what was measured is not lost with a run that is stopped.
    if (file !== null) writeFileSync(file, csvOf(cells));
  }
  console.log(table(judge(cells)));
  console.log(`${grid.length} cells in ${Math.round((performance.now() - started) / 1000)} seconds`);
}
