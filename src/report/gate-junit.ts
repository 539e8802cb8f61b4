import type { GateCheck, GateResult } from '../compare/gate.ts';
import { escapeXml } from './escape-xml.ts';
import { changeText } from './gate-markdown.ts';

/** A gate as JUnit XML: one test case a check; a regression is a failure, what is inconclusive an error. */
export function gateJunit({ checks, reasons, candidate, base, verdict }: GateResult): string {
  const cases = checks.map((check) => ({ name: `${check.class} ${check.scope}`, inner: outcome(check) }));
  for (const message of reasons) {
    cases.push({
      name: 'evidence',
      inner: verdict === 'inconclusive' ? element('error', 'inconclusive', message) : '',
    });
  }
  const count = (tag: string): number => cases.filter(({ inner }) => inner.startsWith(`<${tag}`)).length;
  const head = `name="candor gate" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
  const lines = cases.map(
    ({ name, inner }) => `    <testcase classname="candor.gate" name="${escapeXml(name)}">${inner}</testcase>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${head}>
  <testsuite ${head}>
    <properties>
      <property name="candidate" value="${escapeXml(candidate)}"/>
      <property name="baseline" value="${escapeXml(base)}"/>
    </properties>
${lines.join('\n')}
  </testsuite>
</testsuites>
`;
}

function outcome(check: GateCheck): string {
  const found = `change ${changeText(check)} points, margin ${Math.round(check.margin * 1000) / 10}`;
  if (check.verdict === 'regression') return element('failure', 'regression', found);
  if (check.verdict === 'pass') return '';
  const more = check.needed === null ? '' : `; ${check.needed} more samples a question would decide`;
  return element('error', 'inconclusive', `${found}${more}`);
}

function element(tag: string, type: string, message: string): string {
  return `<${tag} type="${type}" message="${escapeXml(message)}"/>`;
}
