import type { Json, JsonObject } from '../../lib/json.ts';
import type { SamplingParams } from '../../model/target-spec.ts';
import { refusedByModel, thinkingByName } from './model-thinking.ts';
import type { Deaf, Said, Service, Think } from './service.ts';
import { SERVICES, type ServiceId } from './services.ts';

/** Every service that a target can name. */
export const SERVICE_IDS = Object.keys(SERVICES) as [ServiceId, ...ServiceId[]];

/** A service by its id; null for names that are not known. */
export function serviceNamed(id: string | null | undefined): Service | null {
  return id != null && Object.hasOwn(SERVICES, id) ? SERVICES[id as ServiceId] : null;
}

/** The service at an address, by the name of its host; null where that tells nothing. */
export function serviceAt(address: string): Service | null {
  if (!URL.canParse(address)) return null;
  const host = new URL(address).hostname.toLowerCase();
  const fits = (pattern: string): boolean =>
    pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
  const rows: readonly Service[] = Object.values(SERVICES);
  return rows.find(({ hosts }) => hosts.some(fits)) ?? null;
}

/** How a service is told, what the model's maker says first. */
export function sayThink(service: Service, think: Think, model: string): Said {
  const against = refusedByModel(think, model);
  return against === null ? service.think(think, model.toLowerCase()) : { refused: against };
}

/** Whether a model thinks: as set, or by its name, or as its service does unasked; null: not known. */
export function thinks(service: Service | null, think: Think | null, model: string): boolean | null {
  if (think !== null) return think !== false;
  const byName = thinkingByName(model);
  if (byName !== null) return byName === 'always';
  return service?.thinksUnasked?.(model.toLowerCase()) ?? null;
}

/** Parameters that a service takes without effect as it is asked. */
export function deafTo(
  service: Service | null,
  think: Think | null,
  model: string,
  params: Partial<SamplingParams>,
): readonly Deaf[] {
  const isThinking = thinks(service, think, model);
  if (service?.deaf === undefined || isThinking === null) return [];
  return service.deaf(isThinking, params, model.toLowerCase());
}

/** A body with what its service is to be sent beside. */
export function withServiceBody(service: Service | null, body: JsonObject): JsonObject {
  const more = Object.entries(service?.body ?? {}).map(([name, fields]): [string, Json] => {
    const own = body[name];
    const isMapping = typeof own === 'object' && own !== null && !Array.isArray(own);
    return [name, isMapping ? { ...fields, ...own } : own === undefined ? fields : own];
  });
  return { ...body, ...Object.fromEntries(more) };
}
