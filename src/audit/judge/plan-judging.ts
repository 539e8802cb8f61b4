import type { Item } from '../../classify/classifier.ts';
import { flagsQuestion, judgeQuestion } from '../../classify/judge/judge-prompt.ts';
import { MOST_WINDOWS, WINDOW_TOKENS } from '../../classify/judge/windows.ts';
import { isUnsure } from '../../classify/panel-rule.ts';
import type { JudgeConfig } from '../../config/config.ts';
import { plannedTurns } from '../../model/turn.ts';
import { type Estimate, estimateCalls } from '../../runner/estimate.ts';
import type { Store } from '../../store/store.ts';
import { reasoningTokens } from '../../targets/services/reasoning-budget.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import { machineVerdict, textsToJudge } from './classify-run.ts';
import { asJudge } from './judge-target.ts';
import { isSameClassifier, type OpenedClassifier } from './open-classifier.ts';

/** What judging will ask of whom. */
export interface JudgingPlan {
  /** Answers and reasoning traces to judge. */
  readonly texts: number;
  /** One for each judge; calls whose reply is kept are left out. */
  readonly estimates: readonly Estimate[];
}

/** Plans the judging of a run: what is judged already and what replies are kept costs nothing. */
export async function planJudging(
  store: Store,
  run: string,
  opened: OpenedClassifier,
  signal: AbortSignal,
): Promise<JudgingPlan> {
  const items: Item[] = [];
  for await (const { trial, item } of textsToJudge(store, run, [], signal)) {
    const before = machineVerdict(trial, item.of);
    const done =
      before !== undefined && before.unjudged !== true && isSameClassifier(before.classifier, opened.classifier);
    if (!done && item.unclear === null) items.push(item);
  }
  return { texts: items.length, estimates: await estimateJudging(items, opened, store, signal) };
}

/** What the judges of a classifier would be asked about items. A panel that asks its second member only where the first is unsure is planned by the rules' own verdicts; a judge in the first place counts as unsure. */
export async function estimateJudging(
  items: readonly Item[],
  { members, judges, rule }: OpenedClassifier,
  replies: Pick<Store, 'findJudgeReply'> | null,
  signal: AbortSignal,
): Promise<Estimate[]> {
  const estimates: Estimate[] = [];
  for (const { judge, spec, keyOf } of judges) {
    const prompts = new Map<string, string>();
    const [first] = members;
    for (const item of items) {
      if (
        rule?.kind === 'escalate' &&
        first?.name === 'rules' &&
        !isUnsure(await first.classify(item, signal), rule.below)
      )
        continue;
      for (const call of judge.callsFor(item)) {
        const key = keyOf(call);
        if (prompts.has(key) || (await replies?.findJudgeReply(key)) != null) continue;
        prompts.set(key, call.prompt);
      }
    }
    const estimate = estimateCalls(spec, prompts.values(), reasoningTokens(spec, null));
    estimates.push(withRepeats({ ...estimate, target: judge.name }));
  }
  return estimates;
}

/** What a judge will be asked about a run that has not begun, at most: every answer as long as its target may make it. Reasoning traces come on top. */
export function estimateRunJudging(
  { target, languages, flags = false }: JudgeConfig,
  { request, variants }: PreparedRun,
): Estimate {
  const { spec } = asJudge(target);
  const judged = variants
    .filter(({ lang }) => languages.length === 0 || languages.includes(lang))
    .flatMap((variant) => [
      variant,
      ...plannedTurns(variant.probe, variant.lang).map(({ text }) => ({ ...variant, prompt: text })),
    ]);
  const answers = request.targets.map(({ spec: { params } }) =>
    Math.min(params.max_tokens, WINDOW_TOKENS * MOST_WINDOWS),
  );
  const prompts = judged.flatMap(({ lang, prompt, probe }) => {
    return answers.flatMap((tokens) => {
      const of = Math.ceil(tokens / WINDOW_TOKENS);
      const item = { text: '', of: 'response', prompt, truncated: false, probe } as const;
      const shown = { text: '', n: 1, of };
      const questions = [judgeQuestion(shown, item, lang), ...(flags ? [flagsQuestion(shown, item, lang)] : [])];
      return Array.from({ length: of * request.samples }, () => questions.map(({ prompt: asked }) => asked)).flat();
    });
  });
  const estimate = estimateCalls(spec, prompts, reasoningTokens(spec, null));
  const times = request.samples * judged.length * (flags ? 2 : 1);
  const answerTokens = answers.reduce((sum, tokens) => sum + tokens, 0) * times;
  return withRepeats({
    ...estimate,
    target: `judge:${spec.id}`,
    promptTokens: estimate.promptTokens + answerTokens,
    cost: estimate.cost === null ? null : estimate.cost + (answerTokens * (spec.price?.input ?? 0)) / 1_000_000,
  });
}

/** Tokens and cost at most, where every reply has to be asked for once more. */
function withRepeats(estimate: Estimate): Estimate {
  const { promptTokens, completionTokens, cost } = estimate;
  return {
    ...estimate,
    promptTokens: 2 * promptTokens,
    completionTokens: 2 * completionTokens,
    cost: cost === null ? null : 2 * cost,
  };
}
