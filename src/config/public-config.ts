import { ConfigError } from '../lib/errors.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { issueMessages } from '../lib/schema-mistakes.ts';
import { valueAt } from '../lib/yaml-source.ts';
import type { ArmFactors } from '../model/arm.ts';
import { storedRegistration } from '../model/registration.ts';
import { isPublicHeader } from '../model/secrets.ts';
import { storedTargetSchema, type TargetSpec } from '../model/target-spec.ts';
import type { AuditConfig, ConfiguredTarget } from './config.ts';
import { type Env, expandText, namesVariable } from './expand-env.ts';
import { secretVariables } from './named-secrets.ts';

/** Stands where a secret was written out in the file. */
export const HIDDEN = '(hidden)';

/** A target without secrets. `unexpanded` is the target as it stands in the file; null where there is none. */
export function hideSecrets(spec: TargetSpec, unexpanded: unknown): JsonObject {
  const apiKey = spec.apiKey === null ? null : secretText(valueAt(unexpanded, ['apiKey']));
  const headers = Object.entries(spec.headers).map(([name, value]) => {
    return [name, isPublicHeader(name) ? value : secretText(valueAt(unexpanded, ['headers', name]))];
  });
  const baseURL = spec.baseURL === null ? null : publicAddress(spec.baseURL, valueAt(unexpanded, ['baseURL']));
  const body = keepVariables(spec.body, valueAt(unexpanded, ['body']));
  const { secrets: _, ...shown } = spec;
  return {
    ...shown,
    params: { ...spec.params },
    apiKey,
    headers: Object.fromEntries(headers),
    baseURL,
    body,
  } as JsonObject;
}

/** A text may be kept where all that is not a variable's name is a scheme such as `Bearer`. */
function secretText(text: unknown): string {
  if (typeof text !== 'string' || !namesVariable(text)) return HIDDEN;
  const rest = text.replace(/\$\{\w+\}/g, '').trim();
  return /^(?:|Bearer|Basic|Token)$/i.test(rest) ? text : HIDDEN;
}

/** Texts that came from the environment go back to the names they came from. */
function keepVariables(value: Json, unexpanded: unknown): Json {
  if (typeof unexpanded === 'string' && namesVariable(unexpanded)) return unexpanded;
  if (Array.isArray(value))
    return value.map((item, index) => keepVariables(item as Json, valueAt(unexpanded, [index])));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    keepVariables(item as Json, valueAt(unexpanded, [key])),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

/** An address without user name, password, query and fragment, any of which may hold a key. */
export function withoutCredentials(address: string): string {
  if (!URL.canParse(address)) return HIDDEN;
  const url = new URL(address);
  const isClean = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isClean ? address : `${url.protocol}//${url.host}${url.pathname}`;
}

/** What an address says behind its host by variables stays said by them: a key may stand in a path as well as in a query. */
function publicAddress(address: string, written: unknown): string {
  const parts = PARTS.exec(typeof written === 'string' ? written : address);
  const [, scheme = '', host = '', path = '', query = ''] = parts ?? [];
  const kept = query.slice(1).split('&').every(mayBeShown) ? query : '';
  return namesVariable(path) || kept !== '' ? scheme + host + path + kept : withoutCredentials(address);
}

/** A parameter of an address that is the name of a variable, or says which version of a service is asked. */
function mayBeShown(parameter: string): boolean {
  return /^[^=]*=\$\{\w+\}$/.test(parameter) || /^api[-_]?version=[\w.-]+$/i.test(parameter) || parameter === '';
}

/** Scheme, host, path and query; login and fragment are left out. */
const PARTS = /^(\w+:\/\/)(?:[^/?#@]*@)?([^/?#@]+)(\/[^?#]*)?(\?[^#]*)?/;

/** What is stored with a run: everything but secrets, and enough to carry the run on with the same environment. */
export function publicConfig(config: AuditConfig): JsonObject {
  return {
    probes: config.probes,
    topics: config.topics,
    styles: config.styles,
    tags: config.tags,
    languages: config.languages,
    samples: config.samples,
    ...(config.phrasings > 1 ? { phrasings: config.phrasings } : {}),
    ...(config.followUps === undefined ? {} : { follow_ups: config.followUps }),
    ...(config.knowledge === true ? { knowledge: true } : {}),
    ...(config.arms === undefined ? {} : { arms: publicArms(config.arms) }),
    ...(config.limited === undefined ? {} : { limited: { ...config.limited } }),
    ...(config.preregistered === undefined ? {} : { preregistered: storedRegistration(config.preregistered) }),
    seed: config.seed,
    ...(config.patience === undefined ? {} : { patience: config.patience }),
    targets: config.targets.map(({ publicSpec }) => publicSpec),
    judges: config.judges.map(({ target, languages, flags }) => ({
      target: target.publicSpec,
      languages,
      ...(flags === true ? { flags } : {}),
    })),
    gate: {
      margins: config.gate.margins.map((margin) => ({ ...margin })),
      off: config.gate.off,
      tolerance: config.gate.tolerance,
      pairing: config.gate.pairing,
      looks: config.gate.looks,
    },
  };
}

/** What an audit varies, with system prompts as they may be stored. */
function publicArms({ system, ...others }: ArmFactors): JsonObject {
  const levels = system?.map(({ id, text, named }) => ({ id, text: named?.text ?? text }));
  return { ...(levels === undefined ? {} : { system: levels }), ...others };
}

/**
 * A target of a stored run, with its secrets taken from the environment again. Throws ConfigError where a variable is
 * missing or a secret was written out in the file, which no store keeps.
 */
export function restoreTarget(publicSpec: JsonObject, env: Env): ConfiguredTarget {
  const stored = storedTarget(publicSpec);
  const mistakes: string[] = [];
  const restore = (text: string, what: string): string => {
    if (text === HIDDEN)
      mistakes.push(
        `expected ${what} of target ${stored.id} as \${NAME} in candor.yaml, got one written out; secrets are not stored`,
      );
    return expandText(text, env, (name) =>
      mistakes.push(`expected the variable ${name} (${what} of target ${stored.id}) to be set, got nothing`),
    );
  };
  const { systemVariables = [] } = stored;
  const plain: TargetSpec = {
    ...stored,
    apiKey: stored.apiKey === null ? null : restore(stored.apiKey, 'the key'),
    baseURL: stored.baseURL === null ? null : restore(stored.baseURL, 'the address'),
    headers: Object.fromEntries(
      Object.entries(stored.headers).map(([name, value]) => [name, restore(value, `the header ${name}`)]),
    ),
    system:
      stored.system === null || systemVariables.length === 0
        ? stored.system
        : restore(stored.system, 'the system prompt'),
    body: restoreVariables(stored.body, (text) => restore(text, 'a body field')) as JsonObject,
  };
  if (mistakes.length > 0) throw mistakesInRun(mistakes);
  const secrets = secretVariables(plain, publicSpec, env);
  return { spec: { ...plain, ...(secrets.length === 0 ? {} : { secrets }) }, publicSpec, audit: true };
}

/** A target of a stored run as it was stored, secrets by the names of their variables. Throws ConfigError. */
export function storedTarget(publicSpec: JsonObject): TargetSpec {
  const parsed = storedTargetSchema.safeParse(publicSpec);
  if (parsed.success) return parsed.data;
  const found = issueMessages(parsed.error, publicSpec, storedTargetSchema);
  throw mistakesInRun(found.map((message) => `target ${String(publicSpec.id)}: ${message}. Start a new run.`));
}

function mistakesInRun(messages: readonly string[]): ConfigError {
  return new ConfigError(messages.map((message) => ({ file: 'stored run', line: null, column: null, message })));
}

function restoreVariables(value: Json, restore: (text: string) => string): Json {
  if (typeof value === 'string') return namesVariable(value) ? restore(value) : value;
  if (Array.isArray(value)) return value.map((item) => restoreVariables(item as Json, restore));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restoreVariables(item as Json, restore)]));
}
