import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TargetError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Identity } from '../../model/identity.ts';
import type { Message } from '../../model/message.ts';
import type { Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { tailRepeats } from '../../reading/repetition.ts';
import { splitThinkTags } from '../../reading/think-tags.ts';
import { otherThan } from '../services/require-switch.ts';
import type { Think } from '../services/service.ts';
import { thinkError } from '../services/settle-think.ts';
import type { Ask, Inspection, Target, TargetIo } from '../target.ts';
import {
  type ChatTemplate,
  FALLBACK_TEMPLATE,
  ownSystemPrompt,
  renderPrompt,
  renderUndated,
  templateThinking,
} from './chat-template.ts';
import { versionProblem } from './engine-package.ts';
import { fileDigest } from './file-digest.ts';
import { isHubAddress } from './hf-address.ts';
import { cacheFolder, downloadModel } from './hf-download.ts';
import { type Generated, type LlamaEngine, loadEngine, PromptTooLong } from './llama-engine.ts';

/** Tokens of a sequence where the configuration does not say. */
const DEFAULT_CONTEXT = 4096;
/** Names of `general.file_type` in GGUF files (llama.cpp, `llama_ftype`). */
const FILE_TYPES: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K_S',
  12: 'Q3_K_M',
  13: 'Q3_K_L',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  19: 'IQ2_XXS',
  20: 'IQ2_XS',
  21: 'Q2_K_S',
  22: 'IQ3_XS',
  23: 'IQ3_XXS',
  24: 'IQ1_S',
  25: 'IQ4_NL',
  26: 'IQ3_S',
  27: 'IQ3_M',
  28: 'IQ2_S',
  29: 'IQ2_M',
  30: 'IQ4_XS',
  31: 'IQ1_M',
  32: 'BF16',
};

/**
 * A GGUF file under llama.cpp in this process, by local path or `hf:` address. The prompt is the model's own template,
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
  const engine = await loadEngine(file, info.size, spec.concurrency, spec.params.num_ctx ?? DEFAULT_CONTEXT);
  const template = templateOf(engine);
  const thinking = templateThinking(spec.think as Think | null);
  return {
    spec,
    identify: async () => inspectionOf(spec, engine, template, thinking, basename(file), digest),
    ask: (ask) => answer(spec, engine, template, thinking, ask),
    close: () => engine.close(),
  };
}

async function answer(
  spec: TargetSpec,
  engine: LlamaEngine,
  template: ChatTemplate,
  thinking: JsonObject,
  ask: Ask,
): Promise<Reply> {
  const deadline = AbortSignal.timeout(spec.timeoutSeconds * 1000);
  const signal = AbortSignal.any([ask.signal, deadline]);
  try {
    const prompt = renderPrompt(template, ask.messages, thinking);
    const generated = await engine.generate(prompt, spec.params, ask.seed, ask.schema ?? null, signal);
    const opened = /<think>\s*$/.test(prompt) ? '<think>' : '';
    const reply = replyOf(opened, generated);
    if (ask.signal.aborted) return failed(reply, 'connection', 'the call was broken off');
    if (deadline.aborted) return failed(reply, 'timeout', `no complete answer within ${spec.timeoutSeconds} s`);
    return reply;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const kind = error instanceof PromptTooLong ? 'configuration' : 'protocol';
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

function replyOf(opened: string, { text, finish, promptTokens, completionTokens }: Generated): Reply {
  const split = splitThinkTags(opened + text);
  return {
    ...emptyReply,
    text: split.text.trim(),
    reasoning: split.reasoning,
    reasoningState: split.state,
    finish: finish === 'length' && tailRepeats(text) ? 'repetition' : finish,
    usage: { prompt: promptTokens, completion: completionTokens },
  };
}

function failed(reply: Reply, kind: 'connection' | 'timeout' | 'configuration' | 'protocol', message: string): Reply {
  return { ...reply, finish: null, failure: { kind, message, body: null, retryAfterMs: null } };
}

function templateOf(engine: LlamaEngine): ChatTemplate {
  const { tokens, fileInfo } = engine.model;
  const source = fileInfo.metadata.tokenizer?.chat_template;
  return { source: source ?? FALLBACK_TEMPLATE, bos: tokens.bosString, eos: tokens.eosString };
}

function inspectionOf(
  spec: TargetSpec,
  engine: LlamaEngine,
  template: ChatTemplate,
  thinking: JsonObject,
  name: string,
  digest: string,
): Inspection {
  const { general } = engine.model.fileInfo.metadata;
  const own = spec.system === null ? ownSystemPrompt(template) : null;
  const hello = { role: 'user', content: 'Hello' } as const;
  const messages = spec.system === null ? [hello] : [{ role: 'system', content: spec.system } as const, hello];
  const fileType = typeof general.file_type === 'number' ? general.file_type : null;
  const isFallback = template.source === FALLBACK_TEMPLATE;
  const identity: Identity = {
    kind: 'llama-cpp',
    model: name,
    served: general.name ?? null,
    host: null,
    digest,
    quantization: fileType === null ? null : (FILE_TYPES[fileType] ?? `file type ${fileType}`),
    family: general.architecture,
    template: isFallback ? null : template.source,
    renderedPrompt: renderUndated(template, messages, thinking),
    system: spec.system ?? own,
    systemSource: spec.system !== null ? 'config' : own === null ? null : 'template',
    parameters: { threads: engine.threads, context: engine.contextTokens, sequences: spec.concurrency },
    engine: 'llama.cpp',
    engineBuild: engine.build,
    remote: null,
    details: { parameters: parameterCount(engine), metadata: plainMetadata(general) },
  };
  const problem = versionProblem(engine.packageVersion);
  const noSwitch = withoutSwitch(spec, template, messages);
  if (noSwitch !== null && spec.budgeted === true) throw thinkError(spec, noSwitch);
  const warnings = [
    ...(isFallback ? ['the file has no chat template; ChatML is used, which the model may not know'] : []),
    ...(problem === null ? [] : [problem.message]),
    ...(noSwitch === null ? [] : [`think: ${spec.think} changes nothing: expected ${noSwitch}`]),
  ];
  return { answers: true, identity, warnings };
}

/** Why a template cannot be told to think so; null: it can, or need not. */
function withoutSwitch(spec: TargetSpec, template: ChatTemplate, messages: readonly Message[]): string | null {
  if (spec.think === null) return null;
  const think = spec.think as Think;
  const [asked, other] = [think, otherThan(think)].map((one) =>
    renderUndated(template, messages, templateThinking(one)),
  );
  return asked === other
    ? 'a chat template with that choice, got one that gives the same prompt with another setting'
    : null;
}

function parameterCount(engine: LlamaEngine): number | null {
  const tensors = engine.model.fileInfo.tensorInfo;
  if (tensors === undefined) return null;
  return tensors.reduce((sum, { dimensions }) => sum + dimensions.reduce<number>((n, d) => n * Number(d), 1), 0);
}

function plainMetadata(general: object): JsonObject {
  const entries = Object.entries(general).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(entries);
}
