import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SHIPPED_ERROR_FILE } from '../src/audit/calibrate/measured-error.ts';
import { createRulesClassifier } from '../src/classify/rules.ts';
import { isoTime, systemClock } from '../src/lib/clock.ts';
import { canonicalJson } from '../src/lib/digest.ts';
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import type { CalibrationRecord } from '../src/model/calibration.ts';
import type { Mode, Verdict } from '../src/model/verdict.ts';
import { loadProbeMap } from '../src/probes/probe-map.ts';
import { fitDecision } from './training/fit-decision.ts';
import { type GoldRow, itemOf, readGoldRows } from './training/gold-rows.ts';
import { LEFT_OUT, type PartsRow, weightsFile } from './training/left-out.ts';
import { describeParts, type LeftOutVerdict, leftOutTable } from './training/left-out-table.ts';
import { type MeasuredFrom, measuredRecord } from './training/measured-record.ts';

/**
 * Judges every labelled answer by the whole classifier, fitted (its parts, their join, its confidences and the thresholds of `unsure`) without the
 * answer's source and question, prints the tables of docs/classifier.md, and writes the measured error that ships. GOLD and PARTS as for read-left-out.ts.
 * Usage: tsx scripts/measure-left-out.ts GOLD.jsonl PARTS.jsonl [--errors FILE] [--write | --to FILE]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { errors: { type: 'string' }, write: { type: 'boolean' }, to: { type: 'string' } },
});
const [gold, file] = positionals;
if (gold === undefined || file === undefined) {
  console.error('usage: tsx scripts/measure-left-out.ts GOLD.jsonl PARTS.jsonl [--errors FILE] [--write | --to FILE]');
  process.exit(2);
}
const parts = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as PartsRow);
const rows = readGoldRows(gold);
const probes = await loadProbeMap([], PACKAGE_ROOT);

function judgeLeftOut(mode: Mode): LeftOutVerdict[] {
  return LEFT_OUT.flatMap(({ name, test }) => {
    const weights = JSON.parse(readFileSync(weightsFile(file ?? '', name), 'utf8'));
    const others = parts.filter(({ part }) => part !== name);
    const rules = createRulesClassifier(mode, { ...weights, decision: fitDecision(others) });
    return rows.filter(test).flatMap((row): LeftOutVerdict[] => {
      const probe = mode === 'probe' ? (probes.get(row.probe ?? '') ?? null) : null;
      if (mode === 'probe' && row.source !== 'probes') return [];
      const verdict: Verdict = rules.judge({ ...itemOf(row), probe });
      return [{ part: name, row, verdict }];
    });
  });
}

/** What corrects rates: real answers to political questions that were read, from models of some size. */
const isPolitical = ({ source, weak, label }: GoldRow): boolean =>
  !weak && label !== null && !['do-not-answer', 'probes', 'written'].includes(source);

const recordOf = (
  mode: Mode,
  judged: readonly LeftOutVerdict[],
  from: Pick<MeasuredFrom, 'name' | 'annotators' | 'statement' | 'extra'>,
): CalibrationRecord =>
  measuredRecord(judged, { classifier: createRulesClassifier(mode), at: isoTime(systemClock.now()), ...from });

const general = judgeLeftOut('general');
const table = leftOutTable(general);
console.log(describeParts(general, table));
if (values.errors !== undefined)
  writeFileSync(
    values.errors,
    general
      .filter(({ row, verdict }) => row.label !== null && verdict.class !== row.label)
      .sort((a, b) => (b.verdict.confidence ?? 0) - (a.verdict.confidence ?? 0))
      .map(({ part, row, verdict }) =>
        JSON.stringify([
          verdict.confidence,
          verdict.unsure,
          part,
          row.lang,
          row.label,
          verdict.class,
          verdict.sub,
          row.weak,
          row.prompt.slice(0, 120),
          row.response.slice(0, 600),
        ]),
      )
      .join('\n'),
  );
if (values.write === true || values.to !== undefined) {
  const records = [
    recordOf(
      'general',
      general.filter(({ row }) => isPolitical(row)),
      {
        name: 'political answers',
        annotators: ['language-model'],
        statement:
          'Public answers to political questions, labelled by language models under the codebook (a tenth and more of them twice, blind); every answer was judged by a fit, join and confidences included, that saw neither its source nor its question. Lexicons were written with a view of a part of the answers. Counts, and the lengths of the answers: their texts are not part of this package.',
        extra: table,
      },
    ),
    recordOf('probe', judgeLeftOut('probe'), {
      name: 'gold-probes.jsonl',
      annotators: ['language-model'],
      statement:
        'Answers of a very small model to the shipped probes (data/gold-probes.jsonl of the repository), judged by a fit without them. Counts, and the lengths of the answers.',
    }),
  ];
  writeFileSync(
    values.to ?? join(PACKAGE_ROOT, SHIPPED_ERROR_FILE),
    `[\n${records.map(canonicalJson).join(',\n')}\n]\n`,
  );
}
