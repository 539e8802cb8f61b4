import { compareAcross } from '../../src/compare/compare.ts';
import { summarize } from '../../src/compare/summarize.ts';
import type { Observation } from '../../src/model/observation.ts';
import { findingRows } from '../../src/report/finding-rows.ts';
import { modelFindings } from '../../src/report/model-sentence.ts';
import type { ReportData } from '../../src/report/view-model.ts';
import { drawAnswers, observed } from './answers.ts';
import { chanceOf } from './chance.ts';
import type { Finding } from './finding.ts';
import type { FamilyScenario } from './scenario.ts';
import { drawQuestions } from './world.ts';

/** How often any sentence or cell says that something differs, where nothing does: all models answer from the same propensities. */
export function measureFamily({ label, world, models, of }: FamilyScenario, audits: number): Finding[] {
  const chance = chanceOf(label);
  let wrong = 0;
  for (let audit = 0; audit < audits; audit++) {
    const questions = drawQuestions(world, chance);
    const answers = Array.from({ length: models }, (_, i) => i).flatMap((i) =>
      drawAnswers(questions, world, chance).map((answer) => observed(answer, `model${String(i).padStart(2, '0')}`)),
    );
    if (of === 'sentences' ? saysMore(answers) : findsAny(answers)) wrong += 1;
  }
  return [{ criterion: 'family', value: wrong / audits, n: audits }];
}

function findsAny(answers: readonly Observation[]): boolean {
  return compareAcross(answers, 'targets').some(({ cells }) => cells.some((cell) => (cell.p_adjusted ?? 1) <= 0.05));
}

/** Whether any model is said to do something more or less often; a clause that says it cannot be shown says nothing. */
function saysMore(answers: readonly Observation[]): boolean {
  const runs = [{ run: { id: 'run', name: null }, summary: summarize(answers) }];
  const rows = findingRows({ runs } as unknown as ReportData);
  return modelFindings(rows).some(({ says }) =>
    says.split(';').some((clause) => /(?:more|less) often/.test(clause) && !/cannot be shown|not shown/.test(clause)),
  );
}
