import { type LabelStudioLabel, readLabelStudio } from '../../formats/label-studio.ts';
import type { LineSource } from '../../formats/read-lines.ts';
import { utcTime } from '../../formats/utc-time.ts';
import { compareText } from '../../lib/compare-text.ts';
import { UsageError } from '../../lib/errors.ts';
import { CODEBOOK_VERSION } from '../../model/verdict.ts';
import { disagreements } from '../../review/agreement.ts';
import { codebookVersion } from '../../review/codebook.ts';
import { type HumanLabel, humanLabels } from '../../review/human-labels.ts';
import { packetAgreement } from '../../review/packet-agreement.ts';
import { checkedLabel } from '../../review/packet-labels.ts';
import { isSameLabel } from '../../review/review.ts';
import type { Store } from '../../store/store.ts';
import type { TakenIn } from './take-in.ts';

/** What was taken in from Label Studio; `passed`: annotations that were cancelled or have no class. */
export interface TakenInStudio extends TakenIn {
  readonly passed: number;
}

/**
 * Takes the labels of an export of Label Studio into a run, each under its annotator's name. All are checked before any is stored; a label
 * that was taken in before changes nothing. Throws ConfigError for a label that does not fit, UsageError where the tasks belong to another run.
 */
export async function takeInLabelStudio(
  store: Store,
  source: LineSource,
  { into, at }: { readonly into: string | null; readonly at: string },
): Promise<TakenInStudio> {
  const { labels, passed } = await readLabelStudio(source);
  if (labels.length === 0) throw new UsageError(`expected labels in ${source.name}, got none with a class`);
  const run = into ?? runOf(labels, source.name);
  const answers = await answersOf(store, run, labels, source.name);
  const classifier = { name: 'human', version: codebookVersion(), mode: 'general' } as const;
  const inOrder = [...labels].sort((a, b) => compareText(a.at ?? '', b.at ?? ''));
  const given = inOrder.map((label) => {
    const { note, ...rest } = checkedLabel(placedOf(label, source.name), answers.get(label.trial)?.text ?? '');
    const said = note === '' ? {} : { note };
    const when = utcTime(label.at) ?? at;
    const verdict = {
      ...rest,
      of: 'response',
      codebook: CODEBOOK_VERSION,
      classifier,
      ...said,
      at: when,
      by: label.by,
    } as const;
    return { trial: label.trial, verdict };
  });
  const fresh = given.filter(({ trial, verdict }) => {
    const before = humanLabels(answers.get(trial)?.verdicts ?? []).filter(({ by }) => by === verdict.by);
    return !before.some((label) => isSameLabel(label, verdict));
  });
  await store.addVerdicts(run, fresh);
  const all = new Map<string, HumanLabel[]>(
    [...answers].map(([trial, { verdicts }]) => [trial, humanLabels(verdicts)]),
  );
  for (const { trial, verdict } of fresh) all.get(trial)?.push(verdict);
  const people = [...new Set(labels.map(({ by }) => by))].sort(compareText);
  const labelledBy = (name: string) => [...all.values()].filter((one) => one.some(({ by }) => by === name)).length;
  const open = disagreements(all).filter(({ decided }) => decided === null);
  return {
    run,
    stored: fresh.length,
    people: people.map((name) => ({ name, labelled: labelledBy(name), of: all.size })),
    agreement: packetAgreement(all, people, new Map()),
    undecided: open.map((one) => ({ trial: one.trial, labels: one.labels.map((label) => label.class ?? '') })),
    passed,
  };
}

function runOf(labels: readonly LabelStudioLabel[], file: string): string {
  const runs = [...new Set(labels.map(({ run }) => run))];
  const [run] = runs;
  if (runs.length === 1 && run !== null && run !== undefined) return run;
  throw new UsageError(`expected tasks of one run in ${file}, got ${runs.length}: --into RUN names it`);
}

async function answersOf(store: Store, run: string, labels: readonly LabelStudioLabel[], file: string) {
  const wanted = new Map(labels.map(({ trial, line }) => [trial, line]));
  const answers = new Map<string, { text: string; verdicts: Parameters<typeof humanLabels>[0] }>();
  if ((await store.findRun(run, 'any')) === null) throw new UsageError(`expected run ${run} in the store, got none`);
  for await (const { id, response, verdicts } of store.trials(run))
    if (wanted.has(id) && response !== null) answers.set(id, { text: response.text, verdicts });
  for (const [trial, line] of wanted)
    if (!answers.has(trial))
      throw new UsageError(
        `${file}: task ${line} is of trial ${trial}, to which run ${run} has no answer: --into names the run that the tasks were written from`,
      );
  return answers;
}

function placedOf(
  { line, trial, fields, seconds }: LabelStudioLabel,
  file: string,
): Parameters<typeof checkedLabel>[0] {
  const first = (values: readonly string[] | undefined) => values?.[0] ?? null;
  const confidence = first(fields.confidence);
  return {
    file,
    line,
    given: {
      item: trial,
      class: first(fields.class) ?? '',
      sub: first(fields.sub),
      flags: [...(fields.flags ?? [])],
      line_of: first(fields.line_of),
      confidence: confidence === null ? null : Number(confidence),
      note: fields.note?.join(' ') ?? '',
      seconds,
    },
  };
}
