import type { JsonObject } from '../lib/json.ts';
import type { SamplingParams, TargetSpec } from '../model/target-spec.ts';
import type { Deaf, Said, Think } from './services/service.ts';
import type { Target, TargetIo } from './target.ts';

/** Fields of a target in `candor.yaml` that not every kind has. */
export type OwnField = 'model' | 'baseURL' | 'apiKey' | 'headers' | 'file' | 'service' | 'tls' | 'logprobs';

/** What a target named on the spot says: `name` is what its id is made of. */
export interface Named {
  readonly name: string;
  readonly model?: string;
  readonly baseURL?: string;
  readonly file?: string;
}

/** A target as configured, as far as it matters for what its service can be told. */
export interface Configured {
  readonly model: string;
  readonly baseURL: string | null;
  readonly service: string | null;
  readonly think: Think | null;
  readonly params: Partial<SamplingParams>;
}

/** A model server that can be found on this machine. */
export interface UsualServer {
  /** Its name in messages. */
  readonly server: string;
  /** Where it usually listens. */
  readonly root: string;
  /** Where it lists its models, below the root. */
  readonly listPath: string;
  /** The names in that list; null: this is another server. */
  readonly modelsIn: (list: Readonly<Record<string, unknown>>) => string[] | null;
  /** The address of a target there. */
  readonly baseURL: (root: string) => string;
}

/** All that is special to one kind of provider. Rows must be cheap to load: clients and engines come with `create`. */
export interface Provider {
  /** How a target is named on the spot, for help and messages. */
  readonly shorthand: string;
  /** Reads what stands behind `KIND:`; null where it has another form. */
  readonly parse: (rest: string) => Named | null;
  /** Whether `--api-key-env` gives its key to a target named on the spot. */
  readonly keyOnTheSpot: boolean;
  readonly needs: readonly OwnField[];
  readonly takes: readonly OwnField[];
  /** Where it listens when nothing is configured; null: there is no such place, or no network. */
  readonly address: string | null;
  /** Calls at a time where nothing is configured and the target is on this machine. */
  readonly concurrency: number;
  /** True where the model's name is a file, seen from the folder of the configuration. */
  readonly isFile: (model: string) => boolean;
  /** Sampling where nothing is configured, over the defaults of every audit. */
  readonly params: (where: TargetSpec['where']) => Partial<SamplingParams>;
  /** The fields for its `think`, or why it cannot be set; null: only the server or the file can tell. */
  readonly think: (asked: Configured & { readonly think: Think }) => Said | null;
  /** Parameters that are known to have no effect. */
  readonly deaf: (asked: Configured) => readonly Deaf[];
  /** The extra fields of its requests, those that its service wants beside the configured ones. */
  readonly body: (asked: Configured, own: JsonObject) => JsonObject;
  /** What it can do. */
  readonly can: {
    /** Answers without network. */
    readonly offline: boolean;
    /** A schema holds the answer by a grammar, lengths of texts included. */
    readonly grammar: boolean;
    /** A seed is sent, or kept by the engine. */
    readonly seeds: boolean;
  };
  /** Servers to look for on this machine. */
  readonly servers: readonly UsualServer[];
  /** The optional package that it needs; null: none. */
  readonly engine: { readonly name: string; readonly version: string } | null;
  /** Makes a target, loading client or engine when it is first wanted. Throws TargetError where it can never be asked. */
  readonly create: (spec: TargetSpec, io: TargetIo) => Promise<Target>;
}
