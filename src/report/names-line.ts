import type { ShownNames } from '../model/target-names.ts';

/** Names that a line says. */
const MOST_SAID = 6;

/** What stands behind the ids that were typed: `qwen3-8b: Qwen3 8B Instruct; …`; null where there are no names, or the ids say the same. */
export function namesLine(names: ShownNames = {}): string | null {
  const said = Object.entries(names)
    .filter(([id, name]) => id !== name.replaceAll('/', '_'))
    .map(([id, name]) => `${id}: ${name.replace(` (${id})`, '')}`);
  if (said.length === 0) return null;
  const more = said.length - MOST_SAID;
  return `${said.slice(0, MOST_SAID).join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}
