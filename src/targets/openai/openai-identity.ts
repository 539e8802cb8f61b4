import type { JsonObject } from '../../lib/json.ts';
import type { Identity } from '../../model/identity.ts';
import type { Reply } from '../../model/reply.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { addressOf } from '../http/address-of.ts';
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
import type { Ask, Inspection } from '../target.ts';
import { readLlamaServer, readLmStudio, readOllamaBehind, readVllm } from './openai-servers.ts';
import type { ReadServer, ServerFindings } from './server-findings.ts';

/** What identifying needs of the target. */
export interface Inquiry {
  readonly spec: TargetSpec;
  readonly http: HttpClient;
  /** Asks with an answer of one token. */
  readonly askOneToken: (ask: Ask) => Promise<Reply>;
  readonly signal: AbortSignal;
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

  const list = await readJson(http, `${base}/models`, headers, signal);
  const models = objectsIn(list.value?.data);
  const listed = findModel(models, spec.model);
  const entry = listed ?? (models.length === 1 ? (models[0] ?? null) : null);
  const owner = textOrNull(entry?.owned_by) ?? textOrNull(models[0]?.owned_by);
  if (entry !== null) identity = { ...identity, ...identityOfEntry(entry) };

  if (list.status !== null && spec.where === 'local') {
    const root = base.replace(/\/v1$/, '');
    const read: ReadServer = async (path, body = null) =>
      (await readJson(http, root + path, headers, signal, body)).value;
    const findings = await readServer(spec, owner, read);
    const details = { ...identity.details, ...findings.identity.details };
    identity = { ...identity, ...findings.identity, details };
    warnings.push(...findings.warnings);
  }
  identity = withRenderedSystem(identity);

  let answers = listed !== null;
  if (!answers && list.status !== null) {
    const reply = await askOnce(inquiry);
    answers = reply.failure === null;
    if (!answers) warnings.push(`the model does not answer: ${reply.failure?.message}`);
    else if (models.length > 0) warnings.push(notListed(spec, models));
    const served = textOrNull(reply.envelope.model);
    if (identity.served === null && served !== null) identity = { ...identity, served: withoutFolders(served) };
  } else if (!answers) {
    warnings.push(`the server cannot be reached at ${hostOf(base)}: ${list.message}`);
  }
  if (answers) warnings.push(...whatIsNotTold(spec, identity));
  return { answers, identity, warnings };
}

async function readServer(spec: TargetSpec, owner: string | null, read: ReadServer): Promise<ServerFindings> {
  if (owner === 'vllm') return readVllm(spec, read);
  const props = owner === 'library' ? null : await read('/props');
  if (props !== null && ('default_generation_settings' in props || 'chat_template' in props)) {
    return readLlamaServer(spec, props, read);
  }
  const lmStudio = owner === 'library' ? null : await readLmStudio(spec, read);
  return lmStudio ?? (await readOllamaBehind(spec, read)) ?? { identity: {}, warnings: [] };
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
  if (/openrouter\.ai|router\.huggingface\.co/.test(identity.host ?? '') && spec.body.provider === undefined) {
    warnings.push(
      'this router sends one model to several hosts: pin one in body.provider, and compare only answers of one host',
    );
  }
  return warnings;
}
