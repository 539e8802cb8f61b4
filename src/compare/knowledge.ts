import { compareText } from '../lib/compare-text.ts';
import type { Observation } from '../model/observation.ts';
import { groupBy, isJudged } from './tally.ts';

/** What was seen of one check: which fact of which probe, whose answer, in which language and form, and whether it was right. */
export interface CheckAnswer {
  readonly target: string;
  readonly probe: string;
  readonly fact: number;
  readonly lang: string;
  readonly form: 'open' | 'choice';
  readonly right: boolean;
}

/** How a difference to the controls is made up, in shares: its parts add up to it. */
export interface KnowledgeRow {
  readonly target: string;
  readonly lang: string;
  /** `omission`: neutral answers that name none of the facts that were asked for. */
  readonly kept: 'refusal' | 'omission';
  readonly pairs: number;
  readonly diff: number;
  /** Of the difference, what comes from questions of which the target shows that it knows a fact. */
  readonly suppression: number;
  /** What comes from questions whose checks it did not pass. */
  readonly incapacity: number;
  /** What comes from questions without a check, or whose checks brought no answer. */
  readonly unasked: number;
  readonly probes: { readonly known: number; readonly unknown: number; readonly unasked: number };
}

/**
 * Which probes' facts a target shows that it knows: it names one when asked innocently, or finds it in the forced choice wherever it stands, in any
 * language. By target and probe; a pair that is not there was not asked.
 */
export function knownProbes(checks: readonly CheckAnswer[]): Map<string, boolean> {
  const byProbe = groupBy(checks, ({ target, probe }) => knowledgeKey(target, probe));
  return new Map(
    [...byProbe].map(([key, own]) => {
      const open = own.some(({ form, right }) => form === 'open' && right);
      const choices = groupBy(
        own.filter(({ form }) => form === 'choice'),
        ({ fact, lang }) => `${fact} ${lang}`,
      );
      return [key, open || [...choices.values()].some((all) => all.length > 1 && all.every(({ right }) => right))];
    }),
  );
}

/** How the answers to checks are kept by target and probe. */
export function knowledgeKey(target: string, probe: string): string {
  return `${target}\n${probe}`;
}

/**
 * Sensitive minus control over the pairs of each target and language, parted by what the target knows. A pair whose question is kept back and whose
 * fact the target does not show to know is incapacity: it could not have told. Nothing where no check was asked.
 */
export function knowledgeRows(
  observations: readonly Observation[],
  known: ReadonlyMap<string, boolean>,
): KnowledgeRow[] {
  if (known.size === 0) return [];
  const rows: KnowledgeRow[] = [];
  for (const all of groupBy(observations.filter(isJudged), ({ target, lang }) => `${target}\n${lang}`).values()) {
    const [{ target, lang } = { target: '', lang: '' }] = all;
    const byProbe = groupBy(all, ({ probe }) => probe);
    for (const kept of ['refusal', 'omission'] as const) {
      const share = (answers: readonly Observation[]): number =>
        answers.filter((one) => (kept === 'refusal' ? one.class === 'refusal' : one.omits === true)).length /
        answers.length;
      const pairs = [...byProbe].flatMap(([probe, answers]) => {
        const control = byProbe.get(answers[0]?.control ?? '');
        if (answers[0]?.role !== 'sensitive' || control === undefined) return [];
        return [{ diff: share(answers) - share(control), knows: known.get(knowledgeKey(target, probe)) ?? null }];
      });
      if (pairs.length === 0) continue;
      const part = (knows: boolean | null) => pairs.filter((pair) => pair.knows === knows);
      const mean = (some: typeof pairs): number => some.reduce((sum, { diff }) => sum + diff, 0) / pairs.length;
      rows.push({
        target,
        lang,
        kept,
        pairs: pairs.length,
        diff: mean(pairs),
        suppression: mean(part(true)),
        incapacity: mean(part(false)),
        unasked: mean(part(null)),
        probes: { known: part(true).length, unknown: part(false).length, unasked: part(null).length },
      });
    }
  }
  return rows.sort((a, b) => compareText(a.target + a.lang, b.target + b.lang));
}
