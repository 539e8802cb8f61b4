import { labelOf } from './grid-parts.ts';
import { type Errors, type SampleScenario, WORLD, type World } from './scenario.ts';

/** Classifiers: good, weak, weak on the sensitive side alone (what audits meet), and one that misses most. */
const CLASSIFIERS: readonly { readonly sensitive: Errors; readonly control: Errors }[] = [
  { sensitive: { found: 0.95, falseAlarm: 0.005 }, control: { found: 0.95, falseAlarm: 0.005 } },
  { sensitive: { found: 0.8, falseAlarm: 0.05 }, control: { found: 0.8, falseAlarm: 0.05 } },
  { sensitive: { found: 0.75, falseAlarm: 0.08 }, control: { found: 0.95, falseAlarm: 0.01 } },
  { sensitive: { found: 0.4, falseAlarm: 0.02 }, control: { found: 0.9, falseAlarm: 0.02 } },
];

/** Figures by a labelled sample. */
export function samples(): SampleScenario[] {
  const simulated = [60, 150, 300].flatMap((labels) =>
    [
      { rate: 0.03, controlRate: 0.01 },
      { rate: 0.1, controlRate: 0 },
      { rate: 0.1, controlRate: 0.1 },
      { rate: 0.4, controlRate: 0.05 },
      { rate: 0.6, controlRate: 0.4 },
    ].flatMap((arms) =>
      CLASSIFIERS.map((errors, i) =>
        sampleCell({ questions: 100, between: 0.6, ...arms }, labels, errors, `classifier ${i}`, null),
      ),
    ),
  );
  const dependent = [150, 300].flatMap((labels) =>
    CLASSIFIERS.slice(2, 3).flatMap((errors) => [
      sampleCell(
        { questions: 60, langs: 2, langTie: 0.8, between: 0.8, rate: 0.3, controlRate: 0.1 },
        labels,
        errors,
        'classifier 2',
        null,
      ),
      sampleCell(
        { questions: 90, perControl: 3, between: 0.8, rate: 0.3, controlRate: 0.1 },
        labels,
        errors,
        'classifier 2',
        null,
      ),
    ]),
  );
  const resampled = ['deepseek', 'qwen', 'llama', 'others', 'hosted', 'deccp'].flatMap((source) =>
    [100, 300].map((labels) =>
      sampleCell(
        { questions: 100, between: 0.6 },
        labels,
        CLASSIFIERS[0] as (typeof CLASSIFIERS)[number],
        `answers of ${source}`,
        source,
      ),
    ),
  );
  return [...simulated, ...dependent, ...resampled];
}

function sampleCell(
  part: Partial<World>,
  labels: number,
  errors: SampleScenario['errors'],
  name: string,
  source: string | null,
): SampleScenario {
  const world: World = { ...WORLD, ...part };
  return {
    kind: 'sample',
    label: `sample: ${labels} labels, ${name}; ${labelOf(world)}`,
    world,
    audits: 400,
    labels,
    errors,
    source,
  };
}
