import { compareText } from '../lib/compare-text.ts';
import type { TargetRecord, VariantRecord } from '../model/run.ts';
import type { StoredTrial, StoredVerdict } from '../model/stored-trial.ts';
import { type NameOf, targetNames } from '../model/target-names.ts';
import { CODEBOOK_VERSION, FIRST_CODEBOOK } from '../model/verdict.ts';
import type { Store } from '../store/store.ts';
import { ADJUDICATED, type HumanLabel, humanLabels, newestByPerson, REPEATED, readNote } from './human-labels.ts';
import type { PoolItem, QueueItem } from './queue.ts';
import type { GivenLabel } from './read-label.ts';

/** An answer with its question, as a page shows it. */
export interface ReviewedAnswer {
  readonly trial: StoredTrial;
  readonly variant: VariantRecord;
  readonly text: string;
}

/** How far a person is. Places are 1-based; `next` is null where all is labelled. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly next: number | null;
  /** Places in the order in which the person last labelled them, oldest first. */
  readonly history: readonly number[];
  /** Median over the person's newest labels; null: not known. */
  readonly medianSeconds: number | null;
}

/** What a review is made of. */
export interface ReviewSource {
  readonly store: Store;
  readonly run: { readonly id: string; readonly name: string | null };
  readonly pool: readonly PoolItem[];
  readonly queue: readonly QueueItem[];
  /** Hash of the codebook by which people label. */
  readonly codebook: string;
}

/** A queue of answers with the labels of people, held beside the store, to which every label goes first. */
export class Review {
  readonly source: ReviewSource;
  /** What people read of targets. */
  readonly nameOf: NameOf;
  readonly #variants: ReadonlyMap<string, VariantRecord>;
  #labels = new Map<string, HumanLabel[]>();

  private constructor(source: ReviewSource, variants: readonly VariantRecord[], targets: readonly TargetRecord[]) {
    this.source = source;
    this.nameOf = targetNames(targets);
    this.#variants = new Map(variants.map((variant) => [variant.hash, variant]));
  }

  /** Reads what was labelled so far. Throws StoreError. */
  static async open(source: ReviewSource): Promise<Review> {
    const { store, run } = source;
    const review = new Review(source, await store.variants(run.id), await store.targets(run.id));
    await review.refresh();
    return review;
  }

  /** Reads the labels anew, those that another process stored included. */
  async refresh(): Promise<void> {
    const labels = new Map<string, HumanLabel[]>();
    for await (const { id, verdicts } of this.source.store.trials(this.source.run.id, { texts: false })) {
      const found = humanLabels(verdicts);
      if (found.length > 0) labels.set(id, found);
    }
    this.#labels = labels;
  }

  /** The item at a 1-based place; null: there is none. */
  at(place: number): QueueItem | null {
    return this.source.queue[place - 1] ?? null;
  }

  /** All labels by trial, oldest first. */
  labels(): ReadonlyMap<string, readonly HumanLabel[]> {
    return this.#labels;
  }

  /** The newest label that a person gave to a trial for themselves. */
  ownLabel(trial: string, by: string): HumanLabel | null {
    return newestByPerson(this.#labels.get(trial) ?? []).get(by) ?? null;
  }

  /** The answer of a trial with its question; null: it is not among those that may be labelled. */
  async answer(trial: string): Promise<ReviewedAnswer | null> {
    if (!this.source.pool.some((item) => item.trial === trial)) return null;
    for await (const found of this.source.store.trials(this.source.run.id, { trial })) {
      const variant = this.#variants.get(found.variant);
      if (variant !== undefined && found.response !== null) {
        return { trial: found, variant, text: found.response.text };
      }
    }
    return null;
  }

  /** What the same target answered to the same probe in other languages, same repetition; to be shown after labelling only. */
  async inOtherLanguages({ trial, variant }: ReviewedAnswer): Promise<ReviewedAnswer[]> {
    const others: ReviewedAnswer[] = [];
    const filter = { probe: variant.probe.id, target: trial.target };
    for await (const found of this.source.store.trials(this.source.run.id, filter)) {
      const other = this.#variants.get(found.variant);
      if (other === undefined || other.lang === variant.lang || found.response === null) continue;
      if (found.sample === trial.sample) others.push({ trial: found, variant: other, text: found.response.text });
    }
    return others;
  }

  /**
   * Appends a person's label and resolves when the store has it. A label equal to the newest one of the same person adds
   * nothing, so that one sent twice is stored once; false then.
   */
  async save(trial: string, by: string, label: GivenLabel, at: string): Promise<boolean> {
    const known = this.#labels.get(trial) ?? [];
    const before = known.findLast((one) => one.by === by);
    if (before !== undefined && isSameLabel(before, label)) return false;
    const { note, ...given } = label;
    const verdict: HumanLabel = {
      ...given,
      of: 'response',
      codebook: CODEBOOK_VERSION,
      classifier: { name: 'human', version: this.source.codebook, mode: 'general' },
      ...(note === '' ? {} : { note }),
      at,
      by,
    };
    await this.source.store.addVerdicts(this.source.run.id, [{ trial, verdict }]);
    this.#labels.set(trial, [...(this.#labels.get(trial) ?? []), verdict]);
    return true;
  }

  /** How far a person is in the queue. */
  progress(by: string): Progress {
    const done = this.source.queue.flatMap(({ trial }, i) => {
      const label = this.ownLabel(trial, by);
      return label === null ? [] : [{ place: i + 1, label }];
    });
    const places = new Set(done.map(({ place }) => place));
    const next = this.source.queue.findIndex((_, i) => !places.has(i + 1));
    const history = [...done].sort((a, b) => compareText(a.label.at, b.label.at));
    return {
      done: done.length,
      total: this.source.queue.length,
      next: next === -1 ? null : next + 1,
      history: history.map(({ place }) => place),
      medianSeconds: median(done.flatMap(({ label }) => readNote(label.note).seconds ?? [])),
    };
  }

  /** Names of the people who labelled anything, in order. */
  people(): string[] {
    const names = [...this.#labels.values()].flat().map(({ by }) => by);
    return [...new Set(names)].filter((name) => !name.startsWith(ADJUDICATED) && !name.startsWith(REPEATED)).sort();
  }
}

/** The middle of some numbers; null: there are none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)];
  const low = sorted[Math.ceil(middle) - 1];
  return high === undefined || low === undefined ? null : (high + low) / 2;
}

/** True where a label says nothing that a stored one of this codebook does not; the time that it took is passed over. */
export function isSameLabel(
  stored: StoredVerdict,
  given: Omit<GivenLabel, 'note' | 'line_of'> & {
    readonly line_of?: string | null | undefined;
    readonly note?: string | undefined;
  },
): boolean {
  if ((stored.codebook ?? FIRST_CODEBOOK) !== CODEBOOK_VERSION) return false;
  return labelKey(stored, stored.note) === labelKey(given, given.note);
}

function labelKey(
  label: Omit<GivenLabel, 'note' | 'line_of'> & { readonly line_of?: string | null | undefined },
  note: string | undefined,
): string {
  const { class: chosen, sub, flags, confidence, evidence } = label;
  return JSON.stringify([
    chosen,
    sub,
    [...flags].sort(),
    confidence,
    evidence?.start,
    evidence?.end,
    label.line_of ?? null,
    readNote(note).text,
  ]);
}
