import { type Calibration, calibrate, type Judged } from '../classify/calibrate.ts';
import type { Classifier } from '../classify/classifier.ts';
import { type GoldLine, goldLineSchema } from '../formats/gold-line.ts';
import { type LineSource, readJsonLines } from '../formats/read-lines.ts';
import { contentHash } from '../lib/digest.ts';
import { UsageError } from '../lib/errors.ts';
import { normalizeLang } from '../lib/lang.ts';
import type { ClassifierId } from '../lib/verdict.ts';
import type { Probe } from '../probes/probe.ts';
import type { CalibrationRecord } from '../store/store.ts';

/** A calibration with whose it is, the answers that were judged wrongly, and what a store keeps of it. */
export interface CalibrationReport extends Calibration {
  readonly classifier: ClassifierId;
  readonly errors: readonly (Judged & { readonly evidence: string | null; readonly response: string })[];
  readonly record: CalibrationRecord;
}

/** Holds a classifier against gold labels. `group` names the field whose rows are resampled together. */
export async function calibrateClassifier(
  source: LineSource,
  classifier: Classifier,
  options: {
    readonly group: 'question' | 'id';
    readonly probes: ReadonlyMap<string, Probe> | null;
    readonly at: string;
    readonly signal: AbortSignal;
  },
): Promise<CalibrationReport> {
  const judged: CalibrationReport['errors'][number][] = [];
  const ids: string[] = [];
  for await (const { value: row } of readJsonLines(source, goldLineSchema)) {
    ids.push(contentHash([row.id, row.label, row.response]));
    const verdict = await classifier.classify(
      {
        text: row.response,
        of: 'response',
        prompt: row.prompt,
        lang: normalizeLang(row.lang),
        truncated: row.delivery === 'truncated',
        probe: options.probes?.get(row.probe ?? '') ?? null,
      },
      options.signal,
    );
    judged.push({
      id: row.id,
      label: row.label,
      found: verdict.class,
      confidence: verdict.confidence,
      lang: normalizeLang(row.lang),
      source: row.source ?? null,
      group: groupOf(row, options.group),
      evidence: verdict.evidence?.text ?? null,
      response: row.response,
    });
  }
  if (judged.length === 0) throw new UsageError(`expected labelled answers in ${source.name}, got none`);
  const calibration = calibrate(judged);
  const { name, version, mode } = classifier;
  const id = { name, version, mode };
  const langs = [...new Set(judged.map(({ lang }) => lang))];
  return {
    classifier: id,
    ...calibration,
    errors: judged.filter(({ label, found }) => label !== found),
    record: {
      classifier: id,
      at: options.at,
      gold: { name: source.name, rows: judged.length, hash: contentHash(ids) },
      byLang: Object.fromEntries(langs.map((lang) => [lang, calibration.by.lang[lang]?.confusion ?? []])),
    },
  };
}

function groupOf(row: GoldLine, group: 'question' | 'id'): string {
  return group === 'question' ? (row.question ?? row.prompt) : row.id;
}
