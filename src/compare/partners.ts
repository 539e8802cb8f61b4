import type { Observation } from '../model/observation.ts';

/** What two trials of a pair have in common beside their sample: the same wording, or the same probe in whatever language. */
export type PairBy = 'variant' | 'probe';

/** The trials of one side by question and sample, the last of those that share both. Held without a key of their own: there may be a million. */
export class Partners {
  readonly #pairBy: PairBy;
  readonly #byQuestion = new Map<string, Map<number, Observation>>();
  #size = 0;

  constructor(pairBy: PairBy) {
    this.#pairBy = pairBy;
  }

  /** How many different ones there are. */
  get size(): number {
    return this.#size;
  }

  add(one: Observation): void {
    const samples = this.#byQuestion.get(one[this.#pairBy]) ?? new Map<number, Observation>();
    if (samples.size === 0) this.#byQuestion.set(one[this.#pairBy], samples);
    if (!samples.has(one.sample)) this.#size += 1;
    samples.set(one.sample, one);
  }

  /** The trial of the same question and sample. */
  of(one: Observation): Observation | undefined {
    return this.#byQuestion.get(one[this.#pairBy])?.get(one.sample);
  }
}
