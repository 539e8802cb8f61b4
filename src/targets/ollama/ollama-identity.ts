import type { Json, JsonObject } from '../../lib/json.ts';
import { didYouMean } from '../../lib/nearest.ts';
import type { Identity } from '../../model/identity.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { endpoint } from '../http/address-of.ts';
import type { HttpClient } from '../http/http-client.ts';
import { objectAt, objectsIn, textOrNull } from '../http/json-fields.ts';
import { readJson } from '../http/read-json.ts';
import { requestHeaders } from '../http/request-headers.ts';
import { bareIdentity, configuredParameters, hostOf, pickFields, sampleMessages } from '../identity-parts.ts';
import { systemInRendered } from '../rendered-system.ts';
import { budgetWarnings, contextTokens, reasoningTokens } from '../services/reasoning-budget.ts';
import type { Inspection } from '../target.ts';
import { ollamaOptions } from './ollama-request.ts';

/** Seconds that the questions of an identity may take together; a model may have to be loaded. */
const IDENTITY_SECONDS = 60;
/** Metadata of a model that is worth keeping; tensors and vocabularies are not. */
const MODEL_INFO = /^(general\.|[^.]+\.(context_length|block_count|embedding_length)$)/;

/**
 * Digest, quantisation, template, system prompt and parameters from `/api/tags` and `/api/show`, and the prompt as the
 * server renders it. What is loaded at the moment (`/api/ps`) only gives warnings: it is no part of what the model is.
 */
export async function identifyOllama(
  spec: TargetSpec,
  host: string,
  http: HttpClient,
  caller: AbortSignal,
): Promise<Inspection> {
  const signal = AbortSignal.any([caller, AbortSignal.timeout(IDENTITY_SECONDS * 1000)]);
  const headers = requestHeaders(spec, 'application/json');
  const get = (path: string, body: unknown = null) => readJson(http, endpoint(host, path), headers, signal, body);
  const [version, tags, show, running] = await Promise.all([
    get('/api/version'),
    get('/api/tags'),
    get('/api/show', { model: spec.model }),
    get('/api/ps'),
  ]);
  const bare = bareIdentity(spec, hostOf(host), {
    ...configuredParameters(spec),
    ...(spec.think === null ? {} : { think: spec.think }),
  });
  if (show.value === null) {
    const reached = version.status !== null || show.status !== null;
    const what = reached ? `Ollama does not serve ${spec.model}` : `Ollama cannot be reached at ${hostOf(host)}`;
    const has = objectsIn(tags.value?.models).map(({ name }) => String(name));
    const next = reached ? notServed(spec.model, has) : '; is it running?';
    return { answers: false, identity: bare, warnings: [`${what}: ${show.message}${next}`] };
  }
  const entry = findModel(objectsIn(tags.value?.models), spec.model);
  const capabilities = show.value.capabilities;
  const thought = reasoningTokens(spec, Array.isArray(capabilities) ? capabilities.includes('thinking') : null);
  const rendered = await renderedPrompt(spec, thought, get);
  const identity = identityOf(spec, bare, show.value, entry, rendered, textOrNull(version.value?.version), thought);
  const loaded = findModel(objectsIn(running.value?.models), spec.model);
  const warnings = warningsOf(spec, identity, show.value, loaded);
  const context = contextTokens(spec, thought);
  warnings.push(...budgetWarnings(spec, thought, Math.min(context, trainedContext(show.value) ?? context)));
  return { answers: true, identity, warnings, ...(thought === 0 ? {} : { reasoningTokens: thought }) };
}

/** What may have been meant: a model that is there, or one that has to be fetched. */
function notServed(model: string, has: readonly string[]): string {
  const few = has.length === 0 || has.length > 8 ? '' : `; it has ${has.join(', ')}`;
  return `${few}.${didYouMean(model, has)} "ollama pull ${model}" would fetch it`;
}

function identityOf(
  spec: TargetSpec,
  bare: Identity,
  show: Record<string, unknown>,
  entry: Record<string, unknown> | null,
  rendered: string | null,
  version: string | null,
  thought: number,
): Identity {
  const details = objectAt(show, 'details');
  const info = objectAt(show, 'model_info');
  const modelfileSystem = textOrNull(show.system);
  const templateSystem = rendered === null ? null : systemInRendered(rendered);
  const system = spec.system ?? modelfileSystem ?? (templateSystem === '' ? null : templateSystem);
  const remote = textOrNull(show.remote_model) ?? textOrNull(entry?.remote_model);
  const remoteHost = textOrNull(show.remote_host) ?? textOrNull(entry?.remote_host);
  return {
    ...bare,
    served: textOrNull(entry?.name) ?? spec.model,
    digest: textOrNull(entry?.digest),
    quantization: textOrNull(details.quantization_level),
    family: textOrNull(details.family) ?? spec.family,
    template: textOrNull(show.template),
    renderedPrompt: rendered,
    system,
    systemSource:
      spec.system !== null ? 'config' : modelfileSystem !== null ? 'modelfile' : system === null ? null : 'template',
    parameters: effectiveParameters(spec, bare.parameters, textOrNull(show.parameters), thought),
    engine: 'ollama',
    engineBuild: version,
    remote: remote === null ? null : `${remoteHost ?? 'unknown host'}: ${remote}`,
    details: {
      ...pickFields(details, ['format', 'parameter_size']),
      ...pickFields(show, ['capabilities', 'renderer', 'parser', 'messages', 'requires']),
      ...pickFields(
        info,
        Object.keys(info).filter((name) => MODEL_INFO.test(name)),
      ),
    },
  };
}

/** Parameters of the Modelfile, and over them what every call sends. */
function effectiveParameters(
  spec: TargetSpec,
  sent: JsonObject,
  modelfile: string | null,
  thought: number,
): JsonObject {
  const { num_ctx: _context, max_tokens: _tokens, ...rest } = sent;
  const budget = thought === 0 ? {} : { reasoning_tokens: thought };
  return { ...modelfileParameters(modelfile), ...rest, ...budget, ...ollamaOptions(spec, null, thought) };
}

/** `/api/show` gives parameters as lines of name and value; a name may come several times. */
function modelfileParameters(text: string | null): Record<string, Json> {
  const parameters: Record<string, Json> = {};
  for (const line of (text ?? '').split('\n')) {
    const match = /^(\S+)\s+(.*)$/.exec(line.trim());
    if (match === null) continue;
    const [, name = '', value = ''] = match;
    const number = Number(value);
    const read: Json = Number.isFinite(number) ? number : value.replace(/^"(.*)"$/, '$1');
    const before = parameters[name];
    if (before === undefined) parameters[name] = read;
    else parameters[name] = Array.isArray(before) ? [...before, read] : [before, read];
  }
  return parameters;
}

/** Asks for the rendered prompt only; servers too old to know that would answer with one token. */
async function renderedPrompt(
  spec: TargetSpec,
  thought: number,
  get: (path: string, body: unknown) => Promise<{ value: Record<string, unknown> | null }>,
): Promise<string | null> {
  const request = {
    model: spec.model,
    messages: sampleMessages(spec),
    options: { ...ollamaOptions(spec, null, thought), num_predict: 1 },
    stream: false,
    _debug_render_only: true,
    ...(spec.think === null ? {} : { think: spec.think }),
  };
  const { value } = await get('/api/chat', request);
  return textOrNull(objectAt(value, '_debug_info').rendered_template);
}

/** Tokens of context that a model was trained with; null: not told. */
function trainedContext(show: Record<string, unknown>): number | null {
  const info = objectAt(show, 'model_info');
  const name = Object.keys(info).find((one) => one.endsWith('.context_length'));
  const value = name === undefined ? null : info[name];
  return typeof value === 'number' ? value : null;
}

function findModel(models: readonly Record<string, unknown>[], wanted: string): Record<string, unknown> | null {
  const names = new Set([wanted, `${wanted}:latest`]);
  return models.find(({ name, model }) => names.has(String(name)) || names.has(String(model))) ?? null;
}

function warningsOf(
  spec: TargetSpec,
  identity: Identity,
  show: Record<string, unknown>,
  loaded: Record<string, unknown> | null,
): string[] {
  const warnings: string[] = [];
  if (identity.remote !== null || /[:-]cloud$/.test(spec.model)) {
    warnings.push(
      `the model does not run on this machine: Ollama hands it on to ${identity.remote ?? 'its cloud'}; its digest says nothing of the weights`,
    );
  }
  if (identity.digest === null) warnings.push('Ollama tells no digest for this model');
  if (identity.renderedPrompt === null)
    warnings.push('this Ollama does not show the rendered prompt; the template is all there is');
  if (identity.systemSource === 'modelfile') warnings.push('the Modelfile puts in a system prompt of its own');
  if (identity.systemSource === 'template') warnings.push('the chat template puts in a system prompt of its own');
  if (objectsIn(show.messages).length > 0) warnings.push('the Modelfile puts in messages of its own (MESSAGE)');
  const context = loaded?.context_length;
  const wanted = identity.parameters.num_ctx;
  if (typeof context === 'number' && typeof wanted === 'number' && context !== wanted) {
    warnings.push(
      `the model is loaded with a context of ${context} tokens, asked for are ${wanted}: it will be loaded anew`,
    );
  }
  return warnings;
}
