import { labelOf } from './grid-parts.ts';
import { type Change, type GateScenario, type LooksScenario, UNCHANGED, WORLD, type World } from './scenario.ts';

const MARGIN = 0.05;
/** Rises by the margin. */
const RISES = [0, 0.4, 0.8, 1, 2];

function gateCell(part: Partial<World>, change: Partial<Change>, more: Partial<GateScenario> = {}): GateScenario {
  const checks = more.checks ?? 1;
  const world: World = { ...WORLD, ...part, topics: checks === 1 ? 1 : checks - 1 };
  const full: Change = { ...UNCHANGED, ...change };
  const { margin = MARGIN, baselines = 1, foretold = false, sized = false } = more;
  const notes = [
    `rise ${(full.rise / margin).toFixed(1)} × ${margin} in ${full.spread}`,
    `${checks} checks`,
    `${baselines} baseline`,
  ];
  if (full.tie < 1) notes.push(`tied ${full.tie}`);
  if (full.runShift > 0) notes.push(`run shift ${full.runShift}`);
  if (full.withheld > 0) notes.push(`withheld ${full.withheld}`);
  if (sized) notes.push('size by power');
  const label = `gate: ${labelOf(world)}; ${notes.join(', ')}`;
  return { kind: 'gate', label, world, audits: 800, change: full, margin, checks, baselines, foretold, sized };
}

/** Gates: sizes, rates, rises, numbers of checks, runs that shift, answers withheld. */
export function gates(): GateScenario[] {
  const sizes = [
    { questions: 20, samples: 5 },
    { questions: 60, samples: 3 },
    { questions: 200, samples: 1 },
    { questions: 200, samples: 5 },
    { questions: 60, samples: 5, identical: true },
  ];
  const plain = sizes.flatMap((size) =>
    [0.02, 0.1, 0.4].flatMap((rate) =>
      RISES.map((rise) =>
        gateCell({ ...size, rate, between: 0.6 }, { rise: rise * MARGIN }, { foretold: size.identical !== true }),
      ),
    ),
  );
  const few = RISES.slice(1).map((rise) =>
    gateCell({ questions: 100, samples: 3, rate: 0.1, between: 0.8 }, { rise: rise * MARGIN, spread: 'few' }),
  );
  const several = ([4, 20] as const).flatMap((checks) =>
    RISES.map((rise) =>
      gateCell(
        { questions: 190, samples: 3, rate: 0.1, between: 0.6 },
        { rise: rise * MARGIN },
        { checks, foretold: true },
      ),
    ),
  );
  const tied = [
    gateCell({ questions: 96, templates: [4], templateTie: 0.8, between: 0.8, rate: 0.3 }, {}),
    gateCell(
      { questions: 96, templates: [4], templateTie: 0.8, between: 0.8, rate: 0.3 },
      { rise: 0.8 * MARGIN, spread: 'few' },
    ),
    gateCell({ questions: 40, langs: 3, langTie: 0.8, between: 0.8, rate: 0.3 }, {}),
    gateCell({ questions: 40, langs: 3, langTie: 0.8, between: 0.8, rate: 0.3 }, { rise: 0.8 * MARGIN, spread: 'few' }),
    ...[0.05, 0.4].map((rate) =>
      gateCell({ questions: 60, samples: 5, identical: true, rate, between: 0.3 }, {}, { checks: 4 }),
    ),
  ];
  const shifted = [0.1, 0.3, 0.5].flatMap((rate) =>
    [100, 200].flatMap((questions) =>
      [0, 0.8].map((rise) =>
        gateCell(
          { questions, samples: 5, rate, between: 0.6 },
          { rise: rise * MARGIN, runShift: 0.2 },
          { baselines: 2 },
        ),
      ),
    ),
  );
  const withheld = [0.02, 0.1, 0.4].flatMap((rate) =>
    [0.05, 0.4].flatMap((share) =>
      sizes.slice(0, 4).map((size) => gateCell({ ...size, rate, between: 0.6 }, { withheld: share })),
    ),
  );
  const sized = [0.05, 0.1, 0.3].flatMap((rate) =>
    [0, 2].flatMap((rise) =>
      ([1, 4] as const).map((checks) =>
        gateCell({ rate, between: 0.6, samples: 3 }, { rise: rise * 0.1 }, { sized: true, margin: 0.1, checks }),
      ),
    ),
  );
  return [...plain, ...few, ...several, ...tied, ...shifted, ...withheld, ...sized];
}

/** A year of weekly gates. */
export function years(): LooksScenario[] {
  const size = { questions: 200, samples: 3, between: 0.6 };
  const cell = (rate: number, changesAt: number | null, runShift: number, identical = false): LooksScenario => {
    const world: World = { ...WORLD, ...size, rate, identical };
    const label = `looks: ${labelOf(world)}; ${changesAt === null ? 'unchanged' : `rise 0.1 at look ${changesAt}`}, run shift ${runShift}`;
    return {
      kind: 'looks',
      label,
      world,
      audits: 200,
      looks: 52,
      changesAt,
      rise: changesAt === null ? 0 : 0.1,
      margin: MARGIN,
      runShift,
      baselines: 2,
    };
  };
  return [
    ...[0.02, 0.1, 0.4].map((rate) => cell(rate, null, 0)),
    ...[0.1, 0.4].map((rate) => cell(rate, null, 0.2)),
    cell(0.1, null, 0, true),
    ...[1, 10, 40].map((at) => cell(0.1, at, 0)),
    cell(0.02, 10, 0),
  ];
}
