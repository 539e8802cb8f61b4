import { numberOf } from '../../lib/number-of.ts';
import { NOT_ASKED } from '../../model/answer.ts';
import type { DeliveryFlag } from '../../model/delivery.ts';
import type { TargetFindings } from './run-findings.ts';

/** Reasons of failed trials that are told of each target. */
const TOLD_REASONS = 5;

/** What a delivery flag on so many answers means for the reader of the figures; null: it is told elsewhere, or needs no word. */
const FLAG_WARNINGS = {
  maybe_filter: (n) =>
    `${numberOf(n, 'answer is', 'answers are')} a sentence that services put in place of what they withhold`,
  finish_unknown: null,
  filter_by_words: (n) =>
    `${numberOf(n, 'call was', 'calls were')} taken for filtered by the words of the service alone`,
  reasoning_only: null,
  budget_spent: null,
  reasoning_unknown: (n) =>
    `${numberOf(n, 'answer holds', 'answers hold')} reasoning in a notation that is not known, and so no class`,
  run_on: (n) => `${numberOf(n, 'answer goes', 'answers go')} on as the asker; judged was what comes before`,
  decoding: (n) => `${numberOf(n, 'answer holds', 'answers hold')} characters that could not be decoded`,
  masked: (n) => `${numberOf(n, 'answer')} repeated a secret of this audit, which is masked there`,
  other_text: (n) =>
    `${numberOf(n, 'answer')} came with text beside it (another choice, or after its end), which was not judged; candor show RUN TRIAL has it`,
  finish_differs: (n) => `${numberOf(n, 'answer')} ended for reasons that differ, of which the worst counts`,
} as const satisfies Record<DeliveryFlag, ((n: number) => string) | null>;

/** What a careful user should know of the answers of one target: why trials failed, what was spent on thinking. */
export function endWarnings(findings: TargetFindings): string[] {
  const { target, unknownFinishes } = findings;
  const flags = [...findings.flags].flatMap(([flag, n]) => {
    const say = FLAG_WARNINGS[flag] ?? null;
    return say === null ? [] : [say(n)];
  });
  const finishes = [...unknownFinishes].map(
    ([finish, n]) => `${numberOf(n, 'answer')} ended for a reason that is not known: ${finish}`,
  );
  const lines = [
    ...failureLines(findings),
    ...budgetLine(findings),
    ...thoughtLine(findings),
    ...finishes,
    ...flags,
    ...languageLine(findings),
  ];
  return lines.map((line) => `${target.id}: ${line}`);
}

/** Why trials of a target failed, the commonest reasons first, each with how many; then how many were not asked for it. */
export function failureLines({ failures: all }: TargetFindings): string[] {
  const isCause = ({ reason }: { readonly reason: string }): boolean => !reason.startsWith(NOT_ASKED);
  const failures = [...all.filter(isCause), ...all.filter((one) => !isCause(one))];
  const told = failures.slice(0, TOLD_REASONS).map((one) => {
    return `${one.trials} × ${isCause(one) ? one.reason : `${NOT_ASKED}, since the target was given up`}`;
  });
  const others = failures.slice(TOLD_REASONS).reduce((sum, { trials }) => sum + trials, 0);
  return others === 0 ? told : [...told, `${others} × other reasons; candor show names them`];
}

function budgetLine({ flags, target, trials }: TargetFindings): string[] {
  const spent = flags.get('budget_spent') ?? 0;
  if (spent === 0) return [];
  const { max_tokens: answer, reasoning_tokens } = target.identity.parameters;
  const thought = reasoning_tokens ?? target.params.reasoning_tokens ?? 'none';
  return [
    `${spent} of ${trials} trials spent the token limit before a visible word. Raise params.reasoning_tokens (${thought}; max_tokens is ${answer ?? target.params.max_tokens ?? 'not set'} in all) of this target, or set think: false where the model can do without`,
  ];
}

/** Servers put a whole answer into the field of the thought where their parser finds no end of it. */
function thoughtLine({ thoughtsAlone, trials }: TargetFindings): string[] {
  if (thoughtsAlone === 0) return [];
  const why =
    thoughtsAlone === trials
      ? 'perhaps the reasoning parser of the server takes the answers for thought: try another one, or think: false'
      : 'they are empty and count in no rate';
  return [`${thoughtsAlone} of ${trials} trials ended with reasoning and no visible word; ${why}`];
}

/** The rates leave such answers out: who reads them should know how many there are. */
function languageLine({ unmeasured, trials }: TargetFindings): string[] {
  if (unmeasured === 0) return [];
  return [
    `${unmeasured} of ${trials} answers ${unmeasured === 1 ? 'is' : 'are'} in a language in which the classifier was not measured: without a class, and in no rate. A judge may read ${unmeasured === 1 ? 'it' : 'them'}: candor classify RUN --classifier judge:TARGET`,
  ];
}
