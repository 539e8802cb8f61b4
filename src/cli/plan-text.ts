import { detectableDifferences } from '../audit/compare/plan-power.ts';
import type { AuditPlan } from '../audit/run/audit-plan.ts';
import { numberOf } from '../lib/number-of.ts';
import { visible } from '../lib/visible.ts';
import { withoutArm } from '../model/arm.ts';
import { limitedText } from '../model/limited.ts';
import { ROLES, type Role } from '../model/probe.ts';
import { pointsText } from '../model/share-words.ts';
import { lineNamed, nameIn, type ShownNames, shownNames } from '../model/target-names.ts';
import { estimateTable } from './estimate-table.ts';
import { factorTable } from './factor-table.ts';
import { REPEATS_NOTE } from './judge-usage-text.ts';
import { wrapped } from './table.ts';

const ROLE_WORDS = {
  sensitive: (n) => numberOf(n, 'sensitive probe'),
  control: (n) => numberOf(n, 'control'),
  neutral: (n) => `${n} neutral`,
} as const satisfies Readonly<Record<Role, (n: number) => string>>;

/** The plan for people: what is asked of whom, judges included, with calls, tokens and cost where prices are known. */
export function planText(audit: AuditPlan): string {
  const { request, plan, variants, targets, estimates, warnings } = audit;
  const sensitive = request.probes.filter(({ role }) => role === 'sensitive').length;
  const asked = request.probes.filter(({ knowledge }) => knowledge === undefined);
  const roles = ROLES.map((role) => ROLE_WORDS[role](asked.filter((probe) => probe.role === role).length));
  const checks = variants.filter(({ probe }) => probe.knowledge !== undefined).length;
  const models = numberOf(targets.length, 'target');
  const once = checks === 0 ? '' : ` + ${numberOf(checks, 'check')} of facts × ${models}`;
  const lines = [
    `${roles.join(', ')}; ${request.languages.join(', ')}; ${questionsText(variants.filter(({ probe }) => probe.knowledge === undefined))}`,
    wrapped(
      `× ${numberOf(request.samples, 'sample')} × ${models}${once} = ${numberOf(plan.trials.length, 'trial')}, in random order (seed ${request.seed})`,
    ),
    ...(request.limited === undefined ? [] : [wrapped(limitedText(request.limited))]),
    ...(sensitive > 1 ? [powerLine(sensitive, request.samples)] : []),
    '',
  ];
  const judges = estimates.some(({ target }) => target.startsWith('judge:'));
  const names = namesInPlan(audit);
  const nameOf = nameIn(names);
  const named = estimates.map((one) => ({ ...one, target: nameOf(one.target) }));
  const table = `${estimateTable(named)}${judges ? REPEATS_NOTE : ''}`;
  return `${lines.join('\n')}${factorTable(audit)}${table}${warnings.map((warning) => `warning: ${visible(lineNamed(warning, names))}\n`).join('')}`;
}

/** What people read for the ids of a plan's targets that have names. */
export function namesInPlan({ targets }: Pick<AuditPlan, 'targets'>): ShownNames {
  return shownNames(
    targets.map(({ configured: { spec }, inspection }) => {
      const name = spec.name ?? inspection.name;
      return { id: spec.id, ...(name === undefined || name === withoutArm(spec.id, spec.arm) ? {} : { name }) };
    }),
  );
}

/** Questions, and their wordings where there are several, which are asked by turns and add no call. */
function questionsText(variants: AuditPlan['variants']): string {
  const questions = new Set(variants.map(({ probe, lang }) => `${probe.id} ${lang}`)).size;
  return variants.length === questions
    ? numberOf(questions, 'question')
    : `${numberOf(questions, 'question')} in ${numberOf(variants.length, 'wording')}`;
}

/** What the plan can find, at a rate of 20 % and with most of the variance between probes. */
function powerLine(probes: number, samples: number): string {
  const { releases, controls } = detectableDifferences({ probes, samples, rate: 0.2, between: 0.6 });
  if (controls === null && releases === null)
    return wrapped(
      'too few questions to find a difference of any size between sensitive and control or between releases (candor power)',
    );
  const points = (value: number | null): string =>
    value === null ? 'none' : `${pointsText(value).replace('+', '')} points`;
  return `finds, with 80 % power at a rate of 20 %, a difference of ${points(controls)} between\nsensitive and control, of ${points(releases)} between releases (candor power)`;
}
