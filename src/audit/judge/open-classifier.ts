import type { Classifier } from '../../classify/classifier.ts';
import type { Judge } from '../../classify/judge/judge.ts';
import { withMeasuredConfidence } from '../../classify/measured-confidence.ts';
import { createPanel } from '../../classify/panel.ts';
import type { PanelRule } from '../../classify/panel-rule.ts';
import { createRulesClassifier } from '../../classify/rules.ts';
import type { ConfiguredTarget } from '../../config/config.ts';
import type { ClassifierId, Mode } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';
import type { TargetIo } from '../../targets/target.ts';
import type { JudgeIo } from './ask-judge.ts';
import type { OpenedJudge } from './open-judge.ts';
import { rulesInThreads } from './rules-in-threads.ts';

/** The rules, or a model that judges. */
export type ClassifierMember =
  | { readonly kind: 'rules' }
  | { readonly kind: 'judge'; readonly target: ConfiguredTarget; readonly flags?: boolean };

/** Who judges: one classifier, or a panel of several by a rule. */
export interface ClassifierRequest {
  readonly members: readonly ClassifierMember[];
  /** null: the only member judges alone. */
  readonly rule: PanelRule | null;
}

/** What opening a classifier needs from outside; `store` keeps replies and measured errors, null: neither. */
export interface ClassifierIo extends Omit<JudgeIo, 'replies'> {
  readonly targetIo: TargetIo;
  readonly store: Store | null;
}

/** A judge in a mode, with the target that it asks. */
export interface ReadyJudge extends Pick<OpenedJudge, 'spec' | 'keyOf' | 'usage'> {
  readonly judge: Judge;
}

/** A classifier in a mode, ready. */
export interface OpenedClassifier {
  readonly classifier: Classifier;
  /** Of a panel; of one classifier, itself. */
  readonly members: readonly Classifier[];
  readonly judges: readonly ReadyJudge[];
  readonly rule: PanelRule | null;
}

/** Who judges, with every target open. Close it when done. */
export interface ClassifierSource {
  readonly warnings: readonly string[];
  in(mode: Mode): Promise<OpenedClassifier>;
  close(): Promise<void>;
}

/** The models that a request would ask. */
export function judgesOf({ members }: ClassifierRequest): ConfiguredTarget[] {
  return members.flatMap((member) => (member.kind === 'judge' ? [member.target] : []));
}

/** Opens who judges. Throws TargetError where a judge cannot be asked. */
export async function openClassifier(
  request: ClassifierRequest,
  { targetIo, store, ...io }: ClassifierIo,
  signal: AbortSignal,
): Promise<ClassifierSource> {
  const opened = new Map<ClassifierMember, OpenedJudge>();
  const rules = new Map<Mode, Classifier>();
  const close = async (): Promise<void> => {
    for (const one of [...opened.values(), ...rules.values()]) await one.close();
  };
  try {
    for (const member of request.members) {
      if (member.kind !== 'judge') continue;
      // What calls models is loaded where one is to be called.
      const { openJudge } = await import('./open-judge.ts');
      opened.set(
        member,
        await openJudge(member.target, targetIo, { ...io, replies: store }, signal, member.flags ?? false),
      );
    }
  } catch (error) {
    await close();
    throw error;
  }
  const warnings = [...opened.values()].flatMap(({ spec, warnings: own }) =>
    own.map((one) => `judge:${spec.id}: ${one}`),
  );
  const rulesIn = (mode: Mode): Classifier => {
    // Beside a judge they wait for it, and its pace is the panel's.
    const known =
      rules.get(mode) ?? (request.members.length === 1 ? rulesInThreads(mode) : createRulesClassifier(mode));
    rules.set(mode, known);
    return known;
  };
  return { warnings, in: (mode) => classifierIn(mode, request, opened, rulesIn, store), close };
}

async function classifierIn(
  mode: Mode,
  { members, rule }: ClassifierRequest,
  opened: ReadonlyMap<ClassifierMember, OpenedJudge>,
  rulesIn: (mode: Mode) => Classifier,
  store: Store | null,
): Promise<OpenedClassifier> {
  const measured = async <C extends Classifier>(classifier: C): Promise<C> => {
    const { name, version } = classifier;
    return withMeasuredConfidence(classifier, (await store?.findCalibration({ name, version, mode }))?.byLang ?? null);
  };
  const judges: ReadyJudge[] = [];
  const ready: Classifier[] = [];
  for (const member of members) {
    const source = opened.get(member);
    if (source === undefined) {
      ready.push(rulesIn(mode));
      continue;
    }
    const judge = await measured(source.in(mode));
    judges.push({ judge, spec: source.spec, keyOf: source.keyOf, usage: source.usage });
    ready.push(judge);
  }
  const [only] = ready;
  if (rule === null && only !== undefined) return { classifier: only, members: ready, judges, rule };
  const panel = createPanel(ready, rule ?? { kind: 'majority' }, mode);
  return { classifier: await measured(panel), members: ready, judges, rule };
}

/** True where two ids are of the same classifier in the same version and mode. */
export function isSameClassifier(a: ClassifierId, b: ClassifierId): boolean {
  return a.name === b.name && a.version === b.version && a.mode === b.mode;
}
