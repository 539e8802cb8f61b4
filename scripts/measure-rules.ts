import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { calibrateClassifier } from '../src/audit/calibrate/calibrate-classifier.ts';
import { SHIPPED_ERROR_FILE } from '../src/audit/calibrate/measured-error.ts';
import { createRulesClassifier } from '../src/classify/rules.ts';
import { isoTime, systemClock } from '../src/lib/clock.ts';
import { canonicalJson } from '../src/lib/digest.ts';
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import { loadProbeMap } from '../src/probes/probe-map.ts';

/**
 * Measures the rules in both modes, held out by question, and writes the counts that ship. Rows of GOLD_PROBE name a shipped
 * probe. Each gold helps to fit what judges the other, and so do files given by --train; questions that are judged are always left out.
 * Usage: tsx scripts/measure-rules.ts GOLD_GENERAL.jsonl GOLD_PROBE.jsonl [--train FILE]... [--statement TEXT] [-o FILE]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    statement: { type: 'string' },
    output: { type: 'string', short: 'o' },
    train: { type: 'string', multiple: true },
  },
});
const [general, probe] = positionals;
if (general === undefined || probe === undefined) {
  console.error('usage: tsx scripts/measure-rules.ts GOLD_GENERAL.jsonl GOLD_PROBE.jsonl [--statement TEXT] [-o FILE]');
  process.exit(2);
}
const probes = await loadProbeMap([], PACKAGE_ROOT);
const lines = readFileSync(probe, 'utf8').trim().split('\n');
const known = lines.filter((line) => probes.has(JSON.parse(line).probe)).length;
console.log(
  `${known} of ${lines.length} rows of ${basename(probe)} name a shipped probe; the others are judged without one`,
);
const records = [];
for (const [mode, file] of [
  ['general', general],
  ['probe', probe],
] as const) {
  const source = { name: basename(file), stream: createReadStream(file) };
  const report = await calibrateClassifier(source, createRulesClassifier(mode), {
    group: 'question',
    probes: mode === 'probe' ? probes : null,
    at: isoTime(systemClock.now()),
    signal: new AbortController().signal,
    train: [...(values.train ?? []), mode === 'general' ? probe : general].map((file) => ({
      name: basename(file),
      stream: createReadStream(file),
    })),
  });
  const { record, folds, n } = report;
  const statement =
    values.statement ??
    `${n} labelled answers; the weights were fitted anew in ${folds} folds by question, each judged by the fit on the others; lexicons as shipped. Counts only: the answers are not part of this package.`;
  records.push({ ...record, gold: { ...record.gold, statement } });
  for (const [lang, { kappa, n: rows }] of Object.entries(report.by.lang))
    console.log(
      `${mode} ${lang}: n ${rows}, κ ${kappa.value?.toFixed(3)} [${kappa.lo?.toFixed(3)}, ${kappa.hi?.toFixed(3)}]`,
    );
}
writeFileSync(
  values.output ?? join(PACKAGE_ROOT, SHIPPED_ERROR_FILE),
  `[\n${records.map(canonicalJson).join(',\n')}\n]\n`,
);
