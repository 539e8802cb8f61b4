import { createRulesClassifier } from '../../classify/rules.ts';
import { UsageError } from '../../lib/errors.ts';
import type { ClassifierId } from '../../model/verdict.ts';
import { type CarryOutFigure, type CheckedFigure, checkFigure } from './carry-out-figure.ts';
import { readFigure } from './figure-command.ts';
import type { OpenedPack } from './open-pack.ts';
import { MANIFEST_FILE, type PackedFigure } from './pack-format.ts';
import { type Rejudged, rejudge } from './rejudge.ts';
import { listFiles, withRebuilt } from './write-pack.ts';

/** How the files of a pack stand to its manifest. */
export interface FileFindings {
  /** Whose bytes are not those of the manifest. */
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  /** That the manifest does not name, or that are links. */
  readonly unlisted: readonly string[];
}

/** A classifier of a pack beside the one of the same name here. */
export interface PackedClassifier extends ClassifierId {
  /** The version that this program has; null: it has none by itself, as of a judge. */
  readonly here: string | null;
}

/** What came of checking a pack. */
export interface PackCheck {
  readonly files: FileFindings & { readonly number: number };
  readonly runs: readonly { readonly run: string; readonly trials: number }[];
  /** Empty where files differ: nothing was computed then. */
  readonly figures: readonly CheckedFigure[];
  readonly classifiers: readonly PackedClassifier[];
  /** null: it was not asked for. */
  readonly rejudged: Rejudged | null;
  /** Versions of the program that made the pack, and of the Node it ran on. */
  readonly made: { readonly candor: string; readonly node: string };
}

/** How to check a pack. */
export interface VerifyOptions {
  readonly carryOut: CarryOutFigure;
  /** Runs the rules on the answers again. */
  readonly rejudge: boolean;
  /** ISO 8601, for verdicts of the rules that are run again. */
  readonly now: string;
  readonly onStep?: (step: string) => Promise<void>;
}

/** True where a pack is what it says: every file by its hash, every figure by its rows. */
export function isSound({ files, figures }: PackCheck): boolean {
  const { changed, missing, unlisted } = files;
  return (
    changed.length + missing.length + unlisted.length === 0 && figures.every((one) => one.differences.length === 0)
  );
}

/** Checks a pack: its files against their hashes, then every figure against its rows. Throws UsageError and ConfigError for what no pack holds. */
export async function verifyPack(
  { folder, manifest, strange }: OpenedPack,
  { carryOut, rejudge: again, now, onStep = async () => undefined }: VerifyOptions,
): Promise<PackCheck> {
  const figures = await readFigures(manifest.figures, new Set(manifest.runs.map(({ id }) => id)));
  await onStep('reading files');
  const files = { ...(await findFiles(folder, manifest.files, strange)), number: manifest.files.length };
  const made = { candor: manifest.candor, node: manifest.node };
  const nothing = { files, made, runs: [], figures: [], classifiers: [], rejudged: null };
  if (files.changed.length + files.missing.length + files.unlisted.length > 0) return nothing;
  await onStep('taking the runs in');
  return withRebuilt(
    folder,
    manifest.runs.map((run) => run.folder),
    async (place, store) => {
      const runs: PackCheck['runs'][number][] = [];
      const classifiers = new Map<string, PackedClassifier>();
      for (const { id } of manifest.runs) {
        const overview = await store.overview(id);
        runs.push({ run: id, trials: overview.trials });
        for (const one of await store.classifiers(id))
          classifiers.set(JSON.stringify(one), { ...one, here: hereOf(one) });
      }
      const compute = async (): Promise<CheckedFigure[]> => {
        const checked: CheckedFigure[] = [];
        for (const figure of figures) {
          await onStep(`computing ${figure.command.join(' ')}`);
          checked.push(await checkFigure(figure, folder, place, carryOut));
        }
        return checked;
      };
      const checked = await compute();
      if (again) await onStep('running the rules again');
      const rejudged = again
        ? await rejudge(
            store,
            runs.map(({ run }) => run),
            now,
            compute,
          )
        : null;
      return { files, made, runs, figures: checked, classifiers: [...classifiers.values()], rejudged };
    },
  );
}

/** The figures with their commands read as anybody's: none may write, or read another file. */
async function readFigures(figures: readonly PackedFigure[], runs: ReadonlySet<string>): Promise<PackedFigure[]> {
  const known = async (run: string): Promise<string> => {
    if (runs.has(run)) return run;
    throw new UsageError(`expected runs of the pack in the figures of ${MANIFEST_FILE}, got "${run}"`);
  };
  return Promise.all(
    figures.map(async (figure) => ({ ...figure, command: [...(await readFigure(figure.command, known)).words] })),
  );
}

async function findFiles(
  folder: string,
  listed: OpenedPack['manifest']['files'],
  strange: readonly string[],
): Promise<FileFindings> {
  const found = new Map((await listFiles(folder)).map((file) => [file.path, file]));
  const known = new Set([MANIFEST_FILE, ...listed.map(({ path }) => path)]);
  const isSame = ({ path, bytes, sha256 }: OpenedPack['manifest']['files'][number]): boolean => {
    const here = found.get(path);
    return here === undefined || (here.bytes === bytes && here.sha256 === sha256);
  };
  return {
    changed: listed.filter((file) => !isSame(file)).map(({ path }) => path),
    missing: listed.filter(({ path }) => !found.has(path)).map(({ path }) => path),
    unlisted: [...[...found.keys()].filter((path) => !known.has(path)), ...strange],
  };
}

function hereOf({ name, mode }: ClassifierId): string | null {
  return name === 'rules' ? createRulesClassifier(mode).version : null;
}
