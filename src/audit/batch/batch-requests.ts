import { batchLine } from '../../formats/batch-lines.ts';
import { UsageError } from '../../lib/errors.ts';
import type { TrialRecord } from '../../model/answer.ts';
import type { VariantRecord } from '../../model/run.ts';
import { maskerFor } from '../../model/secrets.ts';
import type { Store } from '../../store/store.ts';
import type { InspectedTarget } from '../run/prepare-run.ts';
import { batchId } from './batch-id.ts';
import { OpenConversations } from './open-conversations.ts';

/** Refuses targets whose calls no batch service can make, before a run is stored. Throws UsageError. */
export function requireBatchTargets(targets: readonly InspectedTarget[]): void {
  for (const { configured, target } of targets) {
    const { id, provider } = configured.spec;
    if (target.batch === undefined)
      throw new UsageError(
        `expected openai targets for a batch file, got ${id} (${provider}). Batch services and vllm run-batch take OpenAI's format: name the model as openai:MODEL@URL`,
      );
    const body = target.batch.request({
      messages: [{ role: 'user', content: '?' }],
      seed: null,
      key: { variant: '', sample: 0 },
    });
    if (body === null)
      throw new UsageError(
        `${id}: expected a server that can be looked at, or no think, for a batch file: how a server is told to think cannot be known without it. Set the field itself (body: …)`,
      );
    const written = JSON.stringify(body);
    const masked = maskerFor(configured.spec)?.text(written) ?? written;
    if (masked !== written)
      throw new UsageError(
        `${id}: expected no secret of the environment in system or body of a target for a batch file, which would be written out in it`,
      );
  }
}

/** The lines of a batch file for one target: every open question of a run, in the order of the plan, with the place of its trial among those given. */
export async function* batchRequests(
  store: Store,
  run: string,
  trials: readonly TrialRecord[],
  variants: readonly VariantRecord[],
  { configured, target }: InspectedTarget,
): AsyncGenerator<{ readonly line: string; readonly at: number }> {
  const conversations = new OpenConversations(store, run, variants);
  for (const [at, trial] of trials.entries()) {
    if (trial.target !== configured.spec.id) continue;
    const open = await conversations.open(trial, configured.spec.system);
    if (open === null) continue;
    const { messages, seed, key, turn } = open;
    const body = target.batch?.request({ messages, seed, key }) ?? null;
    if (body === null) throw new UsageError(`expected ${configured.spec.id} to say how it is asked, got nothing`);
    yield { line: batchLine(batchId(trial.id, turn), body), at };
  }
}
