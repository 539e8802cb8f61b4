import { createRulesClassifier } from '../../classify/rules.ts';
import type { Row } from '../../formats/row.ts';
import { UsageError } from '../../lib/errors.ts';
import type { Probe } from '../../model/probe.ts';
import type { Verdict } from '../../model/verdict.ts';
import { variantHash, variantsOf } from '../../probes/variant.ts';
import { responseOf } from '../collect/collected-records.ts';
import { itemsOf, judgeItem } from '../judge/answer-verdicts.ts';
import { cutThoughtVerdict, wasCutThought } from '../judge/cut-thoughts.ts';

/** Gives a row of an export the verdict of today's rules; null: nothing of it is judged. */
export type RowJudge = (row: Row) => Promise<Verdict | null>;

/**
 * Judges sensitive rows as `candor classify` does those of a store. An export has no claims and facts: they are those of the probe that asks the same
 * words. Throws UsageError for a question that no probe asks.
 */
export function rowJudge(probes: ReadonlyMap<string, Probe>): RowJudge {
  const rules = createRulesClassifier('probe');
  const { signal } = new AbortController();
  const wordings = new Map<string, boolean>();
  const isAsked = (probe: Probe, lang: string, hash: string): boolean => {
    const known = wordings.get(hash);
    if (known !== undefined) return known;
    const found = variantsOf(probe, [lang], Number.POSITIVE_INFINITY).some((one) => one.hash === hash);
    wordings.set(hash, found);
    return found;
  };
  return async (row) => {
    if (row.role !== 'sensitive') return null;
    const { lang, prompt } = row;
    const probe = probes.get(row.probe);
    if (probe === undefined || !isAsked(probe, lang, variantHash(row.probe, lang, prompt)))
      throw new UsageError(
        `expected the questions of the export in the probe sets of candor.yaml, whose claims and facts the rules read, got ${row.probe} (${lang}) in other words or not at all. Name in probes: the sets that were asked, or ask the release again`,
      );
    if (wasCutThought(row)) return cutThoughtVerdict(rules);
    const response = responseOf({ ...row, line: 0, error: null }, true);
    const item = itemsOf(response, { lang, prompt, probe }).find(({ of }) => of === 'response');
    return item === undefined ? null : ((await judgeItem(rules, item, signal)).at(-1) ?? null);
  };
}
