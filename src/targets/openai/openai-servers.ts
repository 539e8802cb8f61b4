import type { Json, JsonObject } from '../../lib/json.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { objectAt, objectsIn, textOrNull } from '../http/json-fields.ts';
import { pickFields, sampleMessages, withoutFolders } from '../identity-parts.ts';
import { requireSwitch } from '../services/require-switch.ts';
import { templateThinks } from '../services/template-thinks.ts';
import type { ReadServer, ServerFindings } from './server-findings.ts';

/** Default sampling of llama-server that acts where a request does not set it. */
const LLAMA_SAMPLING = [
  ...['temperature', 'dynatemp_range', 'top_k', 'top_p', 'min_p', 'top_n_sigma', 'typical_p', 'xtc_probability'],
  ...[
    'repeat_last_n',
    'repeat_penalty',
    'presence_penalty',
    'frequency_penalty',
    'dry_multiplier',
    'mirostat',
    'samplers',
  ],
];

/** llama-server: `/props` (template, default sampling, build, file) and `/apply-template` (the prompt as rendered). */
export async function readLlamaServer(
  spec: TargetSpec,
  props: Record<string, unknown>,
  read: ReadServer,
  sent: JsonObject,
): Promise<ServerFindings> {
  const settings = objectAt(props, 'default_generation_settings');
  const defaults = objectAt(settings, 'params');
  const kwargs = spec.body.chat_template_kwargs;
  const extra = kwargs === undefined ? {} : { chat_template_kwargs: kwargs };
  const render = async (fields: JsonObject): Promise<string | null> =>
    textOrNull((await read('/apply-template', { messages: sampleMessages(spec), ...extra, ...fields }))?.prompt);
  const rendered = await render(sent);
  await requireSwitch(spec, rendered, render);
  const path = textOrNull(props.model_path);
  return {
    identity: {
      served: withoutFolders(textOrNull(props.model_alias) ?? path ?? spec.model),
      quantization: textOrNull(props.model_ftype),
      template: textOrNull(props.chat_template),
      renderedPrompt: rendered,
      parameters: sentOver(spec, defaultsRounded(defaults)),
      engine: 'llama-server',
      engineBuild: textOrNull(props.build_info),
      details: {
        ...pickFields(settings, ['n_ctx']),
        ...pickFields(props, ['total_slots', 'bos_token', 'eos_token']),
        ...pickFields(defaults, ['reasoning_format', 'chat_format']),
        ...(path === null ? {} : { file: withoutFolders(path) }),
      },
    },
    warnings:
      rendered === null
        ? ['llama-server does not render a prompt (/apply-template): the template is all there is']
        : [],
    isThinking: spec.think === null ? await templateThinks(rendered, render) : null,
    sent,
  };
}

/** vLLM: `/version`, and the prompt as rendered through `/tokenize` and `/detokenize`. */
export async function readVllm(spec: TargetSpec, read: ReadServer, sent: JsonObject): Promise<ServerFindings> {
  const version = textOrNull((await read('/version'))?.version);
  const tokensWith = async ({ chat_template_kwargs }: JsonObject): Promise<unknown[] | null> => {
    const asked = { model: spec.model, messages: sampleMessages(spec), add_generation_prompt: true };
    const extra = chat_template_kwargs === undefined ? {} : { chat_template_kwargs };
    const tokens = (await read('/tokenize', { ...asked, ...extra }))?.tokens;
    return Array.isArray(tokens) ? tokens : null;
  };
  const tokens = await tokensWith(sent);
  await requireSwitch(spec, tokens, tokensWith);
  const textOf = async (list: unknown[] | null): Promise<string | null> =>
    list === null ? null : textOrNull((await read('/detokenize', { model: spec.model, tokens: list }))?.prompt);
  const rendered = await textOf(tokens);
  const render = async (fields: JsonObject): Promise<string | null> => textOf(await tokensWith(fields));
  return {
    identity: { engine: 'vllm', engineBuild: version, renderedPrompt: rendered },
    warnings: [
      "vLLM takes sampling defaults from the model's generation_config.json unless they are sent: set all of them",
    ],
    isThinking: spec.think === null ? await templateThinks(rendered, render) : null,
    sent,
  };
}

/** What LM Studio's `/api/v0/models` says of a model; a plain list of ids under any path says none of it. */
const LM_STUDIO_FIELDS = ['type', 'publisher', 'arch', 'compatibility_type', 'quantization', 'state'] as const;

/** LM Studio: `/api/v0/models` (quantisation, architecture, context); null where that is not the server. */
export async function readLmStudio(spec: TargetSpec, read: ReadServer): Promise<Omit<ServerFindings, 'sent'> | null> {
  const models = objectsIn((await read('/api/v0/models'))?.data);
  if (!models.some((listed) => LM_STUDIO_FIELDS.some((field) => field in listed))) return null;
  const model = models.find(({ id }) => id === spec.model) ?? null;
  const loaded = model?.state === 'loaded';
  return {
    identity: {
      engine: 'lm-studio',
      quantization: textOrNull(model?.quantization),
      ...(spec.family === null ? { family: textOrNull(model?.arch) } : {}),
      details: pickFields(model ?? {}, ['publisher', 'type', 'arch', 'compatibility_type', 'max_context_length']),
    },
    warnings: [
      'LM Studio leaves think tags in the answer unless its developer setting splits them; both are read',
      ...(loaded ? [] : ['the model is not loaded yet: loading on demand may ignore settings of the model']),
    ],
  };
}

/** Ollama behind its `/v1`: digest and quantisation from `/api/tags`; null where that is not the server. */
export async function readOllamaBehind(
  spec: TargetSpec,
  read: ReadServer,
): Promise<Omit<ServerFindings, 'sent'> | null> {
  const models = objectsIn((await read('/api/tags'))?.models);
  if (models.length === 0) return null;
  const model = models.find(({ name }) => name === spec.model || name === `${spec.model}:latest`) ?? null;
  const show = model === null ? null : await read('/api/show', { model: spec.model });
  const version = textOrNull((await read('/api/version'))?.version);
  const system = spec.system ?? textOrNull(show?.system);
  const remote = textOrNull(model?.remote_model);
  return {
    identity: {
      engine: 'ollama',
      engineBuild: version,
      digest: textOrNull(model?.digest),
      quantization: textOrNull(objectAt(model, 'details').quantization_level),
      template: textOrNull(show?.template),
      system,
      systemSource: system === null ? null : spec.system === null ? 'modelfile' : 'config',
      remote: remote === null ? null : `${textOrNull(model?.remote_host) ?? 'unknown host'}: ${remote}`,
    },
    isThinking: Array.isArray(show?.capabilities) ? show.capabilities.includes('thinking') : null,
    warnings: ['this is Ollama: with provider ollama the context length and all sampling parameters could be set'],
  };
}

function defaultsRounded(defaults: Record<string, unknown>): Record<string, Json> {
  const picked = pickFields(defaults, LLAMA_SAMPLING);
  return Object.fromEntries(
    Object.entries(picked).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
    ]),
  );
}

function sentOver(spec: TargetSpec, defaults: Record<string, Json>): Record<string, Json> {
  const sent: Record<string, Json> = { ...defaults };
  for (const [name, value] of Object.entries(spec.params)) {
    if (value !== null && name !== 'num_ctx') sent[name] = value;
  }
  if (Object.keys(spec.body).length > 0) sent.body = spec.body;
  return sent;
}
