import type { JsonObject } from '../../lib/json.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { templateFields } from './say.ts';
import type { Think } from './service.ts';
import { thinkError } from './settle-think.ts';

/**
 * Holds a chat template to having the switch that is set: a prompt that is rendered alike with the other setting has none, and
 * servers say nothing of it. `render` gives null where it cannot be seen. Throws ConfigError.
 */
export async function requireSwitch(
  spec: TargetSpec,
  rendered: unknown,
  render: (fields: JsonObject) => Promise<unknown>,
): Promise<void> {
  if (spec.think === null || rendered === null) return;
  const other = await render(templateFields(otherThan(spec.think as Think)));
  if (other === null || JSON.stringify(other) !== JSON.stringify(rendered)) return;
  const what = typeof spec.think === 'boolean' ? 'a switch for thinking' : 'levels of thinking';
  throw thinkError(spec, `a chat template with ${what}, got one that gives the same prompt with another setting`);
}

/** A setting that must render another prompt where there is a choice. */
export function otherThan(think: Think): Think {
  if (typeof think === 'boolean') return !think;
  return think === 'low' ? 'high' : 'low';
}
