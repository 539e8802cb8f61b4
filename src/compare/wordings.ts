import type { Observation } from '../model/observation.ts';
import type { Role } from '../model/probe.ts';
import { nestedVariance } from '../stats/nested-variance.ts';
import { seededRandom } from '../stats/random.ts';
import { groupBy, isJudged } from './tally.ts';

/** Shufflings by which the number is found that chance alone would give. */
const SHUFFLES = 200;
/** Classes whose rates wordings are looked at for. */
export const WORDED_CLASSES = ['refusal', 'official_narrative'] as const;

/** How much the wording of a question matters to a target in a language. */
export interface WordingStability {
  readonly target: string;
  readonly lang: string;
  readonly role: Role;
  readonly class: (typeof WORDED_CLASSES)[number];
  /** Questions that were answered in several wordings. */
  readonly questions: number;
  /** Variance between wordings of a question, and between samples of a wording; null where no wording was asked twice. */
  readonly between: number | null;
  readonly within: number | null;
  /** Share of the variance that lies between wordings, 0…1; null where it cannot be told, or nothing varies. */
  readonly share: number | null;
  /** Questions that are unstable over wordings: most answers to one wording are of the class, most to another are not. */
  readonly unstable: number;
  /** How many would be if wordings did not matter: the mean over shuffled answers, by a fixed seed. */
  readonly by_chance: number;
}

/** How far answers hang on the wording, by target, language and role; nothing where no question has several. */
export function wordingStability(observations: readonly Observation[]): WordingStability[] {
  const worded = observations.filter((one) => one.phrasing !== undefined && isJudged(one));
  const groups = groupBy(worded, ({ target, lang, role }) => `${target} ${lang} ${role}`);
  return [...groups.values()].flatMap((members) => {
    const [one] = members;
    const questions = [...groupBy(members, ({ probe }) => probe).values()]
      .map((answers) => [...groupBy(answers, ({ phrasing }) => String(phrasing)).values()])
      .filter((wordings) => wordings.length > 1);
    if (one === undefined || questions.length === 0) return [];
    return WORDED_CLASSES.map((name) => {
      const counted = questions.map((wordings) =>
        wordings.map((answers) => answers.map((answer) => Number(answer.class === name))),
      );
      const found = nestedVariance(counted);
      return {
        target: one.target,
        lang: one.lang,
        role: one.role,
        class: name,
        questions: questions.length,
        between: found?.between ?? null,
        within: found?.within ?? null,
        share: found?.share ?? null,
        unstable: counted.filter(isUnstable).length,
        by_chance: unstableByChance(counted),
      };
    });
  });
}

function isUnstable(wordings: readonly (readonly number[])[]): boolean {
  const shares = wordings.map((answers) => answers.reduce((sum, y) => sum + y, 0) / answers.length);
  return Math.max(...shares) > 0.5 && Math.min(...shares) < 0.5;
}

function unstableByChance(questions: readonly (readonly (readonly number[])[])[]): number {
  const random = seededRandom(1);
  let found = 0;
  for (let round = 0; round < SHUFFLES; round++) {
    for (const wordings of questions) {
      const left = wordings.flat();
      const draw = (): number => left.splice(Math.floor(random() * left.length), 1)[0] ?? 0;
      if (isUnstable(wordings.map((answers) => answers.map(draw)))) found += 1;
    }
  }
  return found / SHUFFLES;
}
