import { InvalidArgumentError, type Option } from 'commander';
import { isShorthand } from '../../config/target-shorthand.ts';
import { makeFlag, saidIn } from './flag.ts';

const EITHER = 'repeatable, or with commas';

/** Ids: with commas, or by repeating the flag, or both. */
export function idsFlag(flags: string, description: string): Option {
  return makeFlag<string[]>('ids', flags, `${description} (${EITHER})`, (text, before = []) => [
    ...before,
    ...split(text),
  ]);
}

/** Targets: ids as every list; one on the spot has its flag for itself, since an address may hold commas. */
export function targetsFlag(flags: string, description: string): Option {
  return makeFlag<string[]>(
    'targets',
    flags,
    `${description} (ids ${EITHER}; on the spot repeatable)`,
    (text, before) => {
      const parts = split(text);
      const isOne = isShorthand(text.trim());
      if (parts.length > 1 && parts.slice(isOne ? 1 : 0).some(isShorthand))
        throw new InvalidArgumentError('Targets on the spot are not joined by commas: repeat the flag for each.');
      return [...(before ?? []), ...(isOne ? [text.trim()] : parts)];
    },
  );
}

/** Probe sets and probes: ids as every list; a file or a pattern of files has its flag for itself. */
export function probesFlag(flags: string, description: string): Option {
  return makeFlag<string[]>('probes', flags, `${description} (ids ${EITHER}; files repeatable)`, (text, before) => {
    const said = saidIn(text, 'a file, or ids');
    return [...(before ?? []), ...(/[\\/*?[\]{}]|\.ya?ml$/i.test(said) ? [said] : split(said))];
  });
}

/** Members of a panel; a comma parts two only before a member's own word, so that addresses keep theirs. */
export function membersFlag(flags: string, description: string): Option {
  return makeFlag<string[]>('members', flags, `${description} (${EITHER})`, (text, before = []) => {
    const named = saidIn(text, 'members').split(/,(?=\s*(?:rules\b|judge:|panel\b|[\w-]*$))/);
    return [...before, ...named.map((part) => part.trim()).filter((part) => part !== '')];
  });
}

/** Some of a few words: with commas, or by repeating the flag, or both. */
export function choicesFlag<T extends string>(flags: string, description: string, words: readonly T[]): Option {
  return makeFlag<T[]>('choices', flags, `${description}: ${words.join(', ')} (${EITHER})`, (text, before = []) => [
    ...before,
    ...split(text).map((part) => {
      const word = words.find((known) => known === part);
      if (word === undefined) throw new InvalidArgumentError(`Expected ${words.join(', ')}, got "${part}".`);
      return word;
    }),
  ]);
}

/** Files, one with each flag. */
export function filesFlag(flags: string, description: string): Option {
  return makeFlag<string[]>('files', flags, `${description} (repeatable)`, (text, before = []) => [
    ...before,
    saidIn(text, 'a file'),
  ]);
}

/** Words of the user's own, one with each flag. */
export function textsFlag(flags: string, description: string, expected: string): Option {
  return makeFlag<string[]>('texts', flags, `${description} (repeatable)`, (text, before = []) => [
    ...before,
    saidIn(text, expected),
  ]);
}

/** Runs or files, one with each flag. */
export function runsFlag(flags: string, description: string): Option {
  return makeFlag<string[]>('runs', flags, `${description} (repeatable)`, (text, before = []) => [
    ...before,
    saidIn(text, 'a run or a file'),
  ]);
}

function split(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  const named = parts.filter((part) => part !== '');
  if (named.length === 0) throw new InvalidArgumentError('Expected at least one, got nothing.');
  return named;
}
