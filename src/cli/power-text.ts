import type { PowerPlan } from '../audit/compare/plan-power.ts';
import type { Rise } from '../compare/power.ts';
import { tenthPoints } from '../model/share-words.ts';
import { counted, outcomeName } from '../report/gate-words.ts';
import { percent, renderTable, wrapped } from './table.ts';

/** What a gate can find, for a terminal of 80 columns. */
export function powerText(found: PowerPlan, rise: Rise): string {
  const { questions, clusters, samples, checks, looks, runs, rates, between } = found.plan;
  const name = outcomeName(rise.class);
  const odds = Object.entries(found.gate).map(([end, { pass, regression, inconclusive }]) => [
    end === 'unchanged' ? 'nothing changed' : `a rise of ${points(rise.change)}`,
    percent(pass),
    percent(regression),
    percent(inconclusive),
  ]);
  const needed = found.needed.map((one) => [String(one.samples), String(one.releases), String(one.controls)]);
  const plan = `${counted(questions, 'question')} (${clusters} independent) × ${counted(samples, 'sample')}, ${counted(checks, 'check')}, ${counted(looks, 'look')}, ${counted(runs, 'run')} of the baseline; ${name} at ${percent(rates[rise.class])}, ${percent(between)} of its variance between questions.`;
  return `${wrapped(plan)}
${found.warnings.map((warning) => `${wrapped(`warning: ${warning}`)}\n`).join('')}
How the gate would end if the rate of ${name} changed:
${renderTable(['if', 'pass', 'regression', 'inconclusive'], odds)}${sizeText(found.size)}
Found with 80 % power:
  between two releases, hosts or languages   ${points(found.detectable.releases)}
  between sensitive and control              ${points(found.detectable.controls)}

Questions that find ${points(rise.change)} with 80 % power (not by a gate):
${renderTable(['samples', 'releases', 'sensitive − control'], needed, 0)}
Normal approximation for differences; the gate by 2,000 simulated audits.
`;
}

function sizeText(size: PowerPlan['size']): string {
  if (size === null) return '';
  const { rise, questions, samples } = size;
  const ways = [
    questions === null ? 'no number of such questions' : `${counted(questions, 'question')} with as many samples`,
    samples === null ? 'no number of samples of these questions' : `${counted(samples, 'sample')} of these questions`,
  ];
  return `\n${wrapped(`An unchanged model passes and a rise of ${points(rise)} (twice the margin) is a regression, each in 80 % of audits, with: ${ways.join('; or ')}.`)}\n`;
}

function points(value: number | null): string {
  return value === null ? 'none' : `${tenthPoints(value).replace('+', '')} points`;
}
