import { gate } from '../../src/compare/gate.ts';
import { gateSize } from '../../src/compare/gate-size.ts';
import { type GatePlan, gateOdds } from '../../src/compare/power.ts';
import { chanceOf } from './chance.ts';
import type { Finding } from './finding.ts';
import { configOf, runOf } from './gated-runs.ts';
import type { GateScenario, LooksScenario, World } from './scenario.ts';
import { changed, drawQuestions, type Question } from './world.ts';

const ENDS = ['pass', 'regression', 'inconclusive'] as const;
const LABELS = { base: 'base', candidate: 'candidate' };
/** Looks after a change within which it must be found. */
const SOON = 3;

/** How the gates of a cell end, and how far from what was foretold. */
export function measureGate(scenario: GateScenario, audits: number): Finding[] {
  const { label, change, margin, checks, baselines, foretold, sized } = scenario;
  const chance = chanceOf(label);
  const world = sized ? sizedWorld(scenario) : scenario.world;
  if (world === null) return [];
  const config = configOf(checks, margin);
  const ends = { pass: 0, regression: 0, inconclusive: 0 };
  for (let audit = 0; audit < audits; audit++) {
    const questions = drawQuestions(world, chance);
    const runs = Array.from({ length: baselines }, () =>
      runOf(questions, world, { runShift: change.runShift }, chance),
    );
    const candidate = runOf(changed(questions, world, change, chance), world, change, chance);
    ends[gate(runs, candidate, LABELS, config).verdict] += 1;
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
    if (sized) note(rise === 0 ? 'sized-pass' : 'sized-red', rise === 0 ? passed : red);
  }
  if (foretold) {
    const plan = planOf(scenario, drawQuestions(world, chance));
    const odds = gateOdds(plan, { class: 'refusal', change: change.rise }, { audits: 2000, seed: 11 });
    note('foretold', Math.max(...ENDS.map((name) => Math.abs(odds[name] - ends[name] / audits))));
  }
  return findings;
}

/** The world with as many questions as `power` names for 80 %; null: it names none. */
function sizedWorld(scenario: GateScenario): World | null {
  const { world, label, margin } = scenario;
  const questions = drawQuestions(world, chanceOf(`size of ${label}`));
  const size = gateSize(planOf(scenario, questions), { class: 'refusal', change: 2 * margin }, 11);
  return size.questions === null ? null : { ...world, questions: size.questions };
}

/** What is told to `power` beforehand: questions, samples, margins and the expected rate. */
function planOf({ world, margin, checks, baselines }: GateScenario, questions: readonly Question[]): GatePlan {
  return {
    questions: questions
      .filter(({ role }) => role === 'sensitive')
      .map(({ topic, lang, template }) => ({ topic, lang, cluster: template })),
    samples: world.samples,
    identical: world.identical,
    margins: configOf(checks, margin).margins,
    targets: 1,
    looks: 1,
    runs: baselines,
    rates: { refusal: world.rate, official_narrative: 0, withheld: 0, other: 0 },
    between: world.between,
  };
}

/** A year of gates against one baseline: whether any is red, or how soon a change is found. */
export function measureLooks(scenario: LooksScenario, audits: number): Finding[] {
  const { label, world, looks, changesAt, rise, margin, runShift, baselines } = scenario;
  const chance = chanceOf(label);
  const config = configOf(1, margin, looks);
  let years = 0;
  for (let audit = 0; audit < audits; audit++) {
    const questions = drawQuestions(world, chance);
    const later = changed(questions, world, { rise, spread: 'all', tie: 1, runShift: 0, withheld: 0 }, chance);
    const runs = Array.from({ length: baselines }, () => runOf(questions, world, { runShift }, chance));
    const [from, to] = changesAt === null ? [1, looks] : [changesAt, changesAt + SOON - 1];
    for (let look = from; look <= to; look++) {
      const candidate = runOf(changesAt === null ? questions : later, world, { runShift }, chance);
      if (gate(runs, candidate, LABELS, config, { look }).verdict !== 'regression') continue;
      years += 1;
      break;
    }
  }
  return [{ criterion: changesAt === null ? 'year-red' : 'year-found', value: years / audits, n: audits }];
}
