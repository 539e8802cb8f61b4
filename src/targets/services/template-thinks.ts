import type { JsonObject } from '../../lib/json.ts';
import { templateFields } from './say.ts';

/**
 * Whether a chat template makes its model think where nothing is said: it opens a thought in the prompt, or gives the prompt that
 * it gives with thinking switched on, and another one with thinking off. null: its prompts cannot be seen.
 */
export async function templateThinks(
  rendered: string | null,
  render: (fields: JsonObject) => Promise<string | null>,
): Promise<boolean | null> {
  if (rendered === null) return null;
  if (/<think>\s*$/.test(rendered)) return true;
  const [on, off] = [await render(templateFields(true)), await render(templateFields(false))];
  if (on === null || off === null) return null;
  return on === rendered && off !== rendered;
}
