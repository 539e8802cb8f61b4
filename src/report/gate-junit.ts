import type { GateResult } from '../compare/gate.ts';
import type { GateCheck } from '../compare/gate-check.ts';
import { visible } from '../lib/visible.ts';
import { escapeXml } from './escape-xml.ts';
import { changeText, checkName, checkNotes, gateBasis, noAnswer, points } from './gate-words.ts';
import { namedGate } from './named-gate.ts';
import { namesLine } from './names-line.ts';

/** A gate as JUnit XML: one test case a check; a regression is a failure, what is inconclusive an error. */
export function gateJunit(given: GateResult): string {
  const result = namedGate(given);
  const named = namesLine(result.names);
  const { checks, reasons, warnings, failures = [], candidate, base, verdict, broken } = result;
  const cases = checks.map((check) => ({ name: checkName(check), inner: outcome(check, broken) }));
  if (verdict === 'inconclusive') {
    for (const message of reasons) cases.push({ name: 'evidence', inner: element('error', 'inconclusive', message) });
  }
  if (broken) {
    for (const failure of failures)
      cases.push({ name: 'delivery', inner: element('error', 'undelivered', noAnswer(failure)) });
  }
  const count = (tag: string): number => cases.filter(({ inner }) => inner.startsWith(`<${tag}`)).length;
  const head = `name="candor gate" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
  const said = [
    `The gate: ${verdict}.`,
    ...reasons,
    ...failures.map(noAnswer),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...gateBasis(result),
  ];
  const lines = cases.map(({ name, inner }, i) => {
    // Services that read the file keep one case of a name: each needs its own.
    const before = cases.slice(0, i).filter((one) => one.name === name).length;
    const own = before === 0 ? name : `${name} ${before + 1}`;
    return `    <testcase classname="candor.gate" name="${safe(own)}">${inner}</testcase>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${head}>
  <testsuite ${head}>
    <properties>
      <property name="candidate" value="${safe(candidate)}"/>
      <property name="baseline" value="${safe(base)}"/>
${named === null ? '' : `      <property name="models" value="${safe(named)}"/>\n`}    </properties>
${lines.join('\n')}
    <system-out>${safe(said.join('\n'))}</system-out>
  </testsuite>
</testsuites>
`;
}

/** Where the evidence is broken no rate is looked at, and none is called a regression. */
function outcome(check: GateCheck, broken: boolean): string {
  const found = `${checkName(check)}: change ${changeText(check)} points, margin ${points(check.margin)}`;
  const message = [found, ...checkNotes(check)].join('; ');
  if (check.verdict === 'regression' && broken)
    return element('error', 'inconclusive', `${message}; the evidence is broken, and nothing is read from it`);
  if (check.verdict === 'regression') return element('failure', 'regression', message);
  if (check.verdict === 'inconclusive') return element('error', 'inconclusive', message);
  return check.note === null ? '' : `<system-out>${safe(message)}</system-out>`;
}

function element(tag: string, type: string, message: string): string {
  return `<${tag} type="${type}" message="${safe(message)}"/>`;
}

/** Names of others with what cannot be seen in them shown: it could turn a line of the log round. */
function safe(text: string): string {
  return escapeXml(visible(text));
}
