import { InvalidArgumentError, type Option } from 'commander';
import { parseColumnMap } from '../../formats/answer-fields.ts';
import { DELIMITERS } from '../../formats/csv-dialect.ts';
import { encodingNamed } from '../../lib/encoding-name.ts';
import { UsageError } from '../../lib/errors.ts';
import { makeFlag, saidIn } from './flag.ts';

/** Words of the user's own: a name, a note, a run. */
export function textFlag(flags: string, description: string): Option {
  return makeFlag('text', flags, description, (text) => text);
}

/** One file or folder. */
export function fileFlag(flags: string, description: string): Option {
  return makeFlag('file', flags, description, (text) => saidIn(text, 'a file'));
}

/** One of a few words; a table of formats gives its keys. */
export function choiceFlag(flags: string, description: string, words: readonly string[]): Option {
  const option = makeFlag<string>('choice', flags, description, (text) => {
    if (!words.includes(text)) throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.`);
    return text;
  });
  option.argChoices = [...words];
  return option;
}

/** The name of an environment variable. What looks like a key instead is refused, and not repeated. */
export function variableFlag(flags: string, description: string): Option {
  return makeFlag('variable', flags, description, (text) => {
    if (/^[A-Za-z_]\w{0,63}$/.test(text) && !/^(?=.*\d)[A-Za-z\d]{20,}$/.test(text)) return text;
    throw new UsageError(
      `expected the name of a variable with ${flags.split(' ')[0]}, got something else. Keys stay in the environment`,
    );
  });
}

/** Which column of a CSV file is which field: `prompt=question,response=answer`. */
export function columnsFlag(flags: string, description: string): Option {
  return makeFlag('columns', flags, description, (text) => parseColumnMap(text));
}

/** What lies between the fields of a table: a sign, or its name. */
export function delimiterFlag(flags: string, description: string): Option {
  return makeFlag('delimiter', flags, description, (text) => {
    const named = DELIMITERS[text.trim().toLowerCase() as keyof typeof DELIMITERS];
    const sign = named ?? (text === '\\t' ? '\t' : text);
    if ([...sign].length === 1 && !/[\w"\r\n]/.test(sign)) return sign;
    throw new InvalidArgumentError(`Expected one sign, or ${Object.keys(DELIMITERS).join(', ')}.`);
  });
}

/** How a text file is encoded: `gbk`, `big5`, `utf-16le`. */
export function encodingFlag(
  description = 'how the text is encoded where it is not UTF-8: gbk, big5, utf-16le, latin1',
): Option {
  return makeFlag('encoding', '--encoding <name>', description, encodingNamed);
}
