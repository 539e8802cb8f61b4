import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPlainPath, type UnpackLimits, unpackZip } from '../../formats/unpack-zip.ts';
import { UsageError } from '../../lib/errors.ts';
import { issueMessages } from '../../lib/schema-mistakes.ts';
import { MANIFEST_FILE, type Manifest, manifestSchema, RUN_FILES } from './pack-format.ts';

/** Files of an archive at most. */
const MOST_FILES = 20_000;
/** Bytes of a manifest at most. */
const MOST_MANIFEST = 64_000_000;

/** A pack as a folder, whose files may be anything yet. */
export interface OpenedPack {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Links and other things that are no files and no folders. */
  readonly strange: readonly string[];
}

/**
 * Opens a pack, an archive unpacked into a folder of its own that is removed behind the work. Throws UsageError for what is no pack, or one that is made
 * to harm: names that leave the folder, links, more than `bytes` unpacked.
 */
export async function withPack<T>(
  path: string,
  bytes: UnpackLimits['bytes'],
  work: (pack: OpenedPack) => Promise<T>,
): Promise<T> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new UsageError(`expected a pack to verify, a folder or a .zip file, found nothing at ${path}`);
  if (found.isDirectory()) return work(await openFolder(path, path));
  const folder = await mkdtemp(join(tmpdir(), 'candor-unpacked-'));
  try {
    await unpackZip(path, folder, { bytes, files: MOST_FILES });
    return await work(await openFolder(folder, path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openFolder(folder: string, name: string): Promise<OpenedPack> {
  const notOne = (message: string): UsageError => new UsageError(`${name} is no pack of Candor: ${message}`);
  const file = join(folder, MANIFEST_FILE);
  const size = (await stat(file).catch(() => null))?.size;
  if (size === undefined) throw notOne(`expected ${MANIFEST_FILE} in it, found none`);
  if (size > MOST_MANIFEST) throw notOne(`expected a ${MANIFEST_FILE} of at most ${MOST_MANIFEST} bytes, got ${size}`);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw notOne(`expected JSON in ${MANIFEST_FILE}, got something else`);
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    const [first = ''] = issueMessages(parsed.error, value, manifestSchema);
    throw notOne(`${MANIFEST_FILE}: ${first}`);
  }
  const manifest = parsed.data;
  const listed = new Set(manifest.files.map(({ path }) => path));
  const named = [
    ...manifest.runs.flatMap((run) => Object.values(RUN_FILES).map((one) => `${run.folder}/${one}`)),
    ...manifest.figures.flatMap(({ json, csv }) => [json, csv].filter((one) => one !== null)),
  ];
  for (const path of [...listed, ...named])
    if (!isPlainPath(path)) throw notOne(`expected plain relative names of files, got ${JSON.stringify(path)}`);
  for (const path of named)
    if (!listed.has(path) && !path.endsWith(`/${RUN_FILES.candor}`))
      throw notOne(`expected ${path} among the files of ${MANIFEST_FILE}, found it in none`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const strange = entries.filter((entry) => !entry.isFile() && !entry.isDirectory()).map(({ name: own }) => own);
  return { folder, manifest, strange };
}
