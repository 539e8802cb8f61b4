import type { Option } from 'commander';
import type { Estimand } from '../../compare/estimand.ts';
import { choiceFlag } from './words.ts';

/** Short names of what figures speak of. */
const NAMES = {
  these: 'these questions',
  like: 'questions like these on these topics',
  topics: 'topics in general',
} as const satisfies Readonly<Record<string, Estimand>>;
export type EstimandName = keyof typeof NAMES;

/** `--estimand these|like|topics`. */
export function estimandFlag(): Option {
  return choiceFlag(
    '--estimand <of>',
    'what the intervals speak of: these questions, questions like these on these topics, or topics in general (ten topics or more)',
    Object.keys(NAMES) as EstimandName[],
  ).default('like');
}

/** The estimand of a flag's value. */
export function estimandOf(name: EstimandName = 'like'): Estimand {
  return NAMES[name];
}
