import { chosen } from './chosen.ts';
import type { Observation } from './observation.ts';

/** What all trials of one target and one variant have in common. */
type Asked = Pick<
  Observation,
  | 'run'
  | 'target'
  | 'arm'
  | 'family'
  | 'set'
  | 'probe'
  | 'variant'
  | 'lang'
  | 'topic'
  | 'style'
  | 'role'
  | 'state'
  | 'ownState'
  | 'control'
  | 'phrasing'
  | 'cluster'
  | 'origin'
>;

/** What came of a trial; a few dozen kinds of it stand for all trials that have no label. */
type Came = Omit<Observation, keyof Asked | 'trial' | 'sample'>;

/** A field of an observation that has no getter here is a mistake that tsc names. */
type EveryField = { readonly [Field in keyof Observation]-?: Observation[Field] | undefined };

/** What tells the kinds of what came apart; a label is of one answer alone. */
const KIND = {
  delivery: true,
  class: true,
  unjudged: true,
  unsure: true,
  unmeasured: true,
  switched: true,
  omits: true,
  why: true,
  spillover: true,
  budgetSpent: true,
} as const satisfies Readonly<Record<Exclude<keyof Came, 'label'>, true>>;
const KIND_FIELDS = chosen(KIND);

/**
 * An observation in about a hundred bytes: it points to what it shares with others. It reads like any other, but its fields
 * are not its own, so that it cannot be spread: `withTarget` copies it.
 */
class CompactObservation implements EveryField {
  readonly #asked: Asked;
  readonly #came: Came;
  readonly trial: string;
  readonly sample: number;

  constructor(asked: Asked, came: Came, trial: string, sample: number) {
    this.#asked = asked;
    this.#came = came;
    this.trial = trial;
    this.sample = sample;
  }

  get run() {
    return this.#asked.run;
  }
  get target() {
    return this.#asked.target;
  }
  get arm() {
    return this.#asked.arm;
  }
  get family() {
    return this.#asked.family;
  }
  get set() {
    return this.#asked.set;
  }
  get probe() {
    return this.#asked.probe;
  }
  get variant() {
    return this.#asked.variant;
  }
  get lang() {
    return this.#asked.lang;
  }
  get topic() {
    return this.#asked.topic;
  }
  get style() {
    return this.#asked.style;
  }
  get role() {
    return this.#asked.role;
  }
  get state() {
    return this.#asked.state;
  }
  get ownState() {
    return this.#asked.ownState;
  }
  get control() {
    return this.#asked.control;
  }
  get phrasing() {
    return this.#asked.phrasing;
  }
  get cluster() {
    return this.#asked.cluster;
  }
  get origin() {
    return this.#asked.origin;
  }
  get delivery() {
    return this.#came.delivery;
  }
  get class() {
    return this.#came.class;
  }
  get unjudged() {
    return this.#came.unjudged;
  }
  get unsure() {
    return this.#came.unsure;
  }
  get unmeasured() {
    return this.#came.unmeasured;
  }
  get switched() {
    return this.#came.switched;
  }
  get omits() {
    return this.#came.omits;
  }
  get why() {
    return this.#came.why;
  }
  get spillover() {
    return this.#came.spillover;
  }
  get budgetSpent() {
    return this.#came.budgetSpent;
  }
  get label() {
    return this.#came.label;
  }

  /** With another target, which shares nothing with others. */
  withTarget(target: string): CompactObservation {
    return new CompactObservation({ ...this.#asked, target }, this.#came, this.trial, this.sample);
  }
}

/** Makes observations of one run small: what many have in common is kept once. */
export class ObservationPool {
  readonly #asked = new Map<string, Map<string, Asked>>();
  readonly #came = new Map<string, Came>();

  /** The same observation, small. */
  compact(one: Observation): Observation {
    let came: Came = one;
    if (one.label === undefined) {
      const kind = KIND_FIELDS.map((field) => kindOf(one[field])).join();
      came = this.#came.get(kind) ?? one;
      if (came === one) this.#came.set(kind, one);
    }
    // Getters give undefined where a field is absent, which no reader tells apart.
    return new CompactObservation(this.#askedOf(one), came, one.trial, one.sample) as Observation;
  }

  #askedOf(one: Observation): Asked {
    const ofTarget = this.#asked.get(one.target) ?? new Map<string, Asked>();
    if (ofTarget.size === 0) this.#asked.set(one.target, ofTarget);
    const known = ofTarget.get(one.variant);
    if (known !== undefined) return known;
    ofTarget.set(one.variant, one);
    return one;
  }
}

function kindOf(value: Came[(typeof KIND_FIELDS)[number]]): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A copy of an observation with another target. */
export function withTarget(one: Observation, target: string): Observation {
  return one instanceof CompactObservation ? (one.withTarget(target) as Observation) : { ...one, target };
}
