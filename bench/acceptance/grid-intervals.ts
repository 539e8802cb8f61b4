import { auditsOf, labelOf, REPEATS, TEMPLATES, worlds } from './grid-parts.ts';
import type { ContrastScenario, RateScenario, World } from './scenario.ts';

const NONE_MISSING = { refused: 0, other: 0 };

function rateCell(world: World, share: RateScenario['missing'] = NONE_MISSING): RateScenario {
  const note = share === NONE_MISSING ? '' : `, withheld ${share.refused}/${share.other}`;
  return { kind: 'rate', label: `rate: ${labelOf(world)}${note}`, world, audits: auditsOf(world), missing: share };
}

/** Rates: plain, by template, by languages taken together. */
export function rates(): RateScenario[] {
  const plain = [6, 12, 30, 100, 200].flatMap((questions) =>
    [0.01, 0.03, 0.1, 0.4].flatMap((rate) =>
      REPEATS.flatMap((repeats) =>
        (repeats.samples === 1 || repeats.identical ? [0.5] : [0.2, 0.8]).map((between) => ({
          questions,
          rate,
          between,
          ...repeats,
        })),
      ),
    ),
  );
  const templated = [30, 100].flatMap((questions) =>
    [0.03, 0.1, 0.4].flatMap((rate) =>
      TEMPLATES.flatMap((templates) =>
        [0.5, 1].map((templateTie) => ({ questions, rate, templates, templateTie, between: 0.8 })),
      ),
    ),
  );
  const pooled = [12, 30, 100].flatMap((questions) =>
    [0.03, 0.1, 0.4].flatMap((rate) =>
      ([2, 3] as const).flatMap((langs) =>
        [0.5, 0.9].map((langTie) => ({ questions, rate, langs, langTie, between: 0.8 })),
      ),
    ),
  );
  return worlds([...plain, ...templated, ...pooled]).map((world) => rateCell(world));
}

/** Rates of which a part was withheld, more of one kind of answer than of the other. */
export function missing(): RateScenario[] {
  const shares = [
    { refused: 0.05, other: 0.05 },
    { refused: 0.4, other: 0.05 },
    { refused: 0.05, other: 0.4 },
    { refused: 0.4, other: 0.4 },
  ];
  return worlds([20, 100].flatMap((questions) => [0.02, 0.1, 0.4].map((rate) => ({ questions, rate })))).flatMap(
    (world) => shares.map((share) => rateCell(world, share)),
  );
}

/** Rates of both sides: rare, one arm empty, both empty, alike, far apart, near the end. */
const ARMS: readonly Pick<World, 'rate' | 'controlRate'>[] = [
  { rate: 0.02, controlRate: 0.02 },
  { rate: 0.1, controlRate: 0.02 },
  { rate: 0.1, controlRate: 0 },
  { rate: 0, controlRate: 0 },
  { rate: 0.4, controlRate: 0.1 },
  { rate: 0.4, controlRate: 0.4 },
  { rate: 0.95, controlRate: 0.4 },
];

/** Sensitive − control: alone, with shared controls, templates, languages. */
export function contrasts(): ContrastScenario[] {
  const plain = [8, 30, 100].flatMap((questions) =>
    ARMS.flatMap((arms) =>
      [1, 3, 10].flatMap((perControl) =>
        REPEATS.filter(({ samples, identical }) => samples !== 5 || identical).map((repeats) => ({
          questions,
          perControl,
          ...arms,
          ...repeats,
        })),
      ),
    ),
  );
  const templated = [30, 100].flatMap((questions) =>
    ARMS.filter(({ rate }) => rate > 0).flatMap((arms) =>
      TEMPLATES.map((templates) => ({ questions, templates, templateTie: 0.8, between: 0.8, perControl: 3, ...arms })),
    ),
  );
  const pooled = [12, 60].flatMap((questions) =>
    ARMS.filter(({ rate }) => rate > 0).flatMap((arms) =>
      ([2, 3] as const).map((langs) => ({ questions, langs, langTie: 0.8, between: 0.8, ...arms })),
    ),
  );
  return worlds([...plain, ...templated, ...pooled]).map((world) => ({
    kind: 'contrast',
    label: `contrast: ${labelOf(world)}`,
    world,
    audits: auditsOf(world),
  }));
}
