import type { JsonObject } from '../lib/json.ts';
import type { Identity } from './identity.ts';
import type { Lang } from './lang.ts';
import type { Probe } from './probe.ts';

/** A run: one plan carried out, or one file of collected answers taken in. Times are ISO 8601 in UTC. */
export interface RunRecord {
  readonly id: string;
  readonly name: string | null;
  readonly origin: 'run' | 'import';
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** What was asked for, without secrets: enough to carry the run on. */
  readonly config: JsonObject;
  readonly seed: number;
  readonly planHash: string;
  readonly packageVersion: string;
  /** Commit of the working directory, where it is one. */
  readonly gitVersion: string | null;
  readonly probeSets: readonly ProbeSetRecord[];
}

/** Which probe set a run used. */
export interface ProbeSetRecord {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
}

/** A target of a run. `identityHash` is the content hash of `identity`. */
export interface TargetRecord {
  readonly id: string;
  readonly family: string | null;
  readonly kind: string;
  readonly model: string;
  readonly where: 'hosted' | 'local';
  readonly identityHash: string;
  readonly identity: Identity;
  readonly params: JsonObject;
}

/** A variant as it was asked, with the whole probe, so that a run can be judged again without its files. */
export interface VariantRecord {
  readonly hash: string;
  readonly lang: Lang;
  readonly prompt: string;
  readonly setVersion: string;
  readonly probe: Probe;
}

/** A run with its counts, for lists. */
export interface RunOverview extends RunRecord {
  readonly targets: readonly string[];
  readonly trials: number;
  /** Trials whose delivery is not `error`. */
  readonly delivered: number;
  /** The other trials: never asked, or ended in `error`. */
  readonly undelivered: number;
}
