import { createRulesClassifier } from '../../classify/rules.ts';
import { restoreTarget, storedTarget } from '../../config/public-config.ts';
import { type BatchLine, readBatchLines } from '../../formats/batch-lines.ts';
import { fileSource } from '../../formats/read-lines.ts';
import { isoTime } from '../../lib/clock.ts';
import { ConfigError, UsageError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import type { RunRecord, VariantRecord } from '../../model/run.ts';
import { deliveryOf } from '../../reading/delivery.ts';
import { maskSecrets } from '../../runner/mask-secrets.ts';
import { responseOf } from '../../runner/response-of.ts';
import type { Store } from '../../store/store.ts';
import { createTarget } from '../../targets/create-target.ts';
import type { Target } from '../../targets/target.ts';
import { verdictsOn } from '../judge/answer-verdicts.ts';
import type { AuditIo } from '../run/audit-io.ts';
import { readBatchId } from './batch-id.ts';
import { OpenConversations } from './open-conversations.ts';

/** What came of taking results in. */
export interface TakenBatch {
  /** Answers stored, failed calls among them. */
  readonly stored: number;
  /** Of those, calls that failed: their trials are still to be asked. */
  readonly failed: number;
  /** Lines that were taken in before. */
  readonly known: number;
  readonly skipped: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

/**
 * Takes results of a batch service into the very trials of the run that its file was made from. Every line is read before the first is
 * stored; without `skipBad` one that cannot be read ends it there, in a ConfigError. A line that was taken in before, or whose trial has an answer,
 * changes nothing. Throws StoreError.
 */
export async function takeBatch(
  run: RunRecord,
  files: readonly string[],
  store: Store,
  io: Pick<AuditIo, 'env' | 'clock'>,
  { skipBad = false }: { readonly skipBad?: boolean } = {},
): Promise<TakenBatch> {
  for (const file of files) {
    for await (const _ of readBatchLines(fileSource(file), skipBad ? () => undefined : null));
  }
  const variants = await store.variants(run.id);
  const taker = new Taker(run, variants, store, io);
  const counts = { stored: 0, failed: 0, known: 0 };
  const skipped: { file: string; line: number; reason: string }[] = [];
  try {
    for (const file of files) {
      const onBad = ({ line, reason }: { line: number; reason: string }) => void skipped.push({ file, line, reason });
      for await (const { line, value } of readBatchLines(fileSource(file), skipBad ? onBad : null)) {
        const came = await taker.take(value);
        if (typeof came !== 'string') skipped.push({ file, line, reason: came.reason });
        else if (came === 'known') counts.known += 1;
        else {
          counts.stored += 1;
          if (came === 'failed') counts.failed += 1;
        }
      }
    }
  } finally {
    await taker.close();
  }
  return { ...counts, skipped };
}

/** Reads results into the trials of one run. */
class Taker {
  readonly #run: RunRecord;
  readonly #store: Store;
  readonly #io: Pick<AuditIo, 'env' | 'clock'>;
  readonly #variants: ReadonlyMap<string, VariantRecord>;
  readonly #conversations: OpenConversations;
  readonly #classifier = createRulesClassifier('probe');
  readonly #targets = new Map<string, Promise<Target>>();

  constructor(run: RunRecord, variants: readonly VariantRecord[], store: Store, io: Pick<AuditIo, 'env' | 'clock'>) {
    this.#run = run;
    this.#store = store;
    this.#io = io;
    this.#variants = new Map(variants.map((variant) => [variant.hash, variant]));
    this.#conversations = new OpenConversations(store, run.id, variants);
  }

  async take(result: BatchLine): Promise<'stored' | 'failed' | 'known' | { readonly reason: string }> {
    const { trial: id, turn } = readBatchId(result.customId);
    const trial = await this.#trialOf(id, turn);
    if (trial === null) return { reason: `run ${this.#run.id} has no trial ${result.customId}` };
    const { response: before } = trial;
    if (before?.delivery === 'error' && isSame(before, result)) return 'known';
    const target = await this.#targetOf(trial.record.target);
    if (before !== null && before.delivery !== 'error') return this.#another(target, before, result);
    const variant = this.#variants.get(trial.record.variant);
    if (variant === undefined || target.batch === undefined)
      return { reason: `target ${trial.record.target} of run ${this.#run.id} was not asked by a batch file` };
    const open = await this.#conversations.open(trial.record, target.spec.system);
    if (open === null || open.turn !== turn)
      return { reason: `turn ${turn} of trial ${id} is not the one to be asked: an earlier one has no answer` };
    const { reply, answerMasked } = maskSecrets(target.batch.read({ messages: open.messages }, result), target.spec);
    const outcome = deliveryOf(reply, target.spec.where);
    const flags = answerMasked ? [...outcome.flags, 'masked' as const] : outcome.flags;
    const noted = { ...reply, envelope: { ...reply.envelope, batch: noteOf(result) } };
    const call = { askedAt: madeAt(result), latencyMs: null, attempts: 1 };
    const response = open.conversation.answer(responseOf(noted, { ...outcome, flags }, call));
    const at = isoTime(this.#io.clock.now());
    const verdicts = await verdictsOn(response, variant, this.#classifier, at, new AbortController().signal);
    if (!(await this.#store.recordAnswer(this.#run.id, id, response, [], verdicts))) return 'known';
    return response.delivery === 'error' ? 'failed' : 'stored';
  }

  /** What a line is whose trial has an answer: the same answer, or another that is not taken. */
  #another(target: Target, before: ResponseRecord, result: BatchLine): 'known' | { readonly reason: string } {
    if (target.batch === undefined) return 'known';
    const { reply } = maskSecrets(target.batch.read({ messages: [] }, result), target.spec);
    const call = { askedAt: before.askedAt, latencyMs: null, attempts: 1 };
    const { text, delivery } = responseOf(reply, deliveryOf(reply, target.spec.where), call);
    if (delivery === 'error' || text === before.text) return 'known';
    return { reason: `${result.customId} has another answer already, which stands: one question was answered twice` };
  }

  async close(): Promise<void> {
    for (const target of this.#targets.values()) await (await target).close();
  }

  async #trialOf(id: string, turn: number): Promise<{ record: TrialRecord; response: ResponseRecord | null } | null> {
    for await (const { response, verdicts: _, ...record } of this.#store.trials(this.#run.id, { trial: id, turn }))
      return { record, response };
    return null;
  }

  /** The target as it was planned; a key that is not at hand is not needed to read. */
  #targetOf(id: string): Promise<Target> {
    const known = this.#targets.get(id);
    if (known !== undefined) return known;
    const made = createTarget(this.#specOf(id), { env: this.#io.env });
    this.#targets.set(id, made);
    return made;
  }

  #specOf(id: string) {
    const { targets } = this.#run.config as { targets?: JsonObject[] };
    const stored = targets?.find((one) => one.id === id);
    if (stored === undefined)
      throw new UsageError(`expected target ${id} in the configuration of run ${this.#run.id}, got none`);
    try {
      return restoreTarget(stored, this.#io.env).spec;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return storedTarget(stored);
    }
  }
}

/** What tells a line from another about the same request. */
function noteOf({ requestId, status, error }: BatchLine): JsonObject {
  return { request: requestId, status, code: error?.code ?? null };
}

function isSame({ envelope }: ResponseRecord, result: BatchLine): boolean {
  return JSON.stringify(envelope.batch) === JSON.stringify(noteOf(result));
}

/** When a body says that it was made, in seconds since 1970. */
function madeAt({ body }: BatchLine): string | null {
  const created = typeof body === 'object' && body !== null && 'created' in body ? body.created : null;
  return typeof created === 'number' && created > 0 && created < 1e11 ? isoTime(created * 1000) : null;
}
