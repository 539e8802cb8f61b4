import { InvalidArgumentError, Option } from 'commander';

/**
 * What the value of a flag can be. Every flag with a value is made by one of the functions of this folder, so that a value means
 * the same in every command; a new kind stands here, with examples in the test of the vocabulary.
 */
export const FLAG_KINDS = [
  'ids',
  'targets',
  'probes',
  'members',
  'choices',
  'files',
  'runs',
  'file',
  'store',
  'choice',
  'columns',
  'delimiter',
  'encoding',
  'whole',
  'share',
  'amount',
  'time',
  'variable',
  'text',
  'texts',
] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

const kinds = new WeakMap<Option, FlagKind>();

/** The kind of a flag's value; undefined: it was not made by the vocabulary, or takes no value. */
export function kindOf(option: Option): FlagKind | undefined {
  return kinds.get(option);
}

/** Makes a flag of a kind; `parse` gets the values that came before where the flag is repeated. */
export function makeFlag<T>(
  kind: FlagKind,
  flags: string,
  description: string,
  parse: (text: string, before: T | undefined) => T,
): Option {
  const option = new Option(flags, description).argParser(parse);
  kinds.set(option, kind);
  return option;
}

/** What a flag's value says, without white space round it. Throws InvalidArgumentError where that is nothing. */
export function saidIn(text: string, expected: string): string {
  const said = text.trim();
  if (said === '') throw new InvalidArgumentError(`Expected ${expected}, got nothing.`);
  return said;
}
