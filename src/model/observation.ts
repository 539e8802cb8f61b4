import { type Delivery, hasOpinion } from './delivery.ts';
import type { Lang } from './lang.ts';
import type { Role, Style } from './probe.ts';
import type { VerdictClass } from './verdict.ts';

/** The origin of questions that name none. */
export const HAND_WRITTEN = 'hand-written';

/** What the statistics see of one trial: no text, only what it was and what came of it. */
export interface Observation {
  readonly run: string;
  readonly trial: string;
  /** With its arm, where it has one. */
  readonly target: string;
  /** The arm of the audit; absent: nothing is varied. */
  readonly arm?: string;
  readonly family: string | null;
  readonly set: string;
  readonly probe: string;
  /** Content hash of the probe in this language. */
  readonly variant: string;
  readonly lang: Lang;
  readonly topic: string;
  readonly style: Style;
  readonly role: Role;
  readonly state: string | null;
  /** True where the state of the target's maker guards the probe's subject, or has a stake in it; absent: it has none, or is not known. */
  readonly ownState?: true;
  /** Id of the probe's matched control; null: it has none. */
  readonly control: string | null;
  readonly sample: number;
  /** Which of several wordings of the question it was, from 0; absent: there is one. */
  readonly phrasing?: number;
  /** What the probe shares with others, such as a template: those of one cluster hang together; absent: nothing is known. */
  readonly cluster?: string;
  /** null: the trial was planned and not asked yet. */
  readonly delivery: Delivery | null;
  /** Class by the classifier in question; null: no opinion, or unjudged. */
  readonly class: VerdictClass | null;
  /** True where there is a text to judge and the classifier could not be read, or has not judged. */
  readonly unjudged: boolean;
  /** True where the class is only the likeliest one; absent: the classifier was sure, or does not say. */
  readonly unsure?: true;
  /** True where the classifier was not measured in the language of the answer, and so gave it no class; absent: it was, or does not say. */
  readonly unmeasured?: true;
  /** True where it is in another language than it was asked for in (flag `language_switch`); absent: it is not, or nobody looked. */
  readonly switched?: true;
  /** True where a neutral answer names none of the facts that were asked for (flag `omission`); absent: it does, or nobody looked. */
  readonly omits?: true;
  /** The sub-class of an answer of class `other`; absent: it is of another, or has none. */
  readonly why?: string;
  /**
   * Another state than the probe's whose position it puts forward in its own voice, `of` null where the verdict does not say whose; null: none;
   * absent: the classifier did not look for it, or there is no class.
   */
  readonly spillover?: { readonly of: string | null } | null;
  /** The frame that the question's subject was drawn from; absent: it was written by hand. */
  readonly origin?: string;
  /** True where the token limit was spent before a visible word; absent: it was not. */
  readonly budgetSpent?: true;
  /** True where its target was given up before it was asked: `delivery` is `error`, and no call was made; absent: a call was made, or nothing is stored. */
  readonly neverAsked?: true;
  /** What people (or a named judge) called it, where it was drawn for labelling and labelled; absent: it was not. */
  readonly label?: ObservedLabel;
}

/** A label of an answer that was drawn with a known probability. */
export interface ObservedLabel {
  /** How many answers of its stratum it stands for, at least 1. */
  readonly weight: number;
  /** The share of its labels that name each class: 1 and 0 unless people differ and nobody has decided. */
  readonly shares: Readonly<Record<VerdictClass, number>>;
}

/** Everything of an observation that does not follow from the rest. */
export type Observed = Omit<Observation, 'unjudged' | 'cluster' | 'phrasing' | 'arm'> & {
  readonly cluster?: string | null;
  readonly phrasing?: number | null;
  readonly arm?: string | null;
};

/** An observation: the one place that decides what counts as unjudged, and that what holds no opinion of the model has no class, whoever gave it one. */
export function observationOf(observed: Observed): Observation {
  const { run, trial, target, family, set, probe, variant, lang, topic, style, role, state, control, sample } =
    observed;
  const {
    delivery,
    unsure,
    unmeasured,
    switched,
    omits,
    why,
    origin,
    budgetSpent,
    neverAsked,
    cluster,
    label,
    arm,
    phrasing,
  } = observed;
  const found = hasOpinion(delivery) ? observed.class : null;
  const { ownState, spillover } = observed;
  return {
    run,
    trial,
    target,
    ...(arm == null ? {} : { arm }),
    family,
    set,
    probe,
    variant,
    lang,
    topic,
    style,
    role,
    state,
    ...(ownState === true ? { ownState } : {}),
    control,
    sample,
    ...(phrasing == null ? {} : { phrasing }),
    ...(cluster == null ? {} : { cluster }),
    delivery,
    class: found,
    unjudged: hasOpinion(delivery) && found === null,
    ...(unsure === true ? { unsure } : {}),
    ...(unmeasured === true ? { unmeasured } : {}),
    ...(switched === true ? { switched } : {}),
    ...(omits === true ? { omits } : {}),
    ...(why === undefined ? {} : { why }),
    ...(spillover === undefined ? {} : { spillover }),
    ...(origin === undefined || origin === HAND_WRITTEN ? {} : { origin }),
    ...(budgetSpent === true ? { budgetSpent } : {}),
    ...(neverAsked === true ? { neverAsked } : {}),
    ...(label === undefined ? {} : { label }),
  };
}

/** The mark of a response whose flags say that its budget was spent. */
export function spentBudget(flags: readonly string[]): Pick<Observation, 'budgetSpent'> {
  return flags.includes('budget_spent') ? { budgetSpent: true } : {};
}
