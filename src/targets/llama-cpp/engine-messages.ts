import type { JsonObject } from '../../lib/json.ts';
import type { FirstToken } from '../../model/served.ts';
import type { SamplingParams } from '../../model/target-spec.ts';
import type { Generated, LlamaEngine, ModelFacts } from './engine.ts';

/** What the process of an engine is asked. Answers have the number of the question. */
export type ToEngine =
  | { readonly type: 'load'; readonly file: string; readonly fileBytes: number; readonly sequences: number }
  | { readonly type: 'context'; readonly tokens: number }
  | {
      readonly type: 'generate';
      readonly n: number;
      readonly prompt: string;
      readonly params: SamplingParams;
      readonly seed: number | null;
      readonly schema: JsonObject | null;
    }
  | {
      readonly type: 'alternatives';
      readonly n: number;
      readonly prompt: string;
      readonly said: readonly number[];
      readonly most: number;
    }
  | { readonly type: 'answerStart'; readonly n: number; readonly tokens: readonly number[]; readonly answer: string }
  | { readonly type: 'abort'; readonly n: number }
  | { readonly type: 'close' };

/** What it says. */
export type FromEngine =
  | { readonly type: 'model'; readonly model: ModelFacts }
  | ({ readonly type: 'ready' } & Pick<LlamaEngine, 'build' | 'packageVersion' | 'threads' | 'contextTokens'>)
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'done'; readonly n: number; readonly value: Generated | FirstToken[] | number | null }
  | { readonly type: 'failed'; readonly n: number; readonly message: string; readonly promptTooLong: boolean };
