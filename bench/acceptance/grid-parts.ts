import { WORLD, type World } from './scenario.ts';

/** How a question's answers come: once, thrice, five times, five times the same. */
export const REPEATS: readonly Pick<World, 'samples' | 'identical'>[] = [
  { samples: 1, identical: false },
  { samples: 3, identical: false },
  { samples: 5, identical: false },
  { samples: 5, identical: true },
];
/** Questions that hang together by template: some in fives, all in fours, a third of them in one. */
export const TEMPLATES: readonly (readonly number[])[] = [
  [1, 1, 1, 1, 1, 5],
  [4],
  [10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
];

/** Simulated audits of a cell: fewer where each has many answers. */
export function auditsOf({ questions, langs, samples }: World): number {
  return questions * langs * samples > 400 ? 300 : 500;
}

/** A world in words. */
export function labelOf(world: World): string {
  const { questions, langs, samples, identical, rate, between, templates, templateTie, langTie } = world;
  const parts = [
    `${questions} questions × ${samples}${identical ? ' identical' : ''}`,
    `rate ${rate}`,
    `between ${between}`,
  ];
  if (langs > 1) parts.push(`${langs} languages tied ${langTie}`);
  if (templates.length > 1 || templates[0] !== 1)
    parts.push(`templates of ${Math.max(...templates)} tied ${templateTie}`);
  if (world.controlRate !== null) parts.push(`controls ${world.controlRate}, ${world.perControl} to one`);
  if (world.topics > 1) parts.push(`${world.topics} topics`);
  return parts.join(', ');
}

/** The usual world with these parts of it changed. */
export function worlds(parts: readonly Partial<World>[]): World[] {
  return parts.map((part) => ({ ...WORLD, ...part }));
}
