import { compareText } from '../lib/compare-text.ts';
import type { Observation } from '../model/observation.ts';
import { HAND_WRITTEN } from '../model/observation.ts';
import { kendall, type RankCorrelation, spearman } from '../stats/rank-correlation.ts';
import { byOrigin } from './origins.ts';
import { groupBy, isJudged } from './tally.ts';

/** How alike hand-written questions and those of a frame rank the models, in one language, by their rate of a class. */
export interface OriginRank {
  readonly lang: string;
  readonly class: (typeof CLASSES)[number];
  /** The origin that is held against hand-written questions. */
  readonly origin: string;
  /** Models that answered sensitive questions of both. */
  readonly models: number;
  readonly spearman: RankCorrelation | null;
  readonly kendall: RankCorrelation | null;
  /** Why there is none; null: there is. */
  readonly why: string | null;
}

const CLASSES = ['refusal', 'official_narrative'] as const;
/** Under so many models no correlation of their ranks is given. */
const FEWEST_MODELS = 5;

/** Rank correlations of models between hand-written sensitive questions and those of each other origin, and of all others together; every question has the same weight. */
export function originRanks(observations: readonly Observation[]): OriginRank[] {
  const sensitive = observations.filter((one) => isJudged(one) && one.role === 'sensitive');
  const rows: OriginRank[] = [];
  for (const [lang, inLang] of [...groupBy(sensitive, (one) => one.lang)].sort(([a], [b]) => compareText(a, b))) {
    const parts = byOrigin(inLang);
    const own = parts.find(([origin]) => origin === HAND_WRITTEN)?.[1];
    if (own === undefined) continue;
    for (const [origin, drawn] of parts) {
      if (origin === HAND_WRITTEN) continue;
      for (const name of CLASSES) {
        const [written, others] = [ratesOf(own, name), ratesOf(drawn, name)];
        const models = [...written.keys()].filter((target) => others.has(target));
        const values = (rates: ReadonlyMap<string, number>) => models.map((target) => rates.get(target) ?? 0);
        const enough = models.length >= FEWEST_MODELS;
        const rho = enough ? spearman(values(written), values(others)) : null;
        const tau = enough ? kendall(values(written), values(others)) : null;
        const why = enough ? (rho === null ? 'all models alike' : null) : `too few models: under ${FEWEST_MODELS}`;
        rows.push({ lang, class: name, origin, models: models.length, spearman: rho, kendall: tau, why });
      }
    }
  }
  return rows;
}

/** By target, the mean over questions of the share of answers of a class. */
function ratesOf(answers: readonly Observation[], name: string): Map<string, number> {
  return new Map(
    [...groupBy(answers, ({ target }) => target)].map(([target, own]) => {
      const shares = [...groupBy(own, ({ probe }) => probe).values()].map(
        (some) => some.filter((one) => one.class === name).length / some.length,
      );
      return [target, shares.reduce((sum, share) => sum + share, 0) / shares.length];
    }),
  );
}
