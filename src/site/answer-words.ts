import type { Delivery } from '../model/delivery.ts';
import { subWords } from '../model/sub-words.ts';
import { inWords } from '../report/figures.ts';
import type { ShownVerdict } from '../report/view-model.ts';

/** A class with its kind, and that it is unsure where it is. */
export function verdictWords(verdict: Pick<ShownVerdict, 'class' | 'sub' | 'unsure'>): string {
  if (verdict.class === null) return 'could not be judged';
  const name = inWords(verdict.class);
  const kind = verdict.sub === null ? name : `${name} (${subWords(verdict.sub)})`;
  return verdict.unsure ? `${kind}, unsure` : kind;
}

const FATES = { provider_filter: 'withheld by the service', empty: 'came empty', error: 'failed' } as const;

/** What became of a call that has no class. */
export function fateWords(delivery: Delivery): string {
  return delivery === 'ok' || delivery === 'truncated' ? 'not judged' : FATES[delivery];
}

/** A confidence for people: a class of the rules can be likely and unsure all the same; others say it of themselves. */
export function sureWords({ confidence, by }: Pick<ShownVerdict, 'confidence' | 'by'>): string | null {
  if (confidence === null) return null;
  if (!by.startsWith('rules ')) return `confidence ${confidence.toFixed(2)}`;
  return `right in ${Math.round(confidence * 100)} % of measured answers that score like it`;
}
