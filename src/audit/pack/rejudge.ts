import { createRulesClassifier } from '../../classify/rules.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import type { Verdict, VerdictClass } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';
import { judgeItem, turnOf } from '../judge/answer-verdicts.ts';
import { machineVerdict, textsToJudge } from '../judge/classify-run.ts';
import type { CheckedFigure } from './carry-out-figure.ts';

/** An answer, or a trace, whose class is another one when the rules of this version read it. */
export interface ChangedVerdict {
  readonly run: string;
  readonly trial: string;
  readonly turn: number;
  readonly of: 'response' | 'reasoning';
  readonly before: VerdictClass | null;
  readonly after: VerdictClass | null;
}

/** What came of running the rules again. */
export interface Rejudged {
  /** Version of the rules that were run, by mode. */
  readonly versions: Readonly<Record<string, string>>;
  /** Texts whose newest verdict of a machine is the rules'; others were left alone. */
  readonly judged: number;
  readonly changed: readonly ChangedVerdict[];
  /** The figures of the pack beside those that follow from the new verdicts; empty where every verdict is the one that is stored. */
  readonly figures: readonly CheckedFigure[];
}

/** Verdicts that are stored together. */
const STORED_TOGETHER = 500;

/** Runs the rules of this version, in the mode that judged, on all texts that rules judged last; adds their verdicts and computes the figures again. */
export async function rejudge(
  store: Store,
  runs: readonly string[],
  now: string,
  compute: () => Promise<readonly CheckedFigure[]>,
): Promise<Rejudged> {
  const signal = new AbortController().signal;
  const rules = { general: createRulesClassifier('general'), probe: createRulesClassifier('probe') };
  const versions: Record<string, string> = {};
  const changed: ChangedVerdict[] = [];
  let judged = 0;
  let isSame = true;
  for (const run of runs) {
    let fresh: { trial: string; verdict: StoredVerdict }[] = [];
    for await (const { trial, item } of textsToJudge(store, run, [], signal)) {
      const before = machineVerdict(trial, item.of);
      if (before?.classifier.name !== 'rules' || trial.response === null) continue;
      const classifier = rules[before.classifier.mode];
      versions[classifier.mode] = classifier.version;
      const after = (await judgeItem(classifier, item, signal)).at(-1);
      if (after === undefined) continue;
      judged += 1;
      isSame &&= countedAs(before) === countedAs(after);
      const { turn = 1 } = trial.response;
      if (after.class !== before.class)
        changed.push({ run, trial: trial.id, turn, of: item.of, before: before.class, after: after.class });
      fresh.push({ trial: trial.id, verdict: { ...after, ...turnOf(trial.response), at: now, by: null } });
      if (fresh.length < STORED_TOGETHER) continue;
      await store.addVerdicts(run, fresh);
      fresh = [];
    }
    await store.addVerdicts(run, fresh);
  }
  return { versions, judged, changed, figures: isSame ? [] : await compute() };
}

/** What of a verdict a figure may count. */
function countedAs({ class: found, sub, flags, unsure, unjudged, line_of }: Verdict): string {
  return JSON.stringify([found, sub, flags, unsure === true, unjudged === true, line_of ?? null]);
}
