import type { Clock } from '../../lib/clock.ts';
import type { TrialRecord } from '../../model/answer.ts';
import type { PostgresStore } from '../../store/postgres/postgres-store.ts';
import { EXPIRE_SECONDS, type Job } from '../../store/postgres/work-queue.ts';

/** Jobs that are taken at once, at most. */
const MOST_AHEAD = 256;
/** As many as ended in such a time are taken ahead: a fast target costs few journeys to the database, a slow one's jobs are left to others. */
const AHEAD_MS = 1_000;

/** A job that was taken, with its trial. */
export interface TakenJob {
  readonly job: Job;
  readonly trial: TrialRecord;
  /** True where some turn of it has an answer. */
  readonly answered: boolean;
}

interface Waiting extends TakenJob {
  /** When it was last known to be this worker's, in milliseconds of the clock's `elapsed`. */
  heldAt: number;
}

/** The jobs of one target that this worker has taken: some that are being asked, and some ahead, as many as ended in the last second. */
export class JobLine {
  readonly #store: PostgresStore;
  readonly #run: string;
  readonly #target: string;
  readonly #clock: Clock;
  readonly #held = new Map<string, Job>();
  #waiting: Waiting[] = [];
  #filling: Promise<boolean> | null = null;
  /** When jobs ended, in the last second. */
  #endings: number[] = [];
  /** Who waits for a job. */
  #wanting = 0;

  constructor(store: PostgresStore, run: string, target: string, clock: Clock) {
    this.#store = store;
    this.#run = run;
    this.#target = target;
    this.#clock = clock;
  }

  /** The next job to ask; null: none is in line now. To be ended by {@link release}. */
  async next(): Promise<TakenJob | null> {
    this.#dropLost();
    this.#wanting += 1;
    try {
      while (this.#waiting.length === 0) if (!(await this.#fill())) return null;
    } finally {
      this.#wanting -= 1;
    }
    const one = this.#waiting.shift();
    // What fails here comes again where it is waited for.
    if (this.#waiting.length < Math.floor(this.#ahead() / 2)) this.#fill().catch(() => undefined);
    return one ?? null;
  }

  /** Says that a job is not held any more: it was ended, or put back. */
  release({ job }: TakenJob): void {
    this.#held.delete(job.id);
    this.#endings.push(this.#clock.elapsed());
  }

  /** Says to the database that all that is held is still being worked on. */
  async beat(): Promise<void> {
    const at = this.#clock.elapsed();
    const waiting = [...this.#waiting];
    await (await this.#store.queue()).beat([...this.#held.values()]);
    for (const one of waiting) one.heldAt = at;
  }

  /** Puts back what was taken and not begun. */
  async giveBack(): Promise<void> {
    await this.#filling?.catch(() => undefined);
    const jobs = this.#waiting.map(({ job }) => job);
    this.#waiting = [];
    for (const { id } of jobs) this.#held.delete(id);
    await (await this.#store.queue()).giveBack(jobs);
  }

  /** Takes more jobs, whoever asks for it first; false: there are none. */
  #fill(): Promise<boolean> {
    this.#filling ??= this.#take().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #take(): Promise<boolean> {
    const queue = await this.#store.queue();
    const most = Math.min(MOST_AHEAD, Math.max(this.#wanting, this.#ahead()));
    const heldAt = this.#clock.elapsed();
    const jobs = await queue.take(this.#run, this.#target, most);
    if (jobs.length === 0) return false;
    // Where that fails, they come back when their time is over.
    const trials = await this.#store.trialsToAsk(
      this.#run,
      jobs.map(({ trial }) => trial),
    );
    // A trial that went to another target has no job here any more.
    const gone = jobs.filter(({ trial }) => !trials.has(trial));
    if (gone.length > 0) await queue.done(gone);
    for (const job of jobs) {
      const found = trials.get(job.trial);
      if (found === undefined) continue;
      this.#held.set(job.id, job);
      this.#waiting.push({ job, ...found, heldAt });
    }
    return true;
  }

  /** How many are to be taken ahead. */
  #ahead(): number {
    const since = this.#clock.elapsed() - AHEAD_MS;
    this.#endings = this.#endings.filter((at) => at > since);
    return this.#endings.length;
  }

  /** Jobs of which the database heard nothing for too long are somebody else's, or will be. */
  #dropLost(): void {
    const lost = (one: Waiting): boolean => this.#clock.elapsed() - one.heldAt > EXPIRE_SECONDS * 1000;
    for (const one of this.#waiting.filter(lost)) this.#held.delete(one.job.id);
    this.#waiting = this.#waiting.filter((one) => !lost(one));
  }
}
