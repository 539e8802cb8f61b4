import type { JsonObject } from '../lib/json.ts';
import { numberOf } from '../lib/number-of.ts';

/** Names under which labels of machines stand in a gold. */
const MACHINE = /^(?:language[ -]models?$|judge:|panel|rules$|encoder$)/;

/** By whom the labels of a gold were given, to follow "given": `by language models, not by people`. Annotators are counted, never named. */
export function labellersText({ annotators }: JsonObject): string {
  const names = Array.isArray(annotators) ? annotators.map(String) : [];
  const machines = names.filter((name) => MACHINE.test(name));
  const others = names.length - machines.length;
  if (names.length === 0) return 'by whom the file does not say';
  if (others === 0) return 'by language models, not by people';
  return `by ${numberOf(others, 'annotator')}${machines.length === 0 ? '' : ' and by language models'}`;
}
