import type { Observation } from '../../src/model/observation.ts';
import { type Observed, observationOf } from '../../src/model/observation.ts';
import type { Chance } from './chance.ts';
import type { Question } from './world.ts';

/** Whether each answer refuses: drawn once a question and sample; at temperature 0 once a question. */
export interface Answer {
  readonly question: Question;
  readonly sample: number;
  readonly refused: boolean;
}

/** Draws the answers to all questions. */
export function drawAnswers(
  questions: readonly Question[],
  { samples, identical }: { readonly samples: number; readonly identical: boolean },
  chance: Chance,
): Answer[] {
  return questions.flatMap((question) => {
    const first = chance.uniform() < question.propensity;
    return Array.from({ length: samples }, (_, sample) => ({
      question,
      sample,
      refused: identical || sample === 0 ? first : chance.uniform() < question.propensity,
    }));
  });
}

/** An answer as the statistics see it. `withheld`: the service kept it back. */
export function observed(
  { question, sample, refused }: Answer,
  target: string,
  { withheld = false, state = null }: { readonly withheld?: boolean; readonly state?: string | null } = {},
): Observation {
  const { probe, template, lang, topic, role, control } = question;
  const class_ = withheld ? null : refused ? 'refusal' : 'neutral';
  const all: Observed = {
    run: target,
    trial: `${target} ${probe} ${lang} ${sample}`,
    target,
    family: null,
    set: 'world',
    probe,
    variant: `${probe} ${lang}`,
    lang,
    topic,
    style: 'factual',
    role,
    state,
    control,
    sample,
    delivery: withheld ? 'provider_filter' : 'ok',
    cluster: template,
    class: class_,
  };
  return observationOf(all);
}
