import { basename } from 'node:path';
import type { SideInfo } from '../../compare/comparability.ts';
import { metaSchema, readMeta } from '../../formats/meta.ts';
import { fileSource, type Line, readJsonLines } from '../../formats/read-lines.ts';
import { type Row, rowSchema } from '../../formats/row.ts';
import { servedOfRow } from '../../formats/served-of-row.ts';
import { collect } from '../../lib/collect.ts';
import { contentHash } from '../../lib/digest.ts';
import { ConfigError } from '../../lib/errors.ts';
import { isDelivered } from '../../model/delivery.ts';
import type { LabelSample } from '../../model/label-sample.ts';
import type { Lang } from '../../model/lang.ts';
import { type Observation, observationOf, spentBudget } from '../../model/observation.ts';
import { countServed } from '../../model/served.ts';
import type { ClassifierId } from '../../model/verdict.ts';
import { variantHash } from '../../probes/variant.ts';
import type { Store } from '../../store/store.ts';
import { type ClassifierChoice, countedVerdict, observe, verdictMarks } from '../read/observations.ts';
import { resolveSide } from '../read/resolve-side.ts';
import { classifierLabel, sideInfo } from '../read/side-info.ts';

/** One side of a gate: what was observed, and what decides whether it can stand beside another. */
export interface GateSide {
  readonly info: SideInfo;
  /** The one language that was named; absent: all. */
  readonly lang?: Lang;
  readonly observations: readonly Observation[];
  /** The sample that was drawn for labelling, whose labels stand at the observations; absent: none was drawn, or a file keeps none. */
  readonly sample?: LabelSample;
  /** Of a baseline: further runs of the same release. */
  readonly further?: readonly GateSide[];
  /** Of a baseline: the runs of the first one, where this is a later. */
  readonly first?: readonly GateSide[];
}

/** Reads `RUN`, `RUN/TARGET` or `RUN/TARGET/LANG` of a store; `labelsBy` as for `observe`. Throws UsageError. */
export async function sideOfStore(
  store: Store,
  reference: string,
  classifier: ClassifierChoice | null,
  labelsBy?: string,
): Promise<GateSide> {
  const side = await resolveSide(store, reference);
  const { observations, classifiers, sample } = await observe(store, side.run.id, classifier, side.filter, labelsBy);
  const { lang } = side.filter;
  return {
    observations,
    info: await sideInfo(store, side, classifiers),
    ...(sample === null ? {} : { sample }),
    ...(lang === undefined ? {} : { lang }),
  };
}

/** Reads a run that `candor export --format jsonl -o FILE` wrote, with the meta file beside it. Throws ConfigError, UsageError. */
export async function sideOfExport(file: string, choice: ClassifierChoice | null): Promise<GateSide> {
  const meta = await readMeta(file, metaSchema);
  const rows = firstTurns(file, await collect(readJsonLines(fileSource(file), rowSchema)));
  const classifiers = new Map<string, ClassifierId>();
  const observations = rows.map((row) => {
    const verdict = countedVerdict(row, choice);
    if (verdict !== null) classifiers.set(JSON.stringify(verdict.classifier), verdict.classifier);
    return observationOf({
      ...row,
      ...spentBudget(row.delivery_flags),
      run: row.run ?? meta?.run ?? '',
      trial: row.trial ?? '',
      set: row.set ?? 'imported',
      topic: row.topic ?? 'imported',
      style: row.style ?? 'factual',
      variant: variantOf(row),
      class: verdict?.class ?? null,
      ...verdictMarks(verdict),
    });
  });
  const targets = [...new Set(rows.map(({ target }) => target))].map((id) => {
    const known = meta?.targets.find((target) => target.id === id);
    const { quantization = null, template = null } = meta?.identities[known?.identity ?? ''] ?? {};
    const answers = rows.filter(({ target, delivery }) => target === id && isDelivered(delivery));
    const served = countServed(answers.map(servedOfRow));
    return { id, params: contentHash(known?.params ?? {}), quantization, template, served };
  });
  return {
    observations,
    info: {
      label: basename(file),
      classifiers: [...classifiers.values()].map(classifierLabel),
      targets,
      probeSets: (meta?.probe_sets ?? []).map(({ id, version, hash }) => `${id} ${version} ${hash}`),
    },
  };
}

/** The rows of first turns. Throws ConfigError where a trial stands twice: its second answer would stand in for a missing one. */
function firstTurns(file: string, lines: readonly Line<Row>[]): Row[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ line, value }) => {
    if (value.turn > 1) return [];
    const { target, probe, sample } = value;
    const key = JSON.stringify([target, variantOf(value), sample]);
    const before = seen.get(key);
    if (before !== undefined) {
      const message = `expected each trial once, got a second answer of ${target} to ${probe} as sample ${sample + 1} (the first is in line ${before})`;
      throw new ConfigError([{ file, line, column: null, message }]);
    }
    seen.set(key, line);
    return [value];
  });
}

function variantOf({ variant, probe, lang, prompt }: Row): string {
  return variant ?? variantHash(probe, lang, prompt);
}
