import { StoreError } from '../lib/errors.ts';
import type { AnswerLengths, AttemptRecord, ResponseRecord, TrialRecord } from '../model/answer.ts';
import type { CalibrationRecord, JudgeReplyRecord } from '../model/calibration.ts';
import { isDelivered } from '../model/delivery.ts';
import type { SampledTrial } from '../model/label-sample.ts';
import type { RunOverview, RunOwner, RunRecord, TargetRecord, VariantRecord } from '../model/run.ts';
import { countServed, type Served, type ServedCount } from '../model/served.ts';
import type { StoredTrial, StoredVerdict } from '../model/stored-trial.ts';
import type { ClassifierId } from '../model/verdict.ts';
import { type HeldRun, type HeldTrial, overviewOf, pendingOf, trialsOf } from './memory-runs.ts';
import { answeredAlready } from './replace-identity.ts';
import type { Memory, NewAnswer, Store, TrialFilter, WorkerCount } from './store.ts';

/** A store that lives as long as the process: for tests and for answers that are only looked at once. */
export class MemoryStore implements Store {
  readonly #runs = new Map<string, HeldRun>();
  readonly #came: (NewAnswer & { readonly run: string })[] = [];
  readonly #calibrations: CalibrationRecord[] = [];
  readonly #judgeReplies = new Map<string, JudgeReplyRecord>();
  readonly #memories = new Map<string, Map<string, Memory>>();

  async createRun(
    run: RunRecord,
    targets: readonly TargetRecord[],
    variants: readonly VariantRecord[],
    trials: Iterable<TrialRecord>,
  ): Promise<void> {
    if (this.#runs.has(run.id)) throw new StoreError(`expected a new run id, got ${run.id}, which is taken`);
    const held = new Map<string, HeldTrial>();
    for (const record of trials) {
      if (held.has(record.id)) throw new StoreError(`trial ${record.id} is there twice`);
      const known =
        targets.some(({ id }) => id === record.target) && variants.some(({ hash }) => hash === record.variant);
      if (!known) throw new StoreError(`trial ${record.id} names a variant or target that the run lacks`);
      held.set(record.id, { record, response: null, later: new Map(), attempts: [], verdicts: [] });
    }
    this.#runs.set(run.id, { record: run, targets, variants, trials: held, samples: [] });
  }

  async endRun(run: string, at: string): Promise<void> {
    const held = this.#run(run);
    held.record = { ...held.record, endedAt: at };
  }

  async claimRun(run: string, owner: RunOwner, instead?: RunOwner): Promise<RunOwner> {
    const held = this.#run(run);
    const now = held.record.owner;
    if (now !== undefined && (now.name !== instead?.name || now.heartbeatAt !== instead.heartbeatAt)) return now;
    held.record = { ...held.record, owner };
    return owner;
  }

  async beatRun(run: string, owner: RunOwner): Promise<boolean> {
    const held = this.#run(run);
    if (held.record.owner?.name !== owner.name) return false;
    held.record = { ...held.record, owner };
    return true;
  }

  async releaseRun(run: string, name: string): Promise<void> {
    const held = this.#runs.get(run);
    if (held?.record.owner?.name !== name) return;
    const { owner: _, ...record } = held.record;
    held.record = record;
  }

  async listRuns(): Promise<RunOverview[]> {
    return [...this.#runs.values()].map(overviewOf);
  }

  async overview(run: string): Promise<RunOverview> {
    return overviewOf(this.#run(run));
  }

  async findRun(reference: string, latest: 'delivered' | 'any' = 'delivered'): Promise<RunRecord | null> {
    if (reference === '') return null;
    const runs = [...this.#runs.values()].reverse();
    const records = runs.map(({ record }) => record);
    if (reference === 'latest') {
      const answered = latest === 'any' ? undefined : runs.find((held) => overviewOf(held).delivered > 0);
      return answered?.record ?? records[0] ?? null;
    }
    const exact = records.find(({ id }) => id === reference) ?? records.find(({ name }) => name === reference);
    if (exact !== undefined) return exact;
    const prefixed = records.filter(({ id }) => id.startsWith(reference));
    return prefixed.length === 1 ? (prefixed[0] ?? null) : null;
  }

  async replaceIdentity(run: string, target: TargetRecord): Promise<void> {
    const held = this.#run(run);
    const answered = [...held.trials.values()].some(({ record, response }) => {
      return record.target === target.id && isDelivered(response?.delivery ?? null);
    });
    if (answered) throw answeredAlready(target.id);
    const { identity, identityHash } = target;
    held.targets = held.targets.map((one) => (one.id === target.id ? { ...one, identity, identityHash } : one));
  }

  async removeRun(run: string): Promise<void> {
    this.#run(run);
    this.#runs.delete(run);
  }

  async targets(run: string): Promise<TargetRecord[]> {
    return [...this.#run(run).targets];
  }

  async variants(run: string): Promise<VariantRecord[]> {
    return [...this.#run(run).variants];
  }

  async pendingTrials(run: string): Promise<TrialRecord[]> {
    return pendingOf(this.#run(run).variants, this.#inOrder(run));
  }

  async pendingTurns(run: string): Promise<number> {
    const pending = await this.pendingTrials(run);
    return pending.filter(({ id }) => isDelivered(this.#trial(run, id).response?.delivery ?? null)).length;
  }

  async recordAnswer(
    run: string,
    trial: string,
    response: ResponseRecord,
    failed: readonly AttemptRecord[],
    verdicts: readonly StoredVerdict[],
  ): Promise<boolean> {
    const held = this.#trial(run, trial);
    const { turn = 1 } = response;
    const before = turn === 1 ? held.response : held.later.get(turn);
    if (isDelivered(before?.delivery ?? null)) return false;
    if (turn === 1) held.response = response;
    else held.later.set(turn, response);
    held.attempts.push(...failed);
    held.verdicts.push(...verdicts);
    this.#came.push({ number: this.#came.length + 1, run, trial, turn });
    return true;
  }

  async newestAnswers(run: string, after: number, most: number): Promise<NewAnswer[]> {
    this.#run(run);
    const own = this.#came.filter((one) => one.run === run && one.number > after).slice(-most);
    return own.map(({ number, trial, turn }) => ({ number, trial, turn }));
  }

  async addVerdicts(
    run: string,
    verdicts: readonly { readonly trial: string; readonly verdict: StoredVerdict }[],
  ): Promise<void> {
    this.#run(run);
    const held = verdicts.map(({ trial, verdict }) => ({ to: this.#trial(run, trial).verdicts, verdict }));
    for (const { to, verdict } of held) to.push(verdict);
  }

  async *trials(run: string, filter: TrialFilter = {}): AsyncIterable<StoredTrial> {
    yield* trialsOf(this.#run(run).variants, this.#inOrder(run), filter);
  }

  async served(run: string, filter: Pick<TrialFilter, 'target' | 'lang'> = {}): Promise<Map<string, ServedCount[]>> {
    const byTarget = new Map<string, (Served | undefined)[]>();
    for await (const { target, response } of this.trials(run, filter)) {
      if (!isDelivered(response?.delivery ?? null)) continue;
      byTarget.set(target, [...(byTarget.get(target) ?? []), response?.served]);
    }
    return new Map([...byTarget].map(([target, answers]) => [target, countServed(answers)]));
  }

  async workerCounts(run: string): Promise<WorkerCount[]> {
    const counts = new Map<string, { worker: string; target: string; answered: number; failed: number }>();
    for (const { record, response } of this.#inOrder(run)) {
      if (response?.worker === undefined) continue;
      const [worker, { target }] = [response.worker, record];
      const key = JSON.stringify([worker, target]);
      const count = counts.get(key) ?? { worker, target, answered: 0, failed: 0 };
      count[response.delivery === 'error' ? 'failed' : 'answered'] += 1;
      counts.set(key, count);
    }
    return [...counts.values()];
  }

  async classifiers(run: string): Promise<ClassifierId[]> {
    const found = this.#inOrder(run).flatMap(({ verdicts }) => verdicts.map(({ classifier }) => classifier));
    return [...new Map(found.map((one) => [JSON.stringify([one.name, one.version, one.mode]), one])).values()];
  }

  async answerLengths(run: string): Promise<AnswerLengths> {
    return new Map(
      this.#inOrder(run).flatMap(({ record, response }) =>
        response === null ? [] : [[record.id, [...response.text].length] as const],
      ),
    );
  }

  async attempts(run: string, trial: string): Promise<AttemptRecord[]> {
    return [...this.#trial(run, trial).attempts];
  }

  async addCalibration(calibration: CalibrationRecord): Promise<void> {
    this.#calibrations.push(calibration);
  }

  async findCalibration({ name, version, mode }: ClassifierId): Promise<CalibrationRecord | null> {
    const match = this.#calibrations.findLast(
      ({ classifier }) => classifier.name === name && classifier.version === version && classifier.mode === mode,
    );
    return match ?? null;
  }

  async addLabelSample(run: string, sample: readonly SampledTrial[]): Promise<void> {
    const { samples } = this.#run(run);
    const keys = [...samples.flat(), ...sample].map(({ draw, trial }) => `${draw} ${trial}`);
    if (new Set(keys).size < keys.length) throw new StoreError('expected each trial once in a draw');
    for (const { trial } of sample) this.#trial(run, trial);
    if (sample.length > 0) samples.push([...sample]);
  }

  async labelSample(run: string): Promise<SampledTrial[]> {
    return [...(this.#run(run).samples.at(-1) ?? [])];
  }

  async keepJudgeReply(call: string, reply: JudgeReplyRecord): Promise<void> {
    if (!this.#judgeReplies.has(call)) this.#judgeReplies.set(call, reply);
  }

  async findJudgeReply(call: string): Promise<JudgeReplyRecord | null> {
    return this.#judgeReplies.get(call) ?? null;
  }

  async remember(source: string, key: string, value: string, at: string): Promise<void> {
    const held = this.#memories.get(source) ?? new Map<string, Memory>();
    this.#memories.set(source, held.set(key, { key, value, at }));
  }

  async remembered(source: string): Promise<Memory[]> {
    const held = [...(this.#memories.get(source)?.values() ?? [])];
    return held.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async close(): Promise<void> {
    this.#runs.clear();
  }

  #inOrder(run: string): HeldTrial[] {
    return [...this.#run(run).trials.values()].sort((a, b) => a.record.position - b.record.position);
  }

  #run(run: string): HeldRun {
    const held = this.#runs.get(run);
    if (held === undefined) throw new StoreError(`expected a run of this store, got ${run}`);
    return held;
  }

  #trial(run: string, trial: string): HeldTrial {
    const held = this.#run(run).trials.get(trial);
    if (held === undefined) throw new StoreError(`expected a trial of run ${run}, got ${trial}`);
    return held;
  }
}
