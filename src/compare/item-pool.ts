import type { ItemAnswer } from './items.ts';

/** What many answers to one question of one target have in common. */
type Found = Omit<ItemAnswer, 'sample'>;

/** An answer in about forty bytes: it points to what it shares with others. It reads like any other, and cannot be spread. */
class PooledAnswer implements ItemAnswer {
  readonly #found: Found;
  readonly sample: number;

  constructor(found: Found, sample: number) {
    this.#found = found;
    this.sample = sample;
  }

  get probe() {
    return this.#found.probe;
  }
  get lang() {
    return this.#found.lang;
  }
  get target() {
    return this.#found.target;
  }
  get phrasing() {
    return this.#found.phrasing;
  }
  get class() {
    return this.#found.class;
  }
  get hasText() {
    return this.#found.hasText;
  }
  get fired() {
    return this.#found.fired;
  }
  get stated() {
    return this.#found.stated;
  }
  get marks() {
    return this.#found.marks;
  }
  get tells() {
    return this.#found.tells;
  }
}

/** Makes answers small: what was found alike in several is kept once. */
export class ItemPool {
  readonly #found = new Map<string, Found>();

  /** The same answer, small. */
  compact({ sample, ...found }: ItemAnswer): ItemAnswer {
    const { probe, lang, target, phrasing, hasText, fired, stated, marks, tells } = found;
    const sets = [[...fired], [...stated], [...marks]];
    const key = JSON.stringify([probe, lang, target, phrasing, found.class, hasText, tells, sets]);
    const known = this.#found.get(key) ?? found;
    if (known === found) this.#found.set(key, found);
    return new PooledAnswer(known, sample);
  }
}
