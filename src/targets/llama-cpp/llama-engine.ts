import { availableParallelism } from 'node:os';
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { TargetError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { FirstToken } from '../../model/served.ts';
import type { SamplingParams } from '../../model/target-spec.ts';
import { ENGINE, importEngine } from './engine-package.ts';
import { inTurn } from './engine-turns.ts';
import { sampleOneByOne } from './serial-sampling.ts';

/** Models below this many bytes are quicker on one thread than on two. */
const TINY_MODEL_BYTES = 50_000_000;
/** Compiled grammars that are kept; schemas may differ from call to call. */
const MOST_GRAMMARS = 32;
/** Parallel sequences share one context. */
const BATCH_TOKENS = 512;

/** One answer of the engine, before reasoning is taken apart. */
export interface Generated {
  readonly text: string;
  readonly finish: 'stop' | 'length';
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly tokens: readonly Token[];
}

/** A loaded model with a fixed number of sequences, each for one answer at a time. */
export interface LlamaEngine {
  readonly model: LlamaModel;
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
  alternatives(prompt: string, said: readonly Token[], most: number): Promise<FirstToken[]>;
  close(): Promise<void>;
}

/** Thrown where a prompt does not fit the context; the message says by how much. */
export class PromptTooLong extends Error {}

/** Loads a GGUF file under llama.cpp in this process, with a context of as many tokens as wanted of the model. Throws TargetError where the engine is missing or refuses the file. */
export async function loadEngine(
  file: string,
  fileBytes: number,
  sequences: number,
  contextTokensOf: (model: LlamaModel) => number,
): Promise<LlamaEngine> {
  const { library, version } = await importEngine();
  const threads = fileBytes < TINY_MODEL_BYTES ? 1 : availableParallelism();
  const llama = await library.getLlama({
    build: 'never',
    gpu: false,
    maxThreads: threads,
    logLevel: library.LlamaLogLevel.error,
    logger: () => undefined,
    skipDownload: true,
  });
  try {
    const model = await llama.loadModel({ modelPath: file });
    const perSequence = Math.min(contextTokensOf(model), model.trainContextSize);
    const context = await model.createContext({
      contextSize: perSequence,
      sequences,
      threads,
      batchSize: BATCH_TOKENS,
    });
    const parallel = sampleOneByOne(context) ? sequences : 1;
    const free = Array.from({ length: parallel }, () => context.getSequence());
    const waiting: ((sequence: LlamaContextSequence) => void)[] = [];
    const grammars = new Map<string, Awaited<ReturnType<typeof llama.createGrammarForJsonSchema>>>();

    const take = async (): Promise<LlamaContextSequence> =>
      free.pop() ?? new Promise<LlamaContextSequence>((resolve) => waiting.push(resolve));
    const giveBack = (sequence: LlamaContextSequence): void => {
      const next = waiting.shift();
      if (next === undefined) free.push(sequence);
      else next(sequence);
    };

    return {
      model,
      packageVersion: version,
      build: `${ENGINE.name} ${version}, llama.cpp ${llama.llamaCppRelease.release}`,
      threads,
      contextTokens: perSequence,
      async generate(prompt, params, seed, schema, signal) {
        const tokens = model.tokenize(prompt, true);
        if (tokens.length >= perSequence) {
          throw new PromptTooLong(`the prompt has ${tokens.length} tokens, the context ${perSequence}`);
        }
        const key = schema === null ? null : JSON.stringify(schema);
        let grammar = key === null ? undefined : grammars.get(key);
        if (key !== null && grammar === undefined) {
          grammar = await llama.createGrammarForJsonSchema(schema as never);
          if (grammars.size >= MOST_GRAMMARS) grammars.clear();
          grammars.set(key, grammar);
        }
        return inTurn(model, async () => {
          const sequence = await take();
          try {
            const answer: ReturnType<typeof model.tokenize> = [];
            const most = Math.min(params.max_tokens, perSequence - tokens.length);
            const options = {
              ...samplingOptions(params, seed),
              ...(grammar === undefined
                ? {}
                : { grammarEvaluationState: new library.LlamaGrammarEvaluationState({ model, grammar }) }),
            };
            let finish: Generated['finish'] = 'length';
            const penalty = repeatPenalty(params, () => answer);
            for await (const token of sequence.evaluate(tokens, { ...options, ...penalty, yieldEogToken: true })) {
              if (model.isEogToken(token)) {
                finish = 'stop';
                break;
              }
              answer.push(token);
              if (answer.length >= most || signal.aborted) break;
            }
            const text = model.detokenize(answer, true);
            return { text, finish, promptTokens: tokens.length, completionTokens: answer.length, tokens: answer };
          } finally {
            await sequence.clearHistory();
            giveBack(sequence);
          }
        });
      },
      async alternatives(prompt, said, most) {
        return inTurn(model, async () => {
          const sequence = await take();
          try {
            const tokens = [...model.tokenize(prompt, true), ...said];
            const plain = { temperature: 1, topK: 0, topP: 1, minP: 0 };
            for await (const { probabilities } of sequence.evaluateWithMetadata(
              tokens,
              { probabilities: true },
              plain,
            )) {
              const likeliest = [...probabilities].filter(([, p]) => p > 0).sort(([, a], [, b]) => b - a);
              return likeliest.slice(0, most).map(([token, p]) => {
                return { token: model.detokenize([token], true), logprob: Math.log(p) };
              });
            }
            return [];
          } finally {
            await sequence.clearHistory();
            giveBack(sequence);
          }
        });
      },
      async close() {
        await context.dispose();
        await model.dispose();
        await llama.dispose();
      },
    };
  } catch (cause) {
    await llama.dispose();
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new TargetError(`expected a GGUF model that llama.cpp can load at ${file}, got: ${message}`, {}, { cause });
  }
}

function samplingOptions(params: SamplingParams, seed: number | null): Record<string, number> {
  return {
    temperature: params.temperature ?? 0,
    topP: params.top_p ?? 1,
    topK: params.top_k ?? 0,
    minP: params.min_p ?? 0,
    ...(seed === null ? {} : { seed }),
  };
}

function repeatPenalty<T>(
  params: SamplingParams,
  said: () => T[],
): { repeatPenalty?: { punishTokens: () => T[]; penalty: number } } {
  if (params.repeat_penalty === null || params.repeat_penalty === 1) return {};
  return { repeatPenalty: { punishTokens: () => said().slice(-64), penalty: params.repeat_penalty } };
}
