import { availableParallelism } from 'node:os';
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { TargetError } from '../../lib/errors.ts';
import type { SamplingParams } from '../../model/target-spec.ts';
import { type Generated, type LlamaEngine, type ModelFacts, PromptTooLong } from './engine.ts';
import { ENGINE, importEngine } from './engine-package.ts';
import { sampleOneByOne } from './serial-sampling.ts';

/** Models below this many bytes are quicker on one thread than on two. */
const TINY_MODEL_BYTES = 50_000_000;
/** Compiled grammars that are kept; schemas may differ from call to call. */
const MOST_GRAMMARS = 32;
/** Parallel sequences share one context. */
const BATCH_TOKENS = 512;

/**
 * Loads a GGUF file under llama.cpp in this very process, which ends where llama.cpp aborts, with a context of as many tokens as wanted of the
 * model. Throws TargetError where the engine is missing or refuses the file.
 */
export async function loadEngineHere(
  file: string,
  fileBytes: number,
  sequences: number,
  contextTokensOf: (model: ModelFacts) => number | Promise<number>,
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
    const facts = factsOf(model);
    const perSequence = Math.min(await contextTokensOf(facts), model.trainContextSize);
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
      model: facts,
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
      },
      async alternatives(prompt, said, most) {
        const sequence = await take();
        try {
          const tokens = [...model.tokenize(prompt, true), ...(said as Token[])];
          const plain = { temperature: 1, topK: 0, topP: 1, minP: 0 };
          for await (const { probabilities } of sequence.evaluateWithMetadata(tokens, { probabilities: true }, plain)) {
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
      },
      async answerStart(tokens, answer) {
        const textOf = (some: readonly number[]): string => model.detokenize(some as Token[], true);
        let start = tokens.findLastIndex((token) => textOf([token]).includes('</think>')) + 1;
        while (start < tokens.length && textOf(tokens.slice(start, start + 1)).trim() === '') start++;
        return answer !== '' && textOf(tokens.slice(start)).trimStart().startsWith(answer.trim()) ? start : null;
      },
      async close() {
        await context.dispose();
        await model.dispose();
        await llama.dispose();
      },
    };
  } catch (cause) {
    await llama.dispose();
    // The engine's reader of headers trips over what it does not find.
    const message =
      cause instanceof TypeError
        ? 'a header that cannot be read; the file may be damaged: fetch it again'
        : cause instanceof Error
          ? cause.message
          : String(cause);
    throw new TargetError(`expected a GGUF model that llama.cpp can load at ${file}, got: ${message}`, {}, { cause });
  }
}

function factsOf({ tokens, fileInfo, trainContextSize }: LlamaModel): ModelFacts {
  const { general } = fileInfo.metadata;
  const plain = (Object.entries(general) as [string, unknown][]).filter(
    (entry): entry is [string, string | number | boolean] => ['string', 'number', 'boolean'].includes(typeof entry[1]),
  );
  return {
    chatTemplate: fileInfo.metadata.tokenizer?.chat_template ?? null,
    bos: tokens.bosString,
    eos: tokens.eosString,
    general: Object.fromEntries(plain),
    architecture: general.architecture,
    parameters:
      fileInfo.tensorInfo?.reduce((sum, { dimensions }) => {
        return sum + dimensions.reduce<number>((n, d) => n * Number(d), 1);
      }, 0) ?? null,
    trainContextSize,
  };
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
