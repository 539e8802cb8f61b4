import type { JsonObject } from '../../lib/json.ts';
import type { Said, Think, ThinkLevel } from './service.ts';

/** Whether a setting means thinking at all. */
export function isOn(think: Think): boolean {
  return think !== false;
}

/** `thinking: {type}`, without levels. */
export function typeField(think: Think): JsonObject {
  return { thinking: { type: isOn(think) ? 'enabled' : 'disabled' } };
}

/** A setting that a service does not have, with those that it has and the field to use instead. */
export function refused(service: string, has: string, field: string): Said {
  return { refused: `think: ${has} for ${service}, or its own field in body (${field})` };
}

/** The fields of a level, where the service has it. */
export function level(
  service: string,
  think: ThinkLevel,
  has: readonly ThinkLevel[],
  fields: (level: ThinkLevel) => JsonObject,
): Said {
  if (has.includes(think)) return { fields: fields(think) };
  return refused(service, `one of ${has.join(', ')}`, 'reasoning_effort');
}

/** A switch of one boolean field, without levels. */
export function booleanField(service: string, field: string): (think: Think) => Said {
  return (think) =>
    typeof think === 'boolean'
      ? { fields: { [field]: think } }
      : refused(service, 'true or false', `${field}, with a budget`);
}

/** Both names that chat templates read, and the level where one is asked for; a template passes over what it does not know. */
export function templateFields(think: Think): JsonObject {
  const kwargs = { enable_thinking: isOn(think), thinking: isOn(think) };
  if (typeof think === 'boolean') return { chat_template_kwargs: kwargs };
  return { chat_template_kwargs: { ...kwargs, reasoning_effort: think }, reasoning_effort: think };
}
