import { basename } from 'node:path';
import type { SideInfo } from '../../compare/comparability.ts';
import { metaSchema, readMeta } from '../../formats/meta.ts';
import { fileSource, readJsonLines } from '../../formats/read-lines.ts';
import { type Row, rowSchema } from '../../formats/row.ts';
import { servedOfRow } from '../../formats/served-of-row.ts';
import { contentHash } from '../../lib/digest.ts';
import { ConfigError } from '../../lib/errors.ts';
import { NumbersById } from '../../lib/numbers-by-id.ts';
import { armedId } from '../../model/arm.ts';
import { isByHand } from '../../model/by-hand.ts';
import { ObservationPool } from '../../model/compact-observation.ts';
import { isDelivered } from '../../model/delivery.ts';
import type { LabelSample } from '../../model/label-sample.ts';
import type { Lang } from '../../model/lang.ts';
import { type Observation, observationOf, spentBudget } from '../../model/observation.ts';
import { ServedCounts } from '../../model/served.ts';
import type { ClassifierId } from '../../model/verdict.ts';
import { variantHash } from '../../probes/variant.ts';
import type { Store } from '../../store/store.ts';
import { type ClassifierChoice, countedVerdict, observe, verdictMarks } from '../read/observations.ts';
import { ofTurn, resolveSide } from '../read/resolve-side.ts';
import { classifierLabel, sideInfo } from '../read/side-info.ts';
import { failuresOf } from '../read/summarize-run.ts';
import type { RowJudge } from './judge-export.ts';

/** One side of a gate: what was observed, and what decides whether it can stand beside another. */
export interface GateSide {
  readonly info: SideInfo;
  /** The one language that was named; absent: all. */
  readonly lang?: Lang;
  readonly observations: readonly Observation[];
  /** The sample that was drawn for labelling, whose labels stand at the observations; absent: none was drawn, or a file keeps none. */
  readonly sample?: LabelSample;
  /** Why trials failed, a line a target and reason; absent: none failed, or a file does not say. */
  readonly failures?: readonly string[];
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
  turn?: number,
): Promise<GateSide> {
  const side = ofTurn(await resolveSide(store, reference), turn);
  const { observations, classifiers, sample } = await observe(store, side.run.id, classifier, side.filter, labelsBy);
  const { lang, target } = side.filter;
  const hasFailed = observations.some(({ delivery }) => delivery === 'error');
  return {
    observations,
    info: await sideInfo(store, side, classifiers),
    ...(sample === null ? {} : { sample }),
    ...(hasFailed ? { failures: await failuresOf(store, side.run.id, target) } : {}),
    ...(lang === undefined ? {} : { lang }),
  };
}

/** Reads a run that `candor export --format jsonl -o FILE` wrote, with the meta file beside it; with `judge` its sensitive answers are judged anew. Throws ConfigError, UsageError. */
export async function sideOfExport(
  file: string,
  choice: ClassifierChoice | null,
  turn = 1,
  judge?: RowJudge,
): Promise<GateSide> {
  const meta = await readMeta(file, metaSchema);
  const classifiers = new Map<string, ClassifierId>();
  const pool = new ObservationPool();
  const observations: Observation[] = [];
  const answered = new Map<string, { readonly first: Row; readonly served: ServedCounts }>();
  for await (const row of rowsOfTurn(file, turn)) {
    const verdict = judge === undefined ? countedVerdict(row, choice) : await judge(row);
    if (verdict !== null) classifiers.set(JSON.stringify(verdict.classifier), verdict.classifier);
    const target = armedId(row.target, row.arm);
    const one = observationOf({
      ...row,
      target,
      ...armOf(row),
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
    observations.push(pool.compact(one));
    const own = answered.get(target) ?? {
      first: { ...row, response: '', reasoning: null },
      served: new ServedCounts(),
    };
    answered.set(target, own);
    if (isDelivered(row.delivery)) own.served.add(servedOfRow(row));
  }
  const targets = [...answered].map(([id, { first, served }]) => {
    const known =
      meta?.targets.find((target) => target.id === id) ?? meta?.targets.find((target) => target.id === first.target);
    const { quantization = null, template = null, details } = meta?.identities[known?.identity ?? ''] ?? {};
    const name = known?.name ?? first.target_name;
    return {
      id,
      ...namedBy(name),
      ...armOf(first),
      ...(isByHand({ kind: known?.kind, name, details }) ? { byHand: true as const } : {}),
      params: contentHash(known?.params ?? {}),
      quantization,
      template,
      served: served.counts(),
    };
  });
  return {
    observations,
    info: {
      label: basename(file),
      classifiers: [...classifiers.values()].map(classifierLabel),
      targets,
      probeSets: (meta?.probe_sets ?? []).map(({ id, version, hash }) => `${id} ${version} ${hash}`),
      ...(turn === 1 ? {} : { turn }),
    },
  };
}

/** The rows of one turn. Throws ConfigError where a trial stands twice: its second answer would stand in for a missing one. */
async function* rowsOfTurn(file: string, turn: number): AsyncGenerator<Row> {
  const seen = new NumbersById();
  for await (const { line, value } of readJsonLines(fileSource(file), rowSchema)) {
    if (value.turn !== turn) continue;
    const { target, probe, sample } = value;
    const key = JSON.stringify([target, value.arm, variantOf(value), sample]);
    const before = seen.get(key);
    if (before !== undefined) {
      const message = `expected each trial once, got a second answer of ${target} to ${probe} as sample ${sample + 1} (the first is in line ${before})`;
      throw new ConfigError([{ file, line, column: null, message }]);
    }
    seen.set(key, line);
    yield value;
  }
}

function namedBy(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

function armOf({ arm }: Row): { readonly arm?: string } {
  return arm === null ? {} : { arm };
}

function variantOf({ variant, probe, lang, prompt }: Row): string {
  return variant ?? variantHash(probe, lang, prompt);
}
