import { deliveryRows, PARTS } from '../delivery-rows.ts';
import { differenceReach, languageRows, releaseRows } from '../difference-rows.ts';
import { SHOWN_CLASSES, titledShort } from '../figures.ts';
import { findingRows } from '../finding-rows.ts';
import { heatMap } from '../heat-map.ts';
import type { LedgerPanel } from '../ledger-rows.ts';
import { deliveryLedger, differenceLedger, plainDifferences, rateLedger } from '../ledgers.ts';
import { modelGroups } from '../model-groups.ts';
import { leastSteady, stability } from '../stability.ts';
import type { ReportData } from '../view-model.ts';
import type { Drawing } from './drawing.ts';
import { heatChart } from './heat-chart.ts';
import { ledgerChart } from './ledger-chart.ts';
import { stabilityChart } from './stability-chart.ts';
import { differenceTicks, SHARE_TICKS } from './strip.ts';

const POINTS = 'Percentage points with 95 % intervals. Filled: the interval leaves 0 out.';

/** Every chart of a report by the name of its file, as the page has it; those with nothing to show are left out. */
export function allCharts(data: ReportData): Map<string, Drawing> {
  const rows = findingRows(data);
  const groups = modelGroups(data, rows);
  const charts = new Map<string, Drawing>([
    [
      'rates',
      ledgerChart(rateLedger(groups), panelsOf(SHARE_TICKS, 'shares'), {
        title: 'Refusal, official narrative and neutral answers, by model and language',
        description: 'Filled marks: sensitive questions. Hollow marks: their controls. Lines: 95 % intervals.',
      }),
    ],
  ]);
  for (const name of SHOWN_CLASSES) {
    const map = heatMap(data, name);
    if (map.rows.length > 0) charts.set(`topics-${name}`, heatChart(map, groups));
  }
  const languages = languageRows(data);
  if (languages.length > 0) {
    const reach = differenceReach(languages);
    charts.set(
      'languages',
      ledgerChart(differenceLedger(groups, languages, reach), panelsOf(differenceTicks(reach), 'differences'), {
        title: 'Difference between languages, by model',
        description: POINTS,
      }),
    );
  }
  for (const by of ['language', 'topic'] as const) {
    const changed = data.release === null ? [] : releaseRows(data.release, by);
    if (changed.length === 0) continue;
    const reach = differenceReach(changed);
    const title = `Change from ${data.release?.base} to ${data.release?.candidate}, by ${by}`;
    charts.set(
      `release-${by}`,
      ledgerChart(plainDifferences(changed, reach), panelsOf(differenceTicks(reach), 'differences'), {
        title,
        description: POINTS,
      }),
    );
  }
  charts.set('deliveries', deliveries(data, groups));
  const least = leastSteady(stability(data));
  if (least.length > 0) charts.set('stability', stabilityChart(least, 'wide'));
  return charts;
}

function panelsOf(ticks: LedgerPanel['ticks'], grid: LedgerPanel['grid']): LedgerPanel[] {
  return SHOWN_CLASSES.map((name) => ({ title: titledShort(name), class: name, ticks, grid }));
}

function deliveries(data: ReportData, groups: ReturnType<typeof modelGroups>): Drawing {
  const rows = deliveryRows(data);
  const seen = PARTS.filter(({ id }) => rows.some((row) => row[id] > 0)).map(({ words }) => words);
  const panel = {
    title: 'Shares of all calls that were planned',
    class: null,
    ticks: SHARE_TICKS,
    grid: 'none',
  } as const;
  return ledgerChart(deliveryLedger(groups, rows), [panel], {
    title: 'What became of the calls, by model and language',
    description: `From left to right: ${seen.join(', ')}.`,
  });
}
