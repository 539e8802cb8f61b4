import type { JudgeCall } from '../../classify/judge/judge-call.ts';
import { estimateTokens } from '../../lib/estimate-tokens.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import type { Usage } from '../../model/usage.ts';

/** What judging by one model has taken so far. */
export interface JudgeUsage {
  /** The classifier's name. */
  readonly judge: string;
  /** Calls that were made, failed ones and the two kinds below included. */
  readonly calls: number;
  /** Of them, questions asked once more after a reply that could not be used. */
  readonly again: number;
  /** Of them, second questions about flags. */
  readonly flags: number;
  /** Replies that were kept from before and not asked for. */
  readonly kept: number;
  /** As the service counts them; an estimate where it does not. */
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  /** Calls whose tokens are estimates. */
  readonly estimated: number;
  /** In the currency of the price; null: no price is known. */
  readonly cost: number | null;
}

/** Counts what a judge's calls take. */
export class JudgeMeter {
  readonly #judge: string;
  readonly #price: TargetSpec['price'];
  #count = { calls: 0, again: 0, flags: 0, kept: 0, prompt_tokens: 0, completion_tokens: 0, estimated: 0 };

  constructor({ id, price }: Pick<TargetSpec, 'id' | 'price'>) {
    this.#judge = `judge:${id}`;
    this.#price = price;
  }

  /** A reply that was there already. */
  keep(): void {
    this.#count.kept += 1;
  }

  /** A question that was asked, with so many calls that failed before, and what the last one took. */
  add({ prompt, purpose }: JudgeCall, failed: number, reply: string, usage: Usage | null): void {
    const count = this.#count;
    const isEstimate = usage?.prompt == null || usage.completion == null;
    count.calls += 1 + failed;
    if (purpose === 'again') count.again += 1;
    if (purpose === 'flags') count.flags += 1;
    if (isEstimate) count.estimated += 1;
    count.prompt_tokens += usage?.prompt ?? estimateTokens(prompt);
    count.completion_tokens += usage?.completion ?? estimateTokens(reply);
  }

  /** What it comes to so far. */
  read(): JudgeUsage {
    const { prompt_tokens: input, completion_tokens: output } = this.#count;
    const price = this.#price;
    const cost = price === null ? null : (input * price.input + output * price.output) / 1_000_000;
    return { judge: this.#judge, ...this.#count, cost };
  }
}
