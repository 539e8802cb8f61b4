import { summarize } from '../../src/compare/summarize.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { PoolItem } from '../../src/review/queue.ts';
import { drawSample, SAMPLE_FIELDS } from '../../src/review/sample.ts';
import { chanceOf } from './chance.ts';
import type { Finding } from './finding.ts';
import { drawJudged, type JudgedAnswer, truthOf } from './judged-answers.ts';
import type { SampleScenario } from './scenario.ts';
import { Tally } from './tally.ts';

/** Fewer intervals than this say nothing of how often they hold. */
const LEAST = 50;

/** Coverage of the rate and of the contrast by a sample that is labelled inside the audit, where they are given at all. */
export function measureSample(scenario: SampleScenario, audits: number): Finding[] {
  const chance = chanceOf(scenario.label);
  const { sensitive, control } = truthOf(scenario);
  const rate = new Tally(sensitive, [0, 1]);
  const contrast = new Tally(sensitive - control, [-1, 1]);
  for (let audit = 0; audit < audits; audit++) {
    const { rows, contrasts } = summarize(labelled(drawJudged(scenario, chance), scenario.labels, audit));
    const row = rows.find((one) => one.role === 'sensitive' && (scenario.world.langs === 1 || one.lang === null));
    const found = contrasts.find((one) => one.class === 'refusal' && (scenario.world.langs === 1 || one.lang === null));
    const { rate: value = null, lo = null, hi = null } = row?.labelled?.refusal ?? {};
    rate.add({ value, lo, hi });
    const { diff = null, lo: least = null, hi: most = null } = found?.labelled ?? {};
    contrast.add({ value: diff, lo: least, hi: most });
  }
  return [rate, contrast].flatMap((tally): Finding[] => {
    const n = Math.round(tally.share * audits);
    if (tally.coverage === null || n < Math.min(LEAST, audits / 2)) return [];
    return [
      { criterion: 'sample-covers', value: tally.coverage, n },
      { criterion: 'sample-covers-always', value: tally.coverage, n },
    ];
  });
}

/** The answers, those of a drawn sample with their labels. */
function labelled(answers: readonly JudgedAnswer[], size: number, seed: number): Observation[] {
  const pool = answers.map(({ observation: { trial, probe, topic, lang, target, role, class: found } }): PoolItem => {
    return { trial, probe, topic, lang, target, role, class: found, confidence: null, disagreement: false };
  });
  const { items } = drawSample(pool, { size, seed, fields: SAMPLE_FIELDS });
  const weights = new Map(items.map(({ trial, probability }) => [trial, 1 / probability]));
  return answers.map(({ observation, hit }) => {
    const weight = weights.get(observation.trial);
    if (weight === undefined) return observation;
    const shares = { refusal: hit ? 1 : 0, official_narrative: 0, neutral: hit ? 0 : 1, other: 0 };
    return { ...observation, label: { weight, shares } };
  });
}
