import type { AuditPlan } from '../audit/run/audit-plan.ts';
import { armIn, withoutArm } from '../model/arm.ts';
import { renderTable } from './table.ts';

/**
 * What a plan multiplies, a line a factor, with the calls and the most that they may cost up to there; empty where nothing is varied beside
 * languages, samples and targets. Costs are shares of the whole plan's, by calls.
 */
export function factorTable({ request, variants, targets, plan, estimates }: AuditPlan): string {
  const arms = new Set(targets.map(({ configured: { spec } }) => spec.arm ?? ''));
  const checked = new Set(variants.flatMap(({ probe, hash }) => (probe.knowledge === undefined ? [] : [hash])));
  const checks = plan.trials.filter(({ variant }) => checked.has(variant)).length;
  const ours = variants.filter(({ hash }) => !checked.has(hash));
  const questions = new Set(ours.map(({ probe, lang }) => `${probe.id} ${lang}`)).size;
  const ids = targets.map(({ configured: { spec } }) => spec.id);
  const asked = estimates.filter(({ target }) => ids.includes(target));
  const calls = asked.reduce((sum, one) => sum + one.calls, 0);
  if (arms.size === 1 && ours.length === questions && checks === 0 && calls === plan.trials.length) return '';
  const unpriced = asked.some(({ cost }) => cost === null);
  const cost = unpriced ? null : asked.reduce((sum, one) => sum + (one.cost ?? 0), 0);
  const wordings = Math.max(1, ...variants.map(({ phrasing }) => (phrasing ?? 0) + 1));
  const models = new Set(ids.map((id) => withoutArm(id, armIn(id)))).size;
  const factors: [string, string, number][] = [
    [
      'questions',
      request.languages.length === 1 ? 'in 1 language' : `in ${request.languages.length} languages`,
      questions,
    ],
    ['× phrasings', `${wordings} by turns, adding no call`, 1],
    ['× samples', String(request.samples), request.samples],
    ['× arms', String(arms.size), arms.size],
    ['× targets', String(models), models],
    [
      '× turns',
      calls === plan.trials.length ? '1' : 'of a conversation',
      (calls - checks) / Math.max(1, plan.trials.length - checks),
    ],
  ];
  let product = 1;
  const rowOf = (name: string, levels: string): string[] => {
    const share = cost === null || calls === 0 ? null : (cost * product) / calls;
    return [name, levels, String(Math.round(product)), share === null ? '–' : `≤ ${share.toFixed(2)}`];
  };
  const rows = factors.map(([name, levels, times]) => {
    product *= times;
    return rowOf(name, levels);
  });
  if (checks > 0) {
    product += checks;
    rows.push(rowOf('+ checks of facts', 'once each, by target'));
  }
  return `${renderTable(['factor', '', 'calls', 'cost'], rows, 2)}\n`;
}
