import { basename } from 'node:path';
import type { Json, JsonObject } from '../lib/json.ts';
import type { Identity } from '../model/identity.ts';
import type { Message } from '../model/message.ts';
import type { TargetKind } from '../model/target-kind.ts';
import type { TargetSpec } from '../model/target-spec.ts';

/** The message that is rendered to see what a template does. */
export const SAMPLE_MESSAGE = 'Hello';

/** An identity of which nothing but kind and model is known. */
export function unknownIdentity(kind: TargetKind, model: string): Identity {
  return {
    kind,
    model,
    served: null,
    host: null,
    digest: null,
    quantization: null,
    family: null,
    template: null,
    renderedPrompt: null,
    system: null,
    systemSource: null,
    parameters: {},
    engine: null,
    engineBuild: null,
    remote: null,
    details: {},
  };
}

/** An identity that knows only what the configuration says. */
export function bareIdentity(spec: TargetSpec, host: string | null, parameters: JsonObject): Identity {
  return {
    ...unknownIdentity(spec.provider, spec.model),
    host,
    family: spec.family,
    system: spec.system,
    systemSource: spec.system === null ? null : 'config',
    parameters,
  };
}

/** What every request carries and can change an answer: sampling, extra fields, moderation headers. */
export function configuredParameters(spec: TargetSpec): Record<string, Json> {
  const parameters: Record<string, Json> = {};
  for (const [name, value] of Object.entries(spec.params)) if (value !== null) parameters[name] = value;
  if (Object.keys(spec.body).length > 0) parameters.body = spec.body;
  const moderation = Object.entries(spec.headers).filter(([name]) => /datainspection|moderation|guardrail/i.test(name));
  for (const [name, value] of moderation) parameters[name.toLowerCase()] = value;
  return parameters;
}

/** Host, port and path of a URL, without credentials and query. */
export function hostOf(url: string): string {
  const { host, pathname } = new URL(url);
  return host + (pathname === '/' ? '' : pathname.replace(/\/$/, ''));
}

/** A served name without the folders of the machine that serves it. */
export function withoutFolders(name: string): string {
  return /^([A-Za-z]:)?[\\/]/.test(name) ? basename(name.replaceAll('\\', '/')) : name;
}

/** The conversation whose rendering belongs to the identity. */
export function sampleMessages(spec: TargetSpec): Message[] {
  const messages: Message[] = spec.system === null ? [] : [{ role: 'system', content: spec.system }];
  return [...messages, { role: 'user', content: SAMPLE_MESSAGE }];
}

/** The fields of those names that are plain values, lists or objects; null and empty ones are left out. */
export function pickFields(from: Readonly<Record<string, unknown>>, names: Iterable<string>): JsonObject {
  const picked: Record<string, Json> = {};
  for (const name of names) {
    const value = from[name];
    if (value !== null && value !== undefined && value !== '') picked[name] = value as Json;
  }
  return picked;
}
