import { z } from 'zod';
import { compareText } from '../lib/compare-text.ts';
import { decodeBytes, type TextSource } from '../lib/decode-text.ts';
import { parsePythonJson } from '../lib/parse-python-json.ts';
import { isZip, zipEntries } from './zip-entries.ts';

const evalSchema = z.object({
  model: z.string(),
  task: z.string().nullish(),
  created: z.string().nullish(),
});

/** A log of Inspect AI: what was run, and the samples as they stand in it. */
export interface InspectLog {
  readonly header: z.infer<typeof evalSchema>;
  readonly samples: Iterable<unknown>;
}

/**
 * Opens a log: JSON, or an `.eval` archive (ZIP; stored, deflated or Zstandard). Throws RangeError, SyntaxError or ZodError where it
 * is none.
 */
export function openInspectLog(bytes: Buffer, source: TextSource): InspectLog {
  return isZip(bytes) ? archivedLog(bytes) : jsonLog(decodeBytes(bytes, source));
}

function jsonLog(text: string): InspectLog {
  const log = z.object({ eval: evalSchema, samples: z.array(z.unknown()).nullish() }).parse(parsePythonJson(text));
  return { header: log.eval, samples: log.samples ?? [] };
}

/** A finished log has `header.json`, one that was cut off its journal only. A sample is a file, or a folder of pieces. */
function archivedLog(bytes: Buffer): InspectLog {
  const entries = zipEntries(bytes);
  const header =
    entries.find(({ name }) => name === 'header.json') ?? entries.find(({ name }) => name === '_journal/start.json');
  if (header === undefined) throw new RangeError('an archive without header.json');
  const log = z.object({ eval: evalSchema }).parse(parsePythonJson(header.read().toString('utf8')));
  const samples = entries
    .filter(({ name }) => /^samples\/.*_epoch_\d+(\.json|\/sample\.json)$/.test(name))
    .sort((a, b) => compareText(a.name, b.name));
  return { header: log.eval, samples: readEach(samples) };
}

function* readEach(samples: readonly { readonly name: string; read(): Buffer }[]): Generator<unknown> {
  for (const sample of samples) yield parsePythonJson(sample.read().toString('utf8'));
}
