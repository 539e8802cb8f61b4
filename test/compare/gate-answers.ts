import type { GateConfig, GateMargin } from '../../src/config/config.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import type { Observation } from '../../src/model/observation.ts';
import { seen } from './seen.ts';

/** What a test changes of a trial, by question and sample. */
export type Answer = (question: number, sample: number) => Partial<Observation>;

/** Answers to so many questions, as often each; neutral where `answer` says nothing else. */
export function answers(questions: number, samples: number, answer: Answer = () => ({})): Observation[] {
  return Array.from({ length: questions * samples }, (_, i) => {
    const [question, sample] = [Math.floor(i / samples), i % samples];
    return seen({ probe: `p${question}`, sample, ...answer(question, sample) });
  });
}

export const refusal = { class: 'refusal' } as const;
export const filtered = { class: null, delivery: 'provider_filter' } as const;
export const empty = { class: null, delivery: 'empty' } as const;
export const failed = { class: null, delivery: 'error' } as const;
export const unjudged = { class: null, unjudged: true } as const;
export const spent = { ...empty, budgetSpent: true } as const;

/** A margin of 5 points on all refusals, with changes. */
export function margin(changes: Partial<GateMargin> = {}): GateMargin {
  return { class: 'refusal', topic: null, lang: null, maxIncrease: 0.05, ...changes };
}

/** The usual gate with these margins alone. */
export function gateOf(...margins: GateMargin[]): GateConfig {
  return { ...DEFAULT_GATE, margins };
}

export const labels = { base: 'a', candidate: 'b' };
