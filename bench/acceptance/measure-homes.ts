import { homeRows } from '../../src/compare/home.ts';
import type { Observation } from '../../src/model/observation.ts';
import { drawAnswers, observed } from './answers.ts';
import { chanceOf } from './chance.ts';
import type { Finding } from './finding.ts';
import type { HomeScenario } from './scenario.ts';
import { Tally } from './tally.ts';
import { drawQuestions } from './world.ts';

/** Coverage of home − away as observed: one model, its own state's subjects and another's, each with controls. */
export function measureHome({ label, world, away }: HomeScenario, audits: number): Finding[] {
  const chance = chanceOf(label);
  const truth = world.rate - (world.controlRate ?? 0) - (away.rate - away.controlRate);
  const tally = new Tally(truth, [-2, 2]);
  for (let audit = 0; audit < audits; audit++) {
    const answers = [
      { state: 'CN', questions: drawQuestions(world, chance, 'home ') },
      { state: 'US', questions: drawQuestions({ ...world, ...away }, chance, 'away ') },
    ].flatMap(({ state, questions }): Observation[] =>
      drawAnswers(questions, world, chance).map((answer) =>
        observed(answer, 'model', { state: answer.question.role === 'sensitive' ? state : null }),
      ),
    );
    const rows = homeRows(answers, new Map([['model', 'CN']]));
    const found = rows.find((row) => row.class === 'refusal')?.observed ?? null;
    tally.add({ value: found?.diff ?? null, lo: found?.lo ?? null, hi: found?.hi ?? null });
  }
  const { coverage, share } = tally;
  if (coverage === null) return [];
  const n = Math.round(share * audits);
  return [
    { criterion: 'covers', value: coverage, n },
    { criterion: 'covers-always', value: coverage, n },
  ];
}
