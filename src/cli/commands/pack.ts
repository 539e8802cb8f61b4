import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { defaultFigures } from '../../audit/pack/default-figures.ts';
import { type ReadFigure, readFigure } from '../../audit/pack/figure-command.ts';
import { withPack } from '../../audit/pack/open-pack.ts';
import { leftOutRuns } from '../../audit/pack/other-runs.ts';
import { GATE_FILE } from '../../audit/pack/pack-format.ts';
import { isSound, verifyPack } from '../../audit/pack/verify-pack.ts';
import { listFiles, type Packed, type PackRequest, sha256OfFile, writePack } from '../../audit/pack/write-pack.ts';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { withdrawnOf } from '../../audit/site/withdrawals.ts';
import { CONFIG_FILE, gateYaml } from '../../config/load-config.ts';
import type { Publication } from '../../formats/citation-files.ts';
import { readCreator } from '../../formats/creator.ts';
import { licenceOf } from '../../formats/licences.ts';
import { writeZip } from '../../formats/write-zip.ts';
import { isoTime } from '../../lib/clock.ts';
import { StoreError, UsageError } from '../../lib/errors.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import { numberOf } from '../../lib/number-of.ts';
import { PACKAGE_ROOT } from '../../lib/package-root.ts';
import { packageVersion } from '../../lib/package-version.ts';
import { isEmptyFolder, writeFolder, writeWhole } from '../../lib/write-file.ts';
import type { RunRecord } from '../../model/run.ts';
import { isPostgresAddress } from '../../store/postgres-address.ts';
import type { Store } from '../../store/store.ts';
import type { BuildCommand } from '../build-command.ts';
import { figuresBy } from '../carry-out-figure.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { EXIT } from '../exit-code.ts';
import { textsFlag } from '../flags/lists.ts';
import { wholeFlag } from '../flags/numbers.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { fileFlag, textFlag } from '../flags/words.ts';
import { gitVersion } from '../git-version.ts';
import { packDescription } from '../pack-description.ts';
import { checkText } from '../pack-text.ts';
import { withStoreToRead } from '../with-store.ts';
import { withdrawnText } from '../withdrawn-text.ts';

interface PackOptions {
  readonly store: string;
  readonly output?: string;
  readonly verify?: string;
  readonly rejudge?: true;
  readonly maxBytes: number;
  readonly title?: string;
  readonly creator?: readonly string[];
  readonly license?: string;
  readonly probesLicense?: string;
  readonly discarded?: readonly string[];
  readonly figure?: readonly string[];
  readonly config?: string;
  readonly json?: true;
}

/** Bytes of an archive, unpacked, that are looked at without being asked. */
const MOST_UNPACKED = 8_000_000_000;

/** `candor pack RUN… -o FOLDER|FILE.zip`, and `candor pack --verify FOLDER|FILE.zip`. */
export const packCommand: BuildCommand = (io, end) =>
  new Command('pack')
    .description(
      'Write runs as a study that others can check: rows, plan, verdicts, configuration without secrets, the commands of every figure and what they print, what was left out, how to cite it. --verify computes the figures of such a pack again. Exit 0: it is as it says; 2: it is not.',
    )
    .argument('[runs...]', 'runs; of several, each later one is compared with the first')
    .addOption(fileFlag('-o, --output <place>', 'a new folder, or a FILE.zip'))
    .addOption(textsFlag('--creator <name>', 'who made the study: "Family, Given; ORCID"', 'a name'))
    .addOption(textFlag('--license <id>', 'licence of the data, such as CC-BY-4.0'))
    .addOption(textFlag('--probes-license <id>', "the probes' licence"))
    .addOption(textFlag('--title <text>', 'its title (default: of the run)'))
    .addOption(textsFlag('--discarded <run=reason>', 'why a run of this store is left out', 'RUN=REASON'))
    .addOption(
      textsFlag('--figure <command>', 'in place of the usual figures: a summary, compare or gate', 'a command'),
    )
    .addOption(fileFlag('--config <file>', 'where margins of gates stand (default: candor.yaml, where there is one)'))
    .addOption(fileFlag('--verify <place>', 'check a pack, a folder or a FILE.zip'))
    .option('--rejudge', 'with --verify: run the rules on the answers again too')
    .addOption(wholeFlag('--max-bytes <n>', 'with --verify: refuse what is larger unpacked', 1).default(MOST_UNPACKED))
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor pack latest -o study.zip --creator "Doe, Jane" --license CC-BY-4.0\n  candor pack --verify study.zip',
    )
    .action(async (references: string[], options: PackOptions, command: Command) => {
      if (options.verify === undefined) {
        if (options.rejudge === true) throw new UsageError('expected --verify PACK with --rejudge, got none');
        return write(references, options, io);
      }
      const own = ['output', 'creator', 'license', 'probesLicense', 'title', 'discarded', 'figure', 'config'];
      const given = own.filter((name) => command.getOptionValueSource(name) === 'cli');
      if (references.length > 0 || given.length > 0)
        throw new UsageError('expected --verify PACK alone (with --rejudge, --max-bytes, --json), got a pack to write');
      const sound = await verify(options.verify, options, io);
      if (!sound) end(EXIT.usage);
    });

async function verify(place: string, options: PackOptions, io: CliIo): Promise<boolean> {
  const path = resolve(io.cwd, place);
  const check = await withPack(path, options.maxBytes, (pack) =>
    verifyPack(pack, {
      carryOut: figuresBy(io),
      rejudge: options.rejudge === true,
      now: isoTime(io.clock.now()),
      onStep: steps(options, io),
    }),
  );
  const sound = isSound(check);
  const own = { candor: packageVersion(), node: process.version };
  await (options.json === true ? writeJson(io, { sound, ...check }) : say(io, checkText(place, check, own)));
  return sound;
}

async function write(references: readonly string[], options: PackOptions, io: CliIo): Promise<void> {
  const { output } = options;
  if (references.length === 0)
    throw new UsageError('expected runs to pack: candor pack RUN -o FILE.zip, or --verify FILE.zip to check a pack');
  if (output === undefined) throw new UsageError('expected where to write the pack: -o FOLDER, or -o FILE.zip');
  const publishing = publishingOf(options);
  const path = resolve(io.cwd, output);
  await requireRoom(path, output);
  await withStoreToRead(io, options.store, async (store, salvage) => {
    if (salvage !== null)
      throw new StoreError('expected a store that can be read whole, for a pack; candor store repair keeps what can');
    const runs = await requireRuns(store, references);
    const figures = await figuresOf(store, runs, options);
    const leftOut = await leftOutRuns(store, runs, options.discarded ?? []);
    const request: PackRequest = {
      runs,
      place: isPostgresAddress(options.store) ? options.store : resolve(io.cwd, options.store),
      figures,
      leftOut,
      publication: await publicationOf(store, runs, publishing, options),
      probesLicence: options.probesLicense ?? null,
      gate: figures.some(({ words }) => words[0] === 'gate') ? await gateOf(options, io) : null,
      carryOut: figuresBy(io),
      commit: existsSync(join(PACKAGE_ROOT, '.git')) ? await gitVersion(PACKAGE_ROOT) : null,
      onStep: steps(options, io),
    };
    const packed = path.endsWith('.zip')
      ? await zipped(path, (folder) => writePack(store, folder, request))
      : await inFolder(path, (folder) => writePack(store, folder, request));
    const sha256 = path.endsWith('.zip') ? await sha256OfFile(path) : null;
    const withdrawn = [];
    for (const { id } of runs) withdrawn.push(...(await withdrawnOf(store, id)));
    if (withdrawn.length > 0) await tell(io, withdrawnText(withdrawn));
    await tellWritten(output, packed, request, sha256, options, io);
  });
}

/** Who publishes under which licence has to be said: nobody is made up, and places of publication would take a licence of their own. */
function publishingOf({ creator = [], license }: PackOptions): Pick<Publication, 'creators' | 'licence'> {
  if (creator.length === 0)
    throw new UsageError(
      'expected who made the study: --creator "Family, Given" (repeatable; "; ORCID" behind it where there is one)',
    );
  if (license === undefined)
    throw new UsageError(
      'expected a licence for the data: --license CC-BY-4.0 (Zenodo would take CC0 for data that names none)',
    );
  return { creators: creator.map(readCreator), licence: licenceOf(license) };
}

async function requireRoom(path: string, output: string): Promise<void> {
  if (path.endsWith('.zip')) return;
  if ((await stat(path).catch(() => null))?.isFile() === true)
    throw new UsageError(`expected a new folder or a FILE.zip for the pack, got ${output}, which is a file`);
  if (existsSync(path) && !(await isEmptyFolder(path)))
    throw new UsageError(`expected an empty or a new folder, got ${output}, which has files in it`);
}

async function requireRuns(store: Store, references: readonly string[]): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  for (const reference of references) {
    const run = await requireRun(store, reference);
    if (runs.some(({ id }) => id === run.id)) throw new UsageError(`expected each run once, got ${run.id} twice`);
    runs.push(run);
  }
  return runs;
}

async function figuresOf(store: Store, runs: readonly RunRecord[], { figure }: PackOptions): Promise<ReadFigure[]> {
  const packed = async (reference: string): Promise<string> => {
    const { id } = await requireRun(store, reference);
    if (runs.some((run) => run.id === id)) return id;
    throw new UsageError(`expected runs of the pack in its figures, got "${reference}", which is none of them`);
  };
  const wanted = figure?.map((text) => text.trim().split(/\s+/)) ?? (await defaultFigures(store, runs));
  return Promise.all(
    wanted.map(async (words) => {
      const read = await readFigure(words, packed);
      const isGate = read.words[0] === 'gate' && !read.words.includes('--config');
      return isGate ? { ...read, words: [...read.words, '--config', GATE_FILE] } : read;
    }),
  );
}

async function gateOf({ config }: PackOptions, io: CliIo): Promise<string> {
  const file = resolve(io.cwd, config ?? CONFIG_FILE);
  return config === undefined && !existsSync(file) ? '{}\n' : gateYaml(file);
}

async function publicationOf(
  store: Store,
  runs: readonly RunRecord[],
  publishing: Pick<Publication, 'creators' | 'licence'>,
  { title }: PackOptions,
): Promise<Publication> {
  const names = runs.map(({ id, name }) => name ?? id).join(', ');
  return {
    ...publishing,
    title: title ?? `Candor audit ${names}`,
    description: await packDescription(store, runs),
    candor: packageVersion(),
  };
}

/** Writes a pack into a folder beside the archive, and the archive from it. */
async function zipped(path: string, fill: (folder: string) => Promise<Packed>): Promise<Packed> {
  makeFolder(dirname(path));
  const folder = await mkdtemp(join(dirname(path), '.candor-pack-'));
  try {
    const packed = await fill(folder);
    const files = (await listFiles(folder)).map((file) => file.path);
    await writeWhole(path, (part) => writeZip(folder, files, part));
    return packed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inFolder(path: string, fill: (folder: string) => Promise<Packed>): Promise<Packed> {
  let packed: Packed | null = null;
  await writeFolder(path, async (folder) => {
    packed = await fill(folder);
  });
  if (packed === null) throw new TypeError('the folder was not filled');
  return packed;
}

function steps({ json }: PackOptions, io: CliIo): (step: string) => Promise<void> {
  return async (step) => {
    if (json !== true) await tell(io, `${step}\n`);
  };
}

async function tellWritten(
  output: string,
  { manifest, refused }: Packed,
  { leftOut }: PackRequest,
  sha256: string | null,
  { json }: PackOptions,
  io: CliIo,
): Promise<void> {
  for (const { command, refused: why } of refused)
    await tell(io, `warning: the figure "${command.join(' ')}" was refused, and the pack says so: ${why}\n`);
  const unsaid = leftOut.runs.filter(({ reason }) => reason === null).map(({ run }) => run);
  if (unsaid.length > 0)
    await tell(
      io,
      `warning: the pack names runs that it leaves out without a reason: ${unsaid.join(', ')}. --discarded RUN=REASON says why\n`,
    );
  const written = {
    output,
    sha256,
    runs: manifest.runs.map(({ id }) => id),
    figures: manifest.figures,
    left_out: leftOut,
  };
  if (json === true) return writeJson(io, written);
  await say(
    io,
    `Wrote ${output}: ${numberOf(manifest.runs.length, 'run')}, ${numberOf(manifest.figures.length - refused.length, 'figure that follows', 'figures that follow')} from its rows.\n${sha256 === null ? '' : `SHA-256: ${sha256} (publish it beside the file)\n`}Read README.md in it before you publish; it names hosts and people who labelled. Check it with: candor pack --verify ${output}\n`,
  );
}
