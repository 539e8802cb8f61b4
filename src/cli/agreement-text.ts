import type { PanelAgreement } from '../classify/panel-agreement.ts';
import { numberOf } from '../lib/number-of.ts';
import { renderTable } from './table.ts';

/** How far a panel's members agree, for people. */
export function agreementText({ alpha, n, pairs }: PanelAgreement): string {
  const rows = pairs.map(({ a, b, n: both, kappa }) => [`${a} and ${b}`, String(both), figure(kappa)]);
  const table = renderTable(['members', 'both judged', 'κ'], rows);
  return `\n${table}α of all members: ${figure(alpha)}, over ${numberOf(n, 'answer')} that two or more of them judged\n`;
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
