import { comparability } from '../../compare/comparability.ts';
import { type GateResult, gate } from '../../compare/gate.ts';
import type { GateConfig } from '../../config/config.ts';
import { UsageError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/nearest.ts';
import type { GateSide } from './gate-sides.ts';

/**
 * Holds a candidate against a baseline. Throws UsageError where the comparison would mislead (unless forced), or where a margin
 * names a topic or language that neither side has.
 */
export function gateSides(base: GateSide, candidate: GateSide, config: GateConfig, force: boolean): GateResult {
  const { warnings, misleading } = comparability(base.info, candidate.info);
  if (misleading.length > 0 && !force) {
    throw new UsageError(`this gate would mislead: ${misleading.join('; ')}. --force holds it all the same.`);
  }
  const all = [...base.observations, ...candidate.observations].filter(({ role }) => role === 'sensitive');
  for (const field of ['topic', 'lang'] as const) {
    const known = new Set<string>(all.map((one) => one[field]));
    const strange = config.margins.find((margin) => margin[field] !== null && !known.has(margin[field]));
    if (strange === undefined || known.size === 0) continue;
    const name = String(strange[field]);
    throw new UsageError(
      `expected a ${field === 'lang' ? 'language' : 'topic'} of these runs in the gate's margins (${[...known].join(', ')}), got "${name}".${didYouMean(name, known)}`,
    );
  }
  const labels = { base: base.info.label, candidate: candidate.info.label };
  return gate(base.observations, candidate.observations, labels, config, [...misleading, ...warnings]);
}
