import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { citationCff, type Publication, zenodoJson } from '../../formats/citation-files.ts';
import { compareText } from '../../lib/compare-text.ts';
import { UsageError } from '../../lib/errors.ts';
import { writeWhole } from '../../lib/write-file.ts';
import type { RunRecord } from '../../model/run.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import type { CarryOutFigure } from './carry-out-figure.ts';
import type { LeftOutRuns } from './other-runs.ts';
import { folderOfRun, GATE_FILE, MANIFEST_FILE, type Manifest, type PackedFigure } from './pack-format.ts';
import { packReadme } from './pack-readme.ts';
import { readmeRun } from './readme-run.ts';
import { rebuildRun } from './rebuild-run.ts';
import { jsonText, writeRunFiles } from './run-files.ts';
import { writeFigures } from './write-figures.ts';

/** What goes into a pack, and how its figures are computed. */
export interface PackRequest {
  readonly runs: readonly RunRecord[];
  /** Where `store` is, for the commands of the figures. */
  readonly place: string;
  /** Commands, as `readFigure` gives them. */
  readonly figures: readonly { readonly words: readonly string[]; readonly csv: boolean }[];
  readonly leftOut: LeftOutRuns;
  readonly publication: Publication;
  readonly probesLicence: string | null;
  /** Text of the `gate.yaml` by which gates are held; null: no figure is a gate. */
  readonly gate: string | null;
  readonly carryOut: CarryOutFigure;
  /** Commit of the program, where it runs from its own checkout. */
  readonly commit: string | null;
  /** Told of what is done next. */
  readonly onStep?: (step: string) => Promise<void>;
}

/** What was packed. */
export interface Packed {
  readonly manifest: Manifest;
  /** Figures that their command refused. */
  readonly refused: readonly PackedFigure[];
}

/**
 * Fills a new folder with a pack. Its figures are computed from its own files, and held against those of the store: a pack whose rows do not give the
 * figures of the store is not written. Throws UsageError for a run that is going on, and OutputError.
 */
export async function writePack(store: Store, folder: string, request: PackRequest): Promise<Packed> {
  const { runs, publication, onStep = async () => undefined } = request;
  for (const { id, owner, endedAt } of runs) {
    if (owner !== undefined && endedAt === null)
      throw new UsageError(
        `expected runs that nobody carries out, but ${id} is going on, or its process died: candor run --resume ${id} ends it`,
      );
  }
  for (const run of runs) {
    await onStep(`writing run ${run.id}`);
    await writeRunFiles(store, run, join(folder, folderOfRun(run.id)));
  }
  if (request.gate !== null) await writeWhole(join(folder, GATE_FILE), request.gate);
  const figures = await withRebuilt(
    folder,
    runs.map(({ id }) => folderOfRun(id)),
    (rebuilt) => writeFigures(folder, { ...request, rebuilt, onStep }),
  );
  const described = await Promise.all(runs.map((run) => readmeRun(store, run, figures)));
  const page = { ...request, runs: described, figures };
  await writeWhole(join(folder, 'README.md'), packReadme(page));
  await writeWhole(join(folder, 'left-out.json'), jsonText(request.leftOut));
  await writeWhole(join(folder, 'CITATION.cff'), citationCff(publication));
  await writeWhole(join(folder, '.zenodo.json'), zenodoJson(publication));
  await writeWhole(join(folder, 'environment.json'), jsonText(environment(publication.candor, request.commit)));
  const manifest: Manifest = {
    format: 'candor-pack',
    version: 1,
    candor: publication.candor,
    node: process.version,
    runs: runs.map(({ id }) => ({ id, folder: folderOfRun(id) })),
    figures,
    files: await listFiles(folder),
  };
  await writeWhole(join(folder, MANIFEST_FILE), jsonText(manifest));
  return { manifest, refused: figures.filter(({ refused }) => refused !== null) };
}

/** Takes the runs of a pack into a store of their own, passes its place to the work, and removes it. Throws ConfigError for files of no pack. */
export async function withRebuilt<T>(
  folder: string,
  runs: readonly string[],
  work: (place: string, store: Store) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'candor-pack-'));
  try {
    const place = join(scratch, 'pack.db');
    const store = await openSqliteStore(place);
    try {
      for (const run of runs) await rebuildRun(store, join(folder, run));
      return await work(place, store);
    } finally {
      await store.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Every file of a folder with its length in bytes and SHA-256, in the order of their names; paths with slashes. */
export async function listFiles(folder: string): Promise<Manifest['files']> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort(compareText);
  const files: Manifest['files'] = [];
  for (const path of paths)
    files.push({ path, bytes: (await stat(join(folder, path))).size, sha256: await sha256OfFile(join(folder, path)) });
  return files;
}

/** SHA-256 of a file's bytes, as 64 hexadecimal digits. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** With what a pack was made: nothing of it says on whose machine. */
function environment(candor: string, commit: string | null): Record<string, string | null> {
  const { version: node, platform, arch, versions } = process;
  return { candor, commit, node, platform, arch, zlib: versions.zlib };
}
