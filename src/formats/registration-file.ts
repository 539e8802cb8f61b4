import { readFile } from 'node:fs/promises';
import { ConfigError } from '../lib/errors.ts';
import { jsonMistake } from '../lib/json-mistake.ts';
import { issueMessages } from '../lib/schema-mistakes.ts';
import { type Registration, registrationHash, registrationSchema } from '../model/registration.ts';
import { unreadable } from './read-lines.ts';

/** Reads what `candor plan --preregister` wrote. Throws ConfigError for another file, and for one that was changed since. */
export async function readRegistration(file: string): Promise<Registration> {
  const wrong = (message: string): ConfigError => new ConfigError([{ file, line: null, column: null, message }]);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(error, file) ?? error;
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`expected what candor plan --preregister wrote, got ${jsonMistake(text, error)}`);
  }
  const parsed = registrationSchema.safeParse(value);
  if (!parsed.success) {
    const [first = ''] = issueMessages(parsed.error, value, registrationSchema);
    throw wrong(`expected what candor plan --preregister wrote: ${first}`);
  }
  const hash = registrationHash(parsed.data);
  if (hash !== parsed.data.hash)
    throw wrong(
      `expected the registration as it was written (hash ${parsed.data.hash}), got one that was changed (${hash}): register anew`,
    );
  return parsed.data;
}
