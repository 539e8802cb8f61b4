import { ConfigError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import type { Service, Think } from './service.ts';
import { sayThink } from './service-of.ts';

/** The fields that carry a target's `think`. Throws ConfigError where its service lacks the setting, or is not known. */
export function settleThink(spec: TargetSpec, service: Service | null): JsonObject {
  if (spec.think === null) return {};
  if (service === null) {
    throw thinkError(
      spec,
      'a service whose switch for thinking is known, got one that neither its address nor its answers tell. Put the field that it documents into body, ' +
        'such as body: {enable_thinking: false}, body: {thinking: {type: disabled}} or body: {chat_template_kwargs: {enable_thinking: false}}, ' +
        'in place of think; or say what it is, such as service: vllm',
    );
  }
  const said = sayThink(service, spec.think as Think, spec.model);
  if ('refused' in said) throw thinkError(spec, `${said.refused}, got ${spec.think}`);
  return said.fields;
}

/** A mistake in how a target is told to think, found when it was looked at. */
export function thinkError(spec: TargetSpec, expected: string): ConfigError {
  const message = `think: ${spec.think}: expected ${expected}`;
  return new ConfigError([{ file: `target ${spec.id}`, line: null, column: null, message }]);
}
