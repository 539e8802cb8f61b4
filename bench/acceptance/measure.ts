import type { Finding, MeasuredCell } from './finding.ts';
import { measureFamily } from './measure-families.ts';
import { measureGate, measureLooks } from './measure-gates.ts';
import { measureHome } from './measure-homes.ts';
import { measureChange, measureContrast, measureRate } from './measure-intervals.ts';
import { measureSample } from './measure-samples.ts';
import type { AnyScenario } from './scenario.ts';

/** Simulates a cell with a share of its audits, at least 20. */
export function measureCell(scenario: AnyScenario, share: number): MeasuredCell {
  const started = performance.now();
  const findings = findingsOf(scenario, Math.max(20, Math.round(scenario.audits * share)));
  return { kind: scenario.kind, label: scenario.label, findings, seconds: (performance.now() - started) / 1000 };
}

function findingsOf(scenario: AnyScenario, audits: number): Finding[] {
  switch (scenario.kind) {
    case 'rate':
      return measureRate(scenario, audits);
    case 'contrast':
      return measureContrast(scenario, audits);
    case 'change':
      return measureChange(scenario, audits);
    case 'family':
      return measureFamily(scenario, audits);
    case 'gate':
      return measureGate(scenario, audits);
    case 'looks':
      return measureLooks(scenario, audits);
    case 'sample':
      return measureSample(scenario, audits);
    case 'home':
      return measureHome(scenario, audits);
  }
}
