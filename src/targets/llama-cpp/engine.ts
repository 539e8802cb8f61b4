import type { JsonObject } from '../../lib/json.ts';
import type { FirstToken } from '../../model/served.ts';
import type { SamplingParams } from '../../model/target-spec.ts';

/** What a file says of its model. */
export interface ModelFacts {
  readonly chatTemplate: string | null;
  readonly bos: string | null;
  readonly eos: string | null;
  /** The general part of the file's metadata, what is text, number or boolean of it. */
  readonly general: Readonly<Record<string, string | number | boolean>>;
  readonly architecture: string;
  /** How many parameters its tensors have; null: the file does not say. */
  readonly parameters: number | null;
  /** Tokens of context that it was trained with. */
  readonly trainContextSize: number;
}

/** One answer of the engine, before reasoning is taken apart. */
export interface Generated {
  readonly text: string;
  readonly finish: 'stop' | 'length';
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly tokens: readonly number[];
}

/** A loaded model with a fixed number of sequences, each for one answer at a time. */
export interface LlamaEngine {
  readonly model: ModelFacts;
  /** Version of the engine's package and of llama.cpp. */
  readonly build: string;
  /** Version of the engine's package. */
  readonly packageVersion: string;
  readonly threads: number;
  /** Tokens that prompt and answer of one sequence may have. */
  readonly contextTokens: number;
  generate(
    prompt: string,
    params: SamplingParams,
    seed: number | null,
    schema: JsonObject | null,
    signal: AbortSignal,
  ): Promise<Generated>;
  /**
   * What may come after a prompt and these tokens of its answer, likeliest first, `most` of them: by the model itself, before
   * any sampling setting.
   */
  alternatives(prompt: string, said: readonly number[], most: number): Promise<FirstToken[]>;
  /** The place of the token with which an answer begins, behind a thought; null: it is not found there. */
  answerStart(tokens: readonly number[], answer: string): Promise<number | null>;
  close(): Promise<void>;
}

/** Thrown where a prompt does not fit the context; the message says by how much. */
export class PromptTooLong extends Error {}

/** Thrown where the process of an engine ended in the middle of a call. */
export class EngineGone extends Error {}
