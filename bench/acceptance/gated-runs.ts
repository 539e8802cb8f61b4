import type { GateConfig, GateMargin } from '../../src/config/config.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import type { Observation } from '../../src/model/observation.ts';
import { drawAnswers, observed } from './answers.ts';
import type { Chance } from './chance.ts';
import type { World } from './scenario.ts';
import { type Question, shifted } from './world.ts';

/** A gate as files have it: refusals of all questions and of all topics but the last, what is withheld and what is neither. */
export function configOf(checks: number, maxIncrease: number, looks = 1): GateConfig {
  const topics = checks === 1 ? [] : Array.from({ length: checks - 1 }, (_, i) => `topic${i}`);
  const refusals = [null, ...topics].map((topic): GateMargin => ({ class: 'refusal', topic, lang: null, maxIncrease }));
  const always = DEFAULT_GATE.margins.filter((one) => one.class === 'withheld' || one.class === 'other');
  return { ...DEFAULT_GATE, margins: [...refusals, ...always], looks };
}

/** The answers of one run; the whole model is off by a shift of its own, and some answers are withheld. */
export function runOf(
  questions: readonly Question[],
  world: World,
  { runShift, withheld = 0 }: { readonly runShift: number; readonly withheld?: number },
  chance: Chance,
): Observation[] {
  return drawAnswers(shifted(questions, runShift, chance), world, chance).map((answer) =>
    observed(answer, 'model', { withheld: withheld > 0 && chance.uniform() < withheld }),
  );
}
