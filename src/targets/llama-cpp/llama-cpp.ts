import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TargetError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { readAnswerText } from '../../reading/read-answer-text.ts';
import { tailRepeats } from '../../reading/repetition.ts';
import { openedThoughtIn } from '../../reading/think-tags.ts';
import { callSeconds, contextTokens, reasoningTokens } from '../services/reasoning-budget.ts';
import type { Think } from '../services/service.ts';
import type { Ask, Target, TargetIo } from '../target.ts';
import {
  type ChatTemplate,
  FALLBACK_TEMPLATE,
  HELLO,
  renderPrompt,
  renderUndated,
  templateThinking,
} from './chat-template.ts';
import { EngineGone, type Generated, type LlamaEngine, type ModelFacts, PromptTooLong } from './engine.ts';
import { fileDigest } from './file-digest.ts';
import { isHubAddress } from './hf-address.ts';
import { cacheFolder, downloadModel } from './hf-download.ts';
import { loadEngine } from './llama-engine.ts';
import { inspectionOf } from './llama-identity.ts';

/**
 * A GGUF file under llama.cpp in a process of its own, by local path or `hf:` address. The prompt is the model's own template,
 * rendered here, so the rendered prompt of the identity is what the engine sees. Throws TargetError where it cannot load.
 */
export async function createLlamaCppTarget(spec: TargetSpec, io: TargetIo): Promise<Target> {
  const tell = (type: 'download' | 'hash', file: string) => (done: number, total: number | null) =>
    io.onProgress?.({ type, target: spec.id, file: basename(file), done, total });
  const file = isHubAddress(spec.model)
    ? await downloadModel(spec.model, io.env, tell('download', spec.model))
    : spec.model;
  const info = await stat(file).catch(() => null);
  if (info === null || !info.isFile()) {
    throw new TargetError(`expected a GGUF file for target ${spec.id}, but there is none at ${file}`);
  }
  const digest = await fileDigest(file, cacheFolder(io.env), tell('hash', file));
  const thinking = templateThinking(spec.think as Think | null);
  const thoughtOf = (model: ModelFacts): number => reasoningTokens(spec, thinksUnasked(spec, templateOf(model)));
  const engine = await loadEngine(file, info.size, spec.concurrency, (model) => contextTokens(spec, thoughtOf(model)));
  const template = templateOf(engine.model);
  const thought = thoughtOf(engine.model);
  return {
    spec,
    identify: async () => inspectionOf({ spec, engine, template, thinking, thought, name: basename(file), digest }),
    ask: (ask) => answer(spec, engine, template, thinking, ask, thought),
    close: () => engine.close(),
  };
}

async function answer(
  spec: TargetSpec,
  engine: LlamaEngine,
  template: ChatTemplate,
  thinking: JsonObject,
  ask: Ask,
  thought: number,
): Promise<Reply> {
  const seconds = callSeconds(spec, thought);
  const deadline = AbortSignal.timeout(seconds * 1000);
  const signal = AbortSignal.any([ask.signal, deadline]);
  try {
    const prompt = renderPrompt(template, ask.messages, thinking);
    const tokenLimit = spec.params.max_tokens + thought;
    const params = { ...spec.params, max_tokens: tokenLimit };
    const generated = await engine.generate(prompt, params, ask.seed, ask.schema ?? null, signal);
    const reply = replyOf(openedThoughtIn(prompt), generated, ask, tokenLimit);
    if (ask.signal.aborted) return failed(reply, 'connection', 'the call was broken off');
    if (deadline.aborted) return failed(reply, 'timeout', `no complete answer within ${seconds} s`);
    const start = spec.logprobs === undefined ? null : await engine.answerStart(generated.tokens, reply.text);
    if (start === null) return reply;
    const said = generated.tokens.slice(0, start);
    return { ...reply, firstTokens: await engine.alternatives(prompt, said, spec.logprobs ?? 1) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const kind =
      error instanceof EngineGone ? 'connection' : error instanceof PromptTooLong ? 'configuration' : 'protocol';
    return failed(emptyReply, kind, message);
  }
}

const emptyReply: Reply = {
  text: '',
  reasoning: null,
  reasoningState: 'absent',
  finish: null,
  status: null,
  failure: null,
  envelope: {},
  usage: null,
  recorded: null,
};

function replyOf(
  opened: string,
  { text, finish, promptTokens, completionTokens }: Generated,
  { messages }: Ask,
  tokenLimit: number,
): Reply {
  const usage = { prompt: promptTokens, completion: completionTokens };
  const question = messages.at(-1)?.content ?? null;
  const content = opened === '' ? text.trim() : opened + text.trimEnd();
  const read = readAnswerText({ content, thought: null, prompt: question, finish, usage });
  const { tags: _tags, notation: _notation, ...kept } = read;
  const repeated = finish === 'length' && tailRepeats(text);
  return { ...emptyReply, ...kept, finish: repeated ? 'repetition' : finish, usage, tokenLimit };
}

function failed(reply: Reply, kind: 'connection' | 'timeout' | 'configuration' | 'protocol', message: string): Reply {
  return { ...reply, finish: null, failure: { kind, message, body: null, retryAfterMs: null } };
}

function templateOf({ chatTemplate, bos, eos }: ModelFacts): ChatTemplate {
  return { source: chatTemplate ?? FALLBACK_TEMPLATE, bos, eos };
}

/** Whether the template makes the model think where nothing is said; null where something is. */
function thinksUnasked({ think }: TargetSpec, template: ChatTemplate): boolean | null {
  if (think !== null) return null;
  const [plain, on, off] = [{}, templateThinking(true), templateThinking(false)].map((one) =>
    renderUndated(template, [HELLO], one),
  );
  return /<think>\s*$/.test(plain ?? '') || (plain === on && plain !== off);
}
