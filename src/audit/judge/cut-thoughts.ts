import type { ResponseRecord } from '../../model/answer.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import type { ClassifierId, Verdict } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';

/** Answers of one target that were cut inside a thought, as its other answers tell. */
export interface CutThoughts {
  readonly target: string;
  /** Ids of their trials. */
  readonly trials: readonly string[];
  /** Answers of the target that close a thought which they never opened. */
  readonly closing: number;
  /** False where as many of its whole answers hold no thought: then it cannot be told of the cut ones, and they stay as they are. */
  readonly certain: boolean;
}

/**
 * Finds answers that were cut before the end of a thought which the chat template had opened: nothing in them says so, but the whole
 * answers of the same target close a thought that was never opened.
 */
export async function findCutThoughts(store: Store, run: string): Promise<CutThoughts[]> {
  const cut = new Map<string, string[]>();
  for await (const { id, target, response } of store.trials(run, { texts: false })) {
    if (response === null || !mayBeCutThought(response)) continue;
    const list = cut.get(target);
    if (list === undefined) cut.set(target, [id]);
    else list.push(id);
  }
  const found: CutThoughts[] = [];
  for (const [target, trials] of cut) {
    let closing = 0;
    let plain = 0;
    for await (const { response } of store.trials(run, { target })) {
      if (response?.envelope.think_tags === 'unopened') closing += 1;
      else if (response?.delivery === 'ok' && response.reasoningState === 'absent') plain += 1;
    }
    if (closing > 0) found.push({ target, trials, closing, certain: closing > plain });
  }
  return found;
}

function mayBeCutThought({ delivery, reasoningState }: ResponseRecord): boolean {
  return delivery === 'truncated' && reasoningState === 'absent';
}

/** Why an answer has the verdict of one that never came; with it, it is known again where the others are not at hand. */
const NOTE = 'cut inside a thought: other answers of this target close a thought that was never opened';

/** True where an answer was found to be a cut thought before. */
export function wasCutThought({ verdicts }: { readonly verdicts: readonly Pick<Verdict, 'note'>[] }): boolean {
  return verdicts.some(({ note }) => note === NOTE);
}

/** What a cut thought is to any classifier: an answer that never came. */
export function cutThoughtVerdict({ name, version, mode }: ClassifierId): Verdict {
  return {
    class: 'other',
    sub: 'truncated',
    flags: [],
    of: 'response',
    confidence: null,
    evidence: null,
    classifier: { name, version, mode },
    note: NOTE,
  };
}

/** Appends that verdict where the newest one of a machine says otherwise, under that one's name. What was stored stays. `at` is ISO 8601. */
export async function markCutThoughts(store: Store, run: string, at: string): Promise<CutThoughts[]> {
  const found = await findCutThoughts(store, run);
  for (const { target, trials, certain } of found) {
    if (!certain) continue;
    const ids = new Set(trials);
    const verdicts = [];
    for await (const trial of store.trials(run, { target, texts: false })) {
      const before = ids.has(trial.id) ? newestOfMachine(trial) : undefined;
      if (before === undefined || before.sub === 'truncated') continue;
      verdicts.push({ trial: trial.id, verdict: { ...cutThoughtVerdict(before.classifier), at, by: null } });
    }
    if (verdicts.length > 0) await store.addVerdicts(run, verdicts);
  }
  return found;
}

function newestOfMachine({ verdicts }: StoredTrial): Verdict | undefined {
  return verdicts.findLast(({ of, classifier }) => of === 'response' && classifier.name !== 'human');
}

/** What a careful user should know of them. */
export function cutThoughtWarning({ target, trials, closing, certain }: CutThoughts): string {
  const seen = `${closing} answers close a thought that was never opened, and ${trials.length} were cut before they could`;
  const then = certain
    ? 'these count as other/truncated. Raise params.max_tokens of this target'
    : 'but as many whole answers hold no thought: the cut ones are judged as answers, which they may not be';
  return `${target}: ${seen}: ${then}`;
}
