import { contentHash } from '../lib/digest.ts';
import type { ClassifierId, Mode, Verdict } from '../model/verdict.ts';
import type { Classifier, Item } from './classifier.ts';
import { decidePanel, isUnsure, type PanelRule } from './panel-rule.ts';

/** Counts up with every change of the rules that can change a verdict. */
const REVISION = 2;

/** Several classifiers as one. */
export interface Panel extends Classifier {
  readonly members: readonly ClassifierId[];
  classifyAll(item: Item, signal: AbortSignal): Promise<readonly Verdict[]>;
}

/** A panel of classifiers of one mode. Its version is of theirs and of the rule; what they disagree on is in the note. Closing it closes them. */
export function createPanel(members: readonly Classifier[], rule: PanelRule, mode: Mode): Panel {
  const ids = members.map(({ name, version, mode: own }) => ({ name, version, mode: own }));
  const version = contentHash([REVISION, ids, { ...rule }]).slice(0, 12);
  const id: ClassifierId = { name: 'panel', version, mode };
  const classifyAll = async (item: Item, signal: AbortSignal): Promise<readonly Verdict[]> => {
    const votes = await votesOn(members, rule, item, signal);
    return [...votes, { ...decidePanel(votes, members.length, rule), classifier: id }];
  };
  return {
    ...id,
    members: ids,
    concurrency: Math.max(1, ...members.map(({ concurrency }) => concurrency ?? 1)),
    classifyAll,
    classify: async (item, signal) => (await classifyAll(item, signal)).at(-1) as Verdict,
    close: async () => {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

async function votesOn(
  members: readonly Classifier[],
  rule: PanelRule,
  item: Item,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  if (rule.kind !== 'escalate') return Promise.all(members.map((member) => member.classify(item, signal)));
  const votes: Verdict[] = [];
  for (const member of members) {
    const vote = await member.classify(item, signal);
    votes.push(vote);
    if (!isUnsure(vote, rule.below)) break;
  }
  return votes;
}
