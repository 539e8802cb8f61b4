import type { JsonObject } from '../../lib/json.ts';
import type { Identity } from '../../model/identity.ts';
import type { Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { addressOf, endpoint } from '../http/address-of.ts';
import type { HttpClient } from '../http/http-client.ts';
import { objectAt, objectsIn, textOrNull } from '../http/json-fields.ts';
import { readJson } from '../http/read-json.ts';
import { requestHeaders } from '../http/request-headers.ts';
import {
  bareIdentity,
  configuredParameters,
  hostOf,
  pickFields,
  SAMPLE_MESSAGE,
  sampleMessages,
  withoutFolders,
} from '../identity-parts.ts';
import { systemInRendered } from '../rendered-system.ts';
import { budgetWarnings, reasoningTokens } from '../services/reasoning-budget.ts';
import type { Service, Think } from '../services/service.ts';
import { deafTo, serviceAt, serviceNamed } from '../services/service-of.ts';
import { SERVICES } from '../services/services.ts';
import type { Ask, Inspection } from '../target.ts';
import { readLlamaServer, readLmStudio, readOllamaBehind, readVllm } from './openai-servers.ts';
import type { ReadServer, ServerFindings } from './server-findings.ts';

/** What identifying needs of the target. */
export interface Inquiry {
  readonly spec: TargetSpec;
  readonly http: HttpClient;
  /** Takes which service it is, null for none that is known, and gives the fields of `think`. Throws ConfigError. */
  readonly settle: (service: Service | null) => JsonObject;
  /** Takes whether the model was seen to think, null where nothing tells, and gives the limits of every request. */
  readonly limitsFor: (isThinking: boolean | null) => JsonObject;
  /** Asks with an answer of one token. */
  readonly askOneToken: (ask: Ask) => Promise<Reply>;
  readonly signal: AbortSignal;
  /** No hosted model is called. */
  readonly free: boolean;
}

/** Seconds that the questions of an identity may take together. */
const IDENTITY_SECONDS = 20;
/** Fields of a models list that can change without the model changing. */
const UNSTEADY = new Set(['created', 'id', 'object', 'owned_by', 'permission', 'permissions', 'aliases', 'path']);

/** Reads what the server tells of itself, and makes one cheap real call where its list does not name the model. */
export async function identifyOpenAi(inquiry: Inquiry): Promise<Inspection> {
  const { spec, http } = inquiry;
  const signal = AbortSignal.any([inquiry.signal, AbortSignal.timeout(IDENTITY_SECONDS * 1000)]);
  const base = addressOf(spec);
  const headers = requestHeaders(spec, 'application/json');
  const warnings: string[] = [];
  const { num_ctx: _unsent, ...sentParameters } = configuredParameters(spec);
  let identity = bareIdentity(spec, hostOf(base), sentParameters);

  const list = await readJson(http, endpoint(base, '/models'), headers, signal);
  const models = objectsIn(list.value?.data);
  const listed = findModel(models, spec.model);
  const entry = listed ?? (models.length === 1 ? (models[0] ?? null) : null);
  const owner = textOrNull(entry?.owned_by) ?? textOrNull(models[0]?.owned_by);
  if (entry !== null) identity = { ...identity, ...identityOfEntry(entry) };

  const known = serviceNamed(spec.service) ?? serviceAt(base);
  const told = (service: Service | null): JsonObject => inquiry.settle(known ?? service);
  let isThinking: boolean | null = null;
  if (list.status !== null && spec.where === 'local') {
    const root = base.replace(/\/v1(?=$|\?)/, '');
    const read: ReadServer = async (path, body = null) =>
      (await readJson(http, endpoint(root, path), headers, signal, body)).value;
    const findings = await readServer(spec, owner, read, told);
    const details = { ...identity.details, ...findings.identity.details };
    const parameters = { ...(findings.identity.parameters ?? identity.parameters), ...sentThink(spec, findings.sent) };
    identity = { ...identity, ...findings.identity, details, parameters };
    warnings.push(...findings.warnings);
    isThinking = findings.isThinking ?? null;
  } else if (list.status !== null || known !== null) {
    const sent = sentThink(spec, told(serviceOfOwner(owner)));
    identity = { ...identity, parameters: { ...identity.parameters, ...sent } };
  }
  const thought = reasoningTokens(spec, isThinking);
  const limits = inquiry.limitsFor(isThinking);
  if (thought > 0) {
    const parameters = { ...identity.parameters, reasoning_tokens: thought, ...limits };
    identity = { ...identity, parameters };
  }
  identity = withRenderedSystem(identity);

  let answers = listed !== null;
  const isUntried = !answers && list.status !== null && inquiry.free && spec.where === 'hosted';
  if (!answers && list.status !== null && !isUntried) {
    const reply = await askOnce(inquiry);
    answers = reply.failure === null;
    if (!answers) warnings.push(`the model does not answer: ${reply.failure?.message}`);
    else if (models.length > 0) warnings.push(notListed(spec, models));
    const served = textOrNull(reply.envelope.model);
    if (identity.served === null && served !== null) identity = { ...identity, served: withoutFolders(served) };
  } else if (!answers && !isUntried) {
    warnings.push(`the server cannot be reached at ${hostOf(base)}: ${list.message}`);
  }
  for (const { param, why } of deafTo(known, spec.think as Think | null, spec.model, spec.params)) {
    const value = spec.params[param];
    warnings.push(value == null ? `${param} is not sent: ${why}` : `${param} ${value} does not hold: ${why}`);
  }
  if (answers) warnings.push(...whatIsNotTold(spec, identity), ...budgetWarnings(spec, thought, null));
  return {
    ...{ answers, identity, warnings },
    ...(isUntried ? { untried: true } : {}),
    ...(thought === 0 ? {} : { reasoningTokens: thought }),
  };
}

const NOTHING: Omit<ServerFindings, 'sent'> = { identity: {}, warnings: [] };

async function readServer(
  spec: TargetSpec,
  owner: string | null,
  read: ReadServer,
  told: (service: Service | null) => JsonObject,
): Promise<ServerFindings> {
  if (owner === 'vllm') return readVllm(spec, read, told(SERVICES.vllm));
  const props = owner === 'library' ? null : await read('/props');
  if (props !== null && ('default_generation_settings' in props || 'chat_template' in props)) {
    return readLlamaServer(spec, props, read, told(SERVICES['llama-server']));
  }
  const lmStudio = owner === 'library' ? null : await readLmStudio(spec, read);
  const findings = lmStudio ?? (await readOllamaBehind(spec, read)) ?? NOTHING;
  const engine = findings.identity.engine === 'ollama' ? 'ollama-v1' : findings.identity.engine;
  return { ...findings, sent: told(serviceNamed(engine) ?? serviceOfOwner(owner)) };
}

/** What a server is by whom it names as the owner of its models. */
function serviceOfOwner(owner: string | null): Service | null {
  return owner === 'library' ? SERVICES['ollama-v1'] : serviceNamed(owner === 'llamacpp' ? 'llama-server' : owner);
}

/** What an identity says of thinking: the setting, and the fields that carry it. */
function sentThink(spec: TargetSpec, fields: JsonObject): JsonObject {
  return spec.think === null ? {} : { think: spec.think, ...fields };
}

function findModel(models: readonly Record<string, unknown>[], wanted: string): Record<string, unknown> | null {
  const names = new Set([wanted, `${wanted}:latest`]);
  return models.find(({ id }) => typeof id === 'string' && (names.has(id) || names.has(withoutFolders(id)))) ?? null;
}

function identityOfEntry(entry: Record<string, unknown>): Partial<Identity> {
  const id = textOrNull(entry.id);
  const plain = Object.keys(entry).filter((name) => !UNSTEADY.has(name) && isPlain(entry[name]));
  const root = textOrNull(entry.root);
  const details = {
    ...pickFields(entry, plain),
    ...(root === null ? {} : { root: withoutFolders(root) }),
    ...pickFields(objectAt(entry, 'meta'), ['n_ctx_train', 'n_params', 'size', 'n_vocab']),
  };
  return {
    served: id === null ? null : withoutFolders(id),
    quantization: textOrNull(objectAt(entry, 'meta').ftype),
    details: details as JsonObject,
  };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The system prompt that a template puts in by itself belongs to the identity. */
function withRenderedSystem(identity: Identity): Identity {
  if (identity.system !== null || identity.renderedPrompt === null) return identity;
  const system = systemInRendered(identity.renderedPrompt);
  return system === null || system === '' ? identity : { ...identity, system, systemSource: 'template' };
}

async function askOnce({ spec, askOneToken, signal }: Inquiry): Promise<Reply> {
  return askOneToken({
    messages: sampleMessages(spec),
    seed: null,
    key: { variant: SAMPLE_MESSAGE, sample: 0 },
    signal,
  });
}

function notListed(spec: TargetSpec, models: readonly Record<string, unknown>[]): string {
  const names = models.slice(0, 3).map(({ id }) => withoutFolders(String(id)));
  const more = models.length > 3 ? ` and ${models.length - 3} more` : '';
  return `the server answers to "${spec.model}" but lists ${names.join(', ')}${more}: it may take any name for its one model`;
}

function whatIsNotTold(spec: TargetSpec, identity: Identity): string[] {
  const missing = [
    identity.digest === null ? 'digest' : null,
    identity.quantization === null ? 'quantisation' : null,
    identity.template === null ? 'chat template' : null,
  ].filter((name) => name !== null);
  const who = spec.where === 'hosted' ? 'the service' : 'the server';
  const warnings =
    missing.length === 0 ? [] : [`${who} tells no ${missing.join(', no ')}: a change there would not be seen`];
  const route = objectAt(spec.body, 'provider');
  const pinned = route.only !== undefined || (route.order !== undefined && route.allow_fallbacks === false);
  if (/openrouter\.ai/.test(identity.host ?? '') && !pinned) {
    warnings.push(
      'this router sends one model to several hosts: pin one, such as body: {provider: {only: [NAME], allow_fallbacks: false}}, and compare only answers of one host',
    );
  }
  if (/router\.huggingface\.co/.test(identity.host ?? '') && !/:[\w-]+$/.test(spec.model)) {
    warnings.push(
      'this router sends one model to several hosts: pin one behind the name, as model:HOST, and compare only answers of one host',
    );
  }
  return warnings;
}
