import { PackedIds } from '../lib/packed-ids.ts';
import { PackedIntegers } from '../lib/packed-integers.ts';
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

const ASKED = {
  run: true,
  target: true,
  arm: true,
  family: true,
  set: true,
  probe: true,
  variant: true,
  lang: true,
  topic: true,
  style: true,
  role: true,
  state: true,
  ownState: true,
  control: true,
  phrasing: true,
  cluster: true,
  origin: true,
} as const satisfies Readonly<Record<keyof Asked, true>>;
const ASKED_FIELDS = chosen(ASKED);

/** The same, with the lists in which the ids and samples of these trials stand. */
interface AskedTogether {
  readonly asked: Asked;
  readonly ids: PackedIds;
  readonly samples: PackedIntegers;
}

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
  neverAsked: true,
} as const satisfies Readonly<Record<Exclude<keyof Came, 'label'>, true>>;
const KIND_FIELDS = chosen(KIND);

/**
 * An observation in about eighty bytes, its id and its place in a list included: it points to what it shares with others. It reads like any other, but its fields
 * are not its own, so that it cannot be spread: `withTarget` copies it.
 */
class CompactObservation implements EveryField {
  readonly #together: AskedTogether;
  readonly #came: Came;
  readonly #place: number;

  /** `place`: of the trial's id and sample in the lists of those that were asked together. */
  constructor(together: AskedTogether, came: Came, place: number) {
    this.#together = together;
    this.#came = came;
    this.#place = place;
  }

  get sample() {
    return this.#together.samples.at(this.#place);
  }

  get trial() {
    return this.#together.ids.at(this.#place);
  }
  get run() {
    return this.#together.asked.run;
  }
  get target() {
    return this.#together.asked.target;
  }
  get arm() {
    return this.#together.asked.arm;
  }
  get family() {
    return this.#together.asked.family;
  }
  get set() {
    return this.#together.asked.set;
  }
  get probe() {
    return this.#together.asked.probe;
  }
  get variant() {
    return this.#together.asked.variant;
  }
  get lang() {
    return this.#together.asked.lang;
  }
  get topic() {
    return this.#together.asked.topic;
  }
  get style() {
    return this.#together.asked.style;
  }
  get role() {
    return this.#together.asked.role;
  }
  get state() {
    return this.#together.asked.state;
  }
  get ownState() {
    return this.#together.asked.ownState;
  }
  get control() {
    return this.#together.asked.control;
  }
  get phrasing() {
    return this.#together.asked.phrasing;
  }
  get cluster() {
    return this.#together.asked.cluster;
  }
  get origin() {
    return this.#together.asked.origin;
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
  get neverAsked() {
    return this.#came.neverAsked;
  }
  get label() {
    return this.#came.label;
  }

  /** With another target, which shares nothing with others. */
  withTarget(target: string): CompactObservation {
    const { asked, ...lists } = this.#together;
    return new CompactObservation({ asked: { ...asked, target }, ...lists }, this.#came, this.#place);
  }
}

/** Makes observations of one run small: what many have in common is kept once. */
export class ObservationPool {
  readonly #asked = new Map<string, Map<string, AskedTogether>>();
  readonly #ids = new PackedIds();
  readonly #samples = new PackedIntegers();
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
    this.#ids.add(one.trial);
    this.#samples.add(one.sample);
    return new CompactObservation(this.#togetherOf(one), came, this.#ids.size - 1) as Observation;
  }

  #togetherOf(one: Observation): AskedTogether {
    const ofTarget = this.#asked.get(one.target) ?? new Map<string, AskedTogether>();
    if (ofTarget.size === 0) this.#asked.set(one.target, ofTarget);
    const known = ofTarget.get(one.variant);
    // Rows of a file need not agree in what they say of one question.
    if (known !== undefined && ASKED_FIELDS.every((field) => known.asked[field] === one[field])) return known;
    const together = { asked: one, ids: this.#ids, samples: this.#samples };
    ofTarget.set(one.variant, together);
    return together;
  }
}

function kindOf(value: Came[(typeof KIND_FIELDS)[number]]): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A copy of an observation with another target. */
export function withTarget(one: Observation, target: string): Observation {
  return one instanceof CompactObservation ? (one.withTarget(target) as Observation) : { ...one, target };
}
