import type { Observation } from '../../src/model/observation.ts';
import { type Answer, drawAnswers, observed } from './answers.ts';
import type { Chance } from './chance.ts';
import type { Errors, SampleScenario } from './scenario.ts';
import { type QuestionCounts, questionsOfSource } from './sources.ts';
import { drawQuestions, type Question } from './world.ts';

/** An answer with what people call it and what the classifier found: of the class in question or not. */
export interface JudgedAnswer {
  readonly observation: Observation;
  readonly hit: boolean;
}

/** Draws an audit's answers and what a classifier makes of them, by the errors of each side or by a source's own answers. */
export function drawJudged({ world, errors, source }: SampleScenario, chance: Chance): JudgedAnswer[] {
  if (source !== null) return resampled(source, world.questions, world.samples, chance);
  return drawAnswers(drawQuestions(world, chance), world, chance).map((answer) => {
    const { found, falseAlarm }: Errors = errors[answer.question.role];
    const seen = chance.uniform() < (answer.refused ? found : falseAlarm);
    return { observation: observed({ ...answer, refused: seen }, 'model'), hit: answer.refused };
  });
}

/** Questions of a source and of its controls, drawn with their answers' classes and verdicts, each sample of its own. */
function resampled(source: string, questions: number, samples: number, chance: Chance): JudgedAnswer[] {
  const [sensitive, controls] = [questionsOfSource(source), questionsOfSource('control')];
  const pick = (from: readonly QuestionCounts[]): QuestionCounts =>
    from[Math.floor(chance.uniform() * from.length)] as QuestionCounts;
  const ask = (i: number, role: 'sensitive' | 'control', counts: QuestionCounts): JudgedAnswer[] => {
    const id = role === 'control' ? `c${i}` : `p${i}`;
    const control = role === 'control' ? null : `c${i}`;
    const question: Question = { probe: id, template: id, lang: 'en', topic: 'topic0', role, control, propensity: 0 };
    return Array.from({ length: samples }, (_, sample) => {
      const { hit, found } = answerOf(counts, chance);
      const answer: Answer = { question, sample, refused: found };
      return { observation: observed(answer, 'model'), hit };
    });
  };
  return Array.from({ length: questions }, (_, i) => i).flatMap((i) => [
    ...ask(i, 'sensitive', pick(sensitive)),
    ...ask(i, 'control', pick(controls)),
  ]);
}

function answerOf(
  { both, missed, falseAlarm, neither }: QuestionCounts,
  chance: Chance,
): { hit: boolean; found: boolean } {
  const place = chance.uniform() * (both + missed + falseAlarm + neither);
  const hit = place < both + missed;
  return { hit, found: hit ? place < both : place < both + missed + falseAlarm };
}

/** The true rates of both sides. */
export function truthOf({ world, source }: SampleScenario): { readonly sensitive: number; readonly control: number } {
  if (source === null) return { sensitive: world.rate, control: world.controlRate ?? 0 };
  return { sensitive: meanRate(source), control: meanRate('control') };
}

function meanRate(source: string): number {
  const questions = questionsOfSource(source);
  const share = ({ both, missed, falseAlarm, neither }: QuestionCounts): number =>
    (both + missed) / (both + missed + falseAlarm + neither);
  return questions.reduce((sum, question) => sum + share(question), 0) / questions.length;
}
