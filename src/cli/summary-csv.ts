import type { RunSummary } from '../audit/read/summarize-run.ts';
import { nameIn } from '../model/target-names.ts';
import { CLASSES } from '../model/verdict.ts';
import { csvField } from './comparison-csv.ts';

const HEAD =
  'target,lang,topic,style,role,class,planned,delivered,k,n,rate,lo,hi,pairs,matched_sensitive,matched_control,diff,diff_lo,diff_hi,p,p_adjusted,name';

/** Every rate of a summary as CSV, a line a group and class, with the difference to the controls beside sensitive ones; `name` is what people read of the target. Empty: null. */
export function summaryCsv({ rows, contrasts, names = {} }: RunSummary): string {
  const nameOf = nameIn(names);
  const lines = rows.flatMap((row) =>
    CLASSES.map((name) => {
      const { target, lang, topic, style, role } = row;
      const { k, n, rate, lo, hi } = row[name];
      const found =
        role !== 'sensitive'
          ? undefined
          : contrasts.find(
              (one) =>
                one.target === target &&
                one.lang === lang &&
                one.topic === topic &&
                one.style === style &&
                one.class === name,
            );
      const difference =
        found === undefined
          ? [null, null, null, null, null, null, null, null]
          : [found.pairs, found.sensitive, found.control, found.diff, found.lo, found.hi, found.p, found.p_adjusted];
      const own = [target, lang, topic, style, role, name, row.n, row.delivered, k, n, rate, lo, hi];
      return [...own, ...difference, nameOf(target)].map(csvField).join(',');
    }),
  );
  return `${[HEAD, ...lines].join('\n')}\n`;
}
