import type { ServedTarget } from '../audit/read/served-targets.ts';
import { visible } from '../lib/visible.ts';
import type { Served } from '../model/served.ts';
import { wrapped } from './table.ts';

/** Names that a line lists for one target. */
const MOST_NAMED = 4;

/** Who answered, a line a target that says it, and what of it is to be read before the figures. */
export function servedLines(served: readonly ServedTarget[]): string[] {
  const told = served.filter(({ answers }) => answers.some((one) => servedWords(one) !== null));
  const lines = told.map(({ target, answers }) => {
    const names = answers.slice(0, MOST_NAMED).map((one) => `${servedWords(one) ?? 'not told'} (${one.n})`);
    const more = answers.length > MOST_NAMED ? ` and ${answers.length - MOST_NAMED} more` : '';
    return `Answered for ${visible(target)}: ${names.join(', ')}${more}.`;
  });
  const warnings = served.flatMap((one) => one.warnings).map((warning) => `warning: ${visible(warning)}`);
  return [...lines, ...warnings].map(wrapped);
}

/** Who gave an answer, in words; null: the answer does not say. */
export function servedWords({ model, by, fingerprint, region }: Served): string | null {
  const parts = [
    model,
    by === null ? null : `by ${by}`,
    fingerprint === null ? null : `fingerprint ${fingerprint}`,
    region === null ? null : `in ${region}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : visible(parts.join(', '));
}
