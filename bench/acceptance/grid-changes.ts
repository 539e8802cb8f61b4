import { auditsOf, labelOf, REPEATS, TEMPLATES, worlds } from './grid-parts.ts';
import {
  type Change,
  type ChangeScenario,
  type FamilyScenario,
  type HomeScenario,
  UNCHANGED,
  WORLD,
  type World,
} from './scenario.ts';

/** Releases: the same model again, a changed one (evenly, in few questions), and another model of the same mean. */
const RELEASES: readonly Pick<Change, 'rise' | 'spread' | 'tie'>[] = [
  { rise: 0, spread: 'all', tie: 1 },
  { rise: 0, spread: 'all', tie: 0.5 },
  { rise: 0.1, spread: 'all', tie: 1 },
  { rise: 0.1, spread: 'few', tie: 1 },
  { rise: 0.3, spread: 'few', tie: 0.5 },
];

/** Candidate − base. */
export function changes(): ChangeScenario[] {
  const plain = [8, 30, 100].flatMap((questions) =>
    [0.01, 0.1, 0.4].flatMap((rate) =>
      REPEATS.filter(({ samples, identical }) => samples !== 5 || identical).map((repeats) => ({
        questions,
        rate,
        ...repeats,
      })),
    ),
  );
  const dependent = [0.03, 0.4].flatMap((rate) => [
    ...TEMPLATES.map((templates) => ({ questions: 60, rate, templates, templateTie: 0.8, between: 0.8 })),
    ...([2, 3] as const).map((langs) => ({ questions: 24, rate, langs, langTie: 0.8, between: 0.8 })),
  ]);
  return worlds([...plain, ...dependent]).flatMap((world) =>
    RELEASES.map((release) => ({
      kind: 'change' as const,
      label: `change: ${labelOf(world)}; rise ${release.rise} in ${release.spread}, tied ${release.tie}`,
      world,
      audits: auditsOf(world),
      change: { ...UNCHANGED, ...release },
    })),
  );
}

/** Home − away. */
export function homes(): HomeScenario[] {
  const sides = [
    { home: { rate: 0.02, controlRate: 0.02 }, away: { rate: 0.02, controlRate: 0.02 } },
    { home: { rate: 0.4, controlRate: 0.05 }, away: { rate: 0.1, controlRate: 0.05 } },
    { home: { rate: 0.4, controlRate: 0.05 }, away: { rate: 0, controlRate: 0 } },
  ];
  return [10, 40].flatMap((questions) =>
    [questions, 3 * questions].flatMap((others) =>
      [1, 3].flatMap((perControl) =>
        sides.map(({ home, away }): HomeScenario => {
          const world: World = { ...WORLD, questions, perControl, ...home };
          const label = `home: ${labelOf(world)}; away ${others} questions, rate ${away.rate}, controls ${away.controlRate}`;
          return { kind: 'home', label, world, audits: 500, away: { questions: others, ...away } };
        }),
      ),
    ),
  );
}

/** Families of sentences and cells in which nothing is true. */
export function families(): FamilyScenario[] {
  const cells: [number, FamilyScenario['of'], Partial<World>, number][] = [
    ...[1, 4, 37].flatMap((models) =>
      [0.02, 0.3].flatMap((rate): [number, FamilyScenario['of'], Partial<World>, number][] => [
        [models, 'sentences', { questions: 40, rate, controlRate: rate, topics: 4, perControl: 1 }, 400],
        [
          models,
          'sentences',
          { questions: 40, rate, controlRate: rate, topics: 4, perControl: 4, langs: 2, langTie: 0.8 },
          400,
        ],
      ]),
    ),
    [4, 'cells', { questions: 40, rate: 0.02, topics: 4 }, 300],
    [4, 'cells', { questions: 40, rate: 0.3, topics: 4 }, 300],
    [4, 'cells', { questions: 24, rate: 0.3, topics: 2, langs: 2, langTie: 0.8 }, 300],
    [37, 'cells', { questions: 30, rate: 0.3, topics: 2, samples: 1 }, 60],
  ];
  return cells.map(([models, of, part, audits]) => {
    const world = { ...WORLD, ...part };
    return { kind: 'family', label: `family: ${models} models, ${of}; ${labelOf(world)}`, world, audits, models, of };
  });
}
