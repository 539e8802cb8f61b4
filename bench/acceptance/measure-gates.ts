import { gate } from '../../src/compare/gate.ts';
import { gateOdds } from '../../src/compare/power.ts';
import type { GateMargin } from '../../src/config/config.ts';
import { DEFAULT_GATE } from '../../src/config/gate-config.ts';
import type { Observation } from '../../src/model/observation.ts';
import { drawAnswers, observed } from './answers.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { Finding } from './finding.ts';
import type { GateScenario } from './scenario.ts';
import { changed, drawQuestions, type Question, shifted } from './world.ts';

type Ends = { pass: number; regression: number; inconclusive: number };

/** The refusals of all questions and of all topics but the last, held against one margin. */
export function marginsOf(checks: number, maxIncrease: number): GateMargin[] {
  const topics = checks === 1 ? [] : Array.from({ length: checks - 1 }, (_, i) => `topic${i}`);
  return [null, ...topics].map((topic) => ({ class: 'refusal', topic, lang: null, maxIncrease }));
}

/** The answers of one run. */
export function runOf(
  questions: readonly Question[],
  { world, change }: Pick<GateScenario, 'world' | 'change'>,
  target: string,
  chance: Chance,
  withheld = 0,
): Observation[] {
  const today = shifted(questions, change.runShift, chance);
  return drawAnswers(today, world, chance).map((answer) =>
    observed(answer, target, { withheld: withheld > 0 && chance.uniform() < withheld }),
  );
}

/** How the gates of a cell end, and how far from what was foretold. */
export function measureGate(scenario: GateScenario, audits: number): Finding[] {
  const { label, change, margin, checks, foretold } = scenario;
  const chance = chanceOf(label);
  const world = scenario.world;
  const ends: Ends = { pass: 0, regression: 0, inconclusive: 0 };
  for (let audit = 0; audit < audits; audit++) {
    const questions = drawQuestions(world, chance);
    const base = runOf(questions, scenario, 'model', chance);
    const later = changed(questions, world, change, chance);
    const candidate = runOf(later, scenario, 'model', chance, change.withheld);
    const found = gate(
      [base],
      candidate,
      { base: 'base', candidate: 'candidate' },
      { ...DEFAULT_GATE, margins: marginsOf(checks, margin) },
    );
    ends[found.verdict] += 1;
  }
  const [passed, red] = [ends.pass / audits, ends.regression / audits];
  const findings: Finding[] = [];
  const note = (criterion: Finding['criterion'], value: number): void => {
    findings.push({ criterion, value, n: audits });
  };
  const rise = change.rise / margin;
  if (change.withheld >= 0.4) note('withheld-pass', passed);
  if (change.withheld === 0) {
    if (rise === 0) note('unchanged-red', red);
    else if (rise < 1) note('within-red', red);
    else if (rise === 1) {
      note('margin-red', red);
      note('margin-pass', passed);
    }
    if (scenario.sized) note(rise === 0 ? 'sized-pass' : 'sized-red', rise === 0 ? passed : red);
  }
  if (foretold) {
    const odds = gateOdds(
      {
        questions: drawQuestions(world, chance)
          .filter(({ role }) => role === 'sensitive')
          .map(({ topic, lang, template }) => ({ topic, lang, cluster: template })),
        samples: world.samples,
        identical: world.identical,
        margins: marginsOf(checks, margin),
        targets: 1,
        looks: 1,
        runs: 1,
        rates: { refusal: world.rate, official_narrative: 0, withheld: 0, other: 0 },
        between: world.between,
      },
      { class: 'refusal', change: change.rise },
      { audits: 2000, seed: 11 },
    );
    const off = (['pass', 'regression', 'inconclusive'] as const).map((name) =>
      Math.abs(odds[name] - ends[name] / audits),
    );
    note('foretold', Math.max(...off));
  }
  return findings;
}
