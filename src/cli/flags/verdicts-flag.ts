import type { Option } from 'commander';
import type { ClassifierChoice } from '../../audit/read/observations.ts';
import { textFlag } from './words.ts';

/** The flag by which every command that counts verdicts says whose. */
export function verdictsFlag(description = 'whose verdicts count'): Option {
  return textFlag('--classifier <name>', `${description} (default: the newest of a machine)`);
}

/** Whose verdicts count by that flag; null: the newest of a machine. */
export function verdictsChoice({ classifier }: { readonly classifier?: string }): ClassifierChoice | null {
  return classifier === undefined ? null : { name: classifier };
}

/** The flag by which a judge's or panel's verdicts on the sample drawn for labelling stand in the place of people's labels. */
export function labelsFlag(): Option {
  return textFlag(
    '--labels-by <name>',
    'a judge or panel whose verdicts count as the labels of the drawn sample (default: people’s labels)',
  );
}
