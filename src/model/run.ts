import { z } from 'zod';
import type { JsonObject } from '../lib/json.ts';
import type { Identity } from './identity.ts';
import type { Lang } from './lang.ts';
import type { Probe } from './probe.ts';
import type { Place } from './target-spec.ts';

/** Whether a run asked models itself or took collected answers in. */
export const ORIGINS = ['run', 'import'] as const;

/** A run: one plan carried out, or one file of collected answers taken in. Times are ISO 8601 in UTC. */
export interface RunRecord {
  readonly id: string;
  readonly name: string | null;
  readonly origin: (typeof ORIGINS)[number];
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
  /** Who carries it out now, by a heartbeat; absent: nobody has said so. */
  readonly owner?: RunOwner;
  /** Why the run is left out of a study; absent: it is not. */
  readonly discarded?: string;
}

/** The process that carries a run out. */
export interface RunOwner {
  readonly name: string;
  readonly heartbeatAt: string;
}

/** Which probe set a run used. */
export const probeSetRecordSchema = z.object({ id: z.string(), version: z.string(), hash: z.string() });
export type ProbeSetRecord = Readonly<z.infer<typeof probeSetRecordSchema>>;

/** A target of a run. `identityHash` is the content hash of `identity`. */
export interface TargetRecord {
  readonly id: string;
  /** What people read; absent: the id. */
  readonly name?: string;
  readonly family: string | null;
  readonly kind: string;
  readonly model: string;
  readonly where: Place;
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
  /** Which of several wordings it is, from 0; absent: there is one. */
  readonly phrasing?: number;
  /** Probes whose figures hang together have one cluster; absent: not known. */
  readonly cluster?: string;
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
