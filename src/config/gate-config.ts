import { GATED_OUTCOMES } from '../model/outcome.ts';
import type { GateConfig, GateMargin } from './config.ts';
import type { WrittenConfig } from './schema.ts';

const DEFAULT_MARGIN = 0.05;

/** Margins of 5 points on all four rates, 2 % of the trials undelivered, 95 % of them paired. */
export const DEFAULT_GATE: GateConfig = {
  margins: GATED_OUTCOMES.map((name) => ({ class: name, topic: null, lang: null, maxIncrease: DEFAULT_MARGIN })),
  off: [],
  tolerance: 0.02,
  pairing: 0.95,
  looks: 1,
};

/**
 * The gate of a file. Refusal and official narrative are checked where the file names them, or where it names neither; withheld and other
 * always, at 5 points where it does not say. `max_increase: null` switches a total off.
 */
export function gateOf({ gate }: WrittenConfig): GateConfig {
  if (gate === undefined) return DEFAULT_GATE;
  const namesOne = gate.refusal !== undefined || gate.official_narrative !== undefined;
  const off: GateConfig['off'][number][] = [];
  const margins = GATED_OUTCOMES.flatMap((name): GateMargin[] => {
    const margin = gate[name];
    if (margin === undefined) {
      const isAsked = name === 'withheld' || name === 'other' || !namesOne;
      return isAsked ? [{ class: name, topic: null, lang: null, maxIncrease: DEFAULT_MARGIN }] : [];
    }
    if (margin.max_increase === null) off.push(name);
    return [
      ...(margin.max_increase === null
        ? []
        : [{ class: name, topic: null, lang: null, maxIncrease: margin.max_increase }]),
      ...Object.entries(margin.topics).map(([topic, maxIncrease]) => ({ class: name, topic, lang: null, maxIncrease })),
      ...Object.entries(margin.languages).map(([lang, maxIncrease]) => ({
        class: name,
        topic: null,
        lang,
        maxIncrease,
      })),
    ];
  });
  return { margins, off, tolerance: gate.tolerance, pairing: gate.pairing, looks: gate.looks };
}
