import { z } from 'zod';
import { readTextFile } from '../lib/decode-text.ts';
import { ConfigError, formatMistake, reasonText, TargetError } from '../lib/errors.ts';
import { checkSource } from '../lib/schema-mistakes.ts';
import { parseYamlSource } from '../lib/yaml-source.ts';
import type { ListedRelease, SourceReader } from './source.ts';

const text = z.string().trim().min(1);
const fileSchema = z.array(
  z.union(
    [text, z.strictObject({ name: text, family: text.optional(), digest: text.optional() })],
    'a name, or {name, family, digest}',
  ),
);

/** A list in a file: YAML or JSON with names or `{name, family, digest}`; any other file has a name a line, and `#` before a note. */
export const releaseFile: SourceReader = {
  async list({ of: file }) {
    const written = await contentOf(file);
    const listed = /\.(?:ya?ml|json)$/i.test(file) ? inYaml(written, file) : inLines(written);
    if (listed.length === 0) throw new TargetError(`${file}: expected at least one release, got none`);
    return listed;
  },
};

async function contentOf(file: string): Promise<string> {
  try {
    return await readTextFile(file);
  } catch (cause) {
    if (cause instanceof ConfigError) throw new TargetError(cause.message, {}, { cause });
    const error = cause as NodeJS.ErrnoException;
    const got = error.code === 'ENOENT' ? 'no such file' : `an error (${reasonText(error)})`;
    throw new TargetError(`${file}: expected a list of releases, got ${got}`, {}, { cause });
  }
}

function inYaml(written: string, file: string): ListedRelease[] {
  const { data, mistakes } = checkSource(parseYamlSource(written, file), fileSchema);
  if (data === null) throw new TargetError(mistakes.map(formatMistake).join('\n'));
  return data.map((one) =>
    typeof one === 'string'
      ? { name: one, digest: null, at: null }
      : {
          name: one.name,
          digest: one.digest ?? null,
          at: null,
          ...(one.family === undefined ? {} : { family: one.family }),
        },
  );
}

function inLines(written: string): ListedRelease[] {
  const names = written.split(/\r\n?|\n/).map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
  return names.filter((name) => name !== '').map((name) => ({ name, digest: null, at: null }));
}
