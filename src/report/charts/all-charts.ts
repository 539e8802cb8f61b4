import { deliveryRows } from '../delivery-rows.ts';
import { languageRows, releaseRows } from '../difference-rows.ts';
import { SHOWN_CLASSES } from '../figures.ts';
import { findingRows } from '../finding-rows.ts';
import { heatMap } from '../heat-map.ts';
import { leastSteady, stability } from '../stability.ts';
import type { ReportData } from '../view-model.ts';
import { deliveryChart } from './delivery-chart.ts';
import { differenceChart } from './difference-chart.ts';
import type { Drawing } from './drawing.ts';
import { heatChart } from './heat-chart.ts';
import { ratesChart } from './rates-chart.ts';
import { stabilityChart } from './stability-chart.ts';

const POINTS = 'Percentage points with 95 % intervals. Filled: the interval leaves 0 out.';

/** Every chart of a report by the name of its file; those with nothing to show are left out. */
export function allCharts(data: ReportData): Map<string, Drawing> {
  const charts = new Map<string, Drawing>([['rates', ratesChart(findingRows(data), 'wide')]]);
  for (const name of SHOWN_CLASSES) {
    const map = heatMap(data, name);
    if (map.rows.length > 0) charts.set(`topics-${name}`, heatChart(map));
  }
  const languages = languageRows(data);
  if (languages.length > 0) {
    const title = 'Difference between languages, by model';
    charts.set('languages', differenceChart(languages, 'wide', { title, description: POINTS }));
  }
  for (const by of ['language', 'topic'] as const) {
    const rows = data.release === null ? [] : releaseRows(data.release, by);
    const title = `Change from ${data.release?.base} to ${data.release?.candidate}, by ${by}`;
    if (rows.length > 0) charts.set(`release-${by}`, differenceChart(rows, 'wide', { title, description: POINTS }));
  }
  charts.set('deliveries', deliveryChart(deliveryRows(data), 'wide'));
  const least = leastSteady(stability(data));
  if (least.length > 0) charts.set('stability', stabilityChart(least, 'wide'));
  return charts;
}
