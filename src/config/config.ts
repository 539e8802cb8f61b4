import type { JsonObject } from '../lib/json.ts';
import type { ArmFactors } from '../model/arm.ts';
import type { Lang } from '../model/lang.ts';
import type { Limited } from '../model/limited.ts';
import type { GatedOutcome } from '../model/outcome.ts';
import type { Registration } from '../model/registration.ts';
import type { SourceSpec } from '../model/release.ts';
import type { TargetSpec } from '../model/target-spec.ts';
import type { WrittenFollowUp } from '../probes/follow-ups.ts';

/** A target ready to be opened, and what may be stored and shown of it. */
export interface ConfiguredTarget {
  readonly spec: TargetSpec;
  /**
   * The same without secrets: keys and headers are the names of their variables (`${NAME}`) or `(hidden)`, addresses have
   * no credentials. `restoreTarget` makes a spec of it again.
   */
  readonly publicSpec: JsonObject;
  /** false: it only judges. */
  readonly audit: boolean;
}

/** A model that judges answers; no languages means all. */
export interface JudgeConfig {
  readonly target: ConfiguredTarget;
  readonly languages: readonly Lang[];
  /** True: it is asked for flags too, in a second call; absent: it is not. */
  readonly flags?: boolean;
}

/** How much a rate may rise, 0…1, as a share of delivered trials. A null topic or language means all of them together. */
export interface GateMargin {
  readonly class: GatedOutcome;
  readonly topic: string | null;
  readonly lang: Lang | null;
  readonly maxIncrease: number;
}

/** What `candor gate` holds a candidate to. */
export interface GateConfig {
  readonly margins: readonly GateMargin[];
  /** Outcomes whose total is not checked because the file says so. */
  readonly off: readonly GatedOutcome[];
  /** Share of trials that may be undelivered, 0…1. */
  readonly tolerance: number;
  /** Share of the planned trials that must be paired, 0…1. */
  readonly pairing: number;
  /** How often the gate is meant to be held against one baseline; a false alarm in all of them together is as rare as in one. */
  readonly looks: number;
}

/** An audit as configured: the file with flags merged in, every default filled. */
export interface AuditConfig {
  /** Files, globs, set ids or probe ids; empty: the shipped sets. */
  readonly probes: readonly string[];
  readonly topics: readonly string[];
  readonly styles: readonly string[];
  readonly tags: readonly string[];
  readonly languages: readonly Lang[];
  readonly samples: number;
  /** How many wordings of a question are asked by turns, sample after sample; 1: the first alone. */
  readonly phrasings: number;
  /** What is varied beside the questions; absent: nothing. */
  readonly arms?: ArmFactors;
  /** What is asked after each answer, in place of what a probe says; absent: as the probes say. */
  readonly followUps?: readonly WrittenFollowUp[];
  /** true: checks of the selected probes' facts are asked too, once each; absent: they are not. */
  readonly knowledge?: boolean;
  /** Trials that the run may have at most: a random part of the questions is asked; absent: all are. */
  readonly limit?: number;
  /** What came of the limit; absent: there is none. */
  readonly limited?: Limited;
  /** What was registered before the run; absent: nothing was. */
  readonly preregistered?: Registration;
  /** null: drawn when the run begins. */
  readonly seed: number | null;
  /** Seconds that a target that answered and does not any more is waited for; absent: see `patienceMs`. */
  readonly patience?: number;
  readonly targets: readonly ConfiguredTarget[];
  /** Every target of the file, also those that only judge. */
  readonly known: readonly ConfiguredTarget[];
  readonly judges: readonly JudgeConfig[];
  readonly gate: GateConfig;
}

/** What `candor watch` looks at, and what it does with a release that is new. */
export interface WatchConfig {
  readonly sources: readonly SourceSpec[];
  /** Seconds from one look to the next. */
  readonly interval: number;
  /** Absent: new releases are told of, not audited. */
  readonly audit?: WatchAudit;
  /** Absent: none is asked. */
  readonly canary?: CanaryConfig;
  /** Folder of the static site; absent: none is written. */
  readonly site?: string;
}

/** The audit of a release. */
export interface WatchAudit {
  /** The target of a release by its name and digest (empty where there is none). Throws ConfigError. */
  readonly targetOf: (release: {
    readonly name: string;
    readonly digest: string | null;
    readonly family: string | null;
  }) => ConfiguredTarget;
  /** What it asks where it is not what the file says of every audit. */
  readonly asks: Partial<Pick<AuditConfig, 'probes' | 'topics' | 'styles' | 'tags' | 'languages' | 'samples'>>;
  /** Release that every new one is asked beside; null: the former one of its family. */
  readonly former: string | null;
  /** True where a release is named by its digest too, so that an old one under the same name can still be asked. */
  readonly byDigest: boolean;
  /** Audits in one call. */
  readonly most: number;
}

/** Targets that are asked the same every day, by their ids in the file. */
export interface CanaryConfig {
  readonly targets: readonly string[];
  /** Sensitive questions, each with its control. */
  readonly pairs: number;
  readonly probes: readonly string[];
  readonly languages: readonly Lang[];
}
