import { z } from 'zod';
import { armIn, withoutArm } from '../../model/arm.ts';
import { isDelivered } from '../../model/delivery.ts';
import type { RunRecord } from '../../model/run.ts';
import { plannedTurns } from '../../model/turn.ts';
import type { Store } from '../../store/store.ts';

/** What the delivered answers of a target took, as its service counts tokens. */
export interface RunCost {
  readonly target: string;
  /** Delivered answers, those to later turns included. */
  readonly answers: number;
  readonly prompt_tokens: number;
  /** Reasoning included. */
  readonly completion_tokens: number;
  /** Answers whose tokens the service did not count: they stand in none of the figures. */
  readonly uncounted: number;
  /** In the currency of the price; null: no price is known. */
  readonly cost: number | null;
}

const pricesSchema = z.object({
  targets: z.array(
    z.object({ id: z.string(), price: z.object({ input: z.number(), output: z.number() }).nullish().catch(null) }),
  ),
});

/**
 * What a run has cost so far, by target: tokens as the services counted them, at the prices of its configuration for single calls. What failed
 * calls and judges took is not in it.
 */
export async function runCost(store: Store, run: RunRecord): Promise<RunCost[]> {
  const parsed = pricesSchema.safeParse(run.config);
  const prices = new Map((parsed.success ? parsed.data.targets : []).map(({ id, price }) => [id, price ?? null]));
  const counts = new Map(
    (await store.targets(run.id)).map(({ id }) => [
      id,
      { answers: 0, prompt_tokens: 0, completion_tokens: 0, uncounted: 0 },
    ]),
  );
  const last = await lastTurn(store, run.id);
  for (let turn = 1; turn <= last; turn++) {
    for await (const { target, response } of store.trials(run.id, { texts: false, turn })) {
      const count = counts.get(target);
      if (count === undefined || response === null || !isDelivered(response.delivery)) continue;
      const { prompt, completion } = response.usage ?? { prompt: null, completion: null };
      count.answers += 1;
      count.prompt_tokens += prompt ?? 0;
      count.completion_tokens += completion ?? 0;
      if (prompt === null || completion === null) count.uncounted += 1;
    }
  }
  return [...counts].map(([target, count]) => {
    const price = prices.get(withoutArm(target, armIn(target))) ?? null;
    const { prompt_tokens, completion_tokens } = count;
    const cost = price === null ? null : (prompt_tokens * price.input + completion_tokens * price.output) / 1_000_000;
    return { target, ...count, cost };
  });
}

async function lastTurn(store: Store, run: string): Promise<number> {
  const later = (await store.variants(run)).flatMap(({ probe, lang }) => plannedTurns(probe, lang));
  return Math.max(1, ...later.map(({ turn }) => turn));
}
