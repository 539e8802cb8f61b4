import { createHash, type Hash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OutputError, UsageError } from '../../lib/errors.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import { type Content, writeWhole } from '../../lib/write-file.ts';

/** The list of the files that a site wrote, by which a later build knows its own. */
export const SITE_LIST = 'candor-site.txt';
const FIRST_LINE = 'candor site 1';
/** Stands for the hash of a file that was begun in a build that did not end. */
const BEGUN = '-';

/** What a build did to its folder. */
export interface FolderChanges {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Files of a former build that somebody changed since: they are no longer made and were left where they are. */
  readonly left: readonly string[];
}

/**
 * The folder of a site. Files whose content stays are not touched, others take their place whole; what is no longer made is removed at the end,
 * if it is still as it was written. The list of files comes last; one that is begun is noted before, so that a build that broke off leaves nothing
 * that the next would not know.
 */
export class SiteFolder {
  readonly #folder: string;
  readonly #before: ReadonlyMap<string, string>;
  readonly #hashes = new Map<string, string>();
  readonly #made = new Set<string>();
  #written = 0;
  #isListed: boolean;

  private constructor(folder: string, before: ReadonlyMap<string, string>, isListed: boolean) {
    this.#folder = folder;
    this.#before = before;
    this.#isListed = isListed;
  }

  /** Opens a folder that is new, empty or a site already; nothing is made before the first file. Throws UsageError for any other, OutputError where it may not be written to. */
  static async open(folder: string): Promise<SiteFolder> {
    const list = join(folder, SITE_LIST);
    if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true)
      throw new UsageError(`expected a folder for the site, got ${folder}, which is a file`);
    const text = existsSync(list) ? readFileSync(list, 'utf8') : null;
    if (text === null) {
      const files = existsSync(folder) ? await said(folder, () => readdir(folder)) : [];
      if (files.length > 0)
        throw new UsageError(
          `expected a new folder, an empty one, or a site that candor wrote, got ${folder}, which has other files in it (${files[0]})`,
        );
    } else if (!text.startsWith(`${FIRST_LINE}\n`)) {
      throw new UsageError(`expected a site of this version of candor in ${folder}, got another list in ${SITE_LIST}`);
    }
    return new SiteFolder(folder, listed(text ?? ''), text !== null);
  }

  /** Puts a file where it belongs; one of the same content is left alone. Throws UsageError where somebody else’s stands there. */
  async put(path: string, content: Content): Promise<void> {
    if (this.#hashes.has(path)) throw new Error(`two files of one site at ${path}`);
    const file = join(this.#folder, path);
    if (typeof content !== 'string') return this.#stream(path, file, content);
    const hash = hashOf(createHash('sha256').update(content));
    this.#hashes.set(path, hash);
    const there = await present(file);
    if (there?.equals(Buffer.from(content)) === true) return;
    await this.#replace(path, file, there !== null, async (staged) => {
      await said(file, async () => {
        const output = await open(staged, 'w');
        try {
          await output.writeFile(content);
        } finally {
          await output.close();
        }
      });
    });
  }

  /** Removes what is no longer made, and writes the list. */
  async close(): Promise<FolderChanges> {
    const left: string[] = [];
    let removed = 0;
    for (const [path, hash] of this.#before) {
      if (this.#hashes.has(path)) continue;
      const file = join(this.#folder, path);
      const there = await present(file);
      if (there === null) continue;
      if (hash !== BEGUN && hash !== hashOf(createHash('sha256').update(there))) {
        left.push(path);
        continue;
      }
      await said(file, () => rm(file, { force: true }));
      await this.#removeEmpty(dirname(file));
      removed += 1;
    }
    const lines = [...this.#hashes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, hash]) => `${hash} ${path}\n`);
    const list = join(this.#folder, SITE_LIST);
    const text = `${FIRST_LINE}\n${lines.join('')}`;
    if (readFileSync(list, 'utf8') !== text) await writeWhole(list, text);
    return { written: this.#written, unchanged: this.#hashes.size - this.#written, removed, left };
  }

  async #stream(path: string, file: string, content: Exclude<Content, string>): Promise<void> {
    const hash = createHash('sha256');
    const fill = async (staged: string): Promise<void> => {
      await writeWhole(staged, async (write) => {
        await content(async (part) => {
          hash.update(part);
          await write(part);
        });
      });
    };
    const there = existsSync(file);
    await this.#replace(path, file, there, fill, () => {
      const found = hashOf(hash);
      this.#hashes.set(path, found);
      return there && found === hashOf(createHash('sha256').update(readFileSync(file)));
    });
  }

  /** Fills a file beside the one that is meant and puts it in its place, or drops it where `isSame` says so. */
  async #replace(
    path: string,
    file: string,
    there: boolean,
    fill: (staged: string) => Promise<void>,
    isSame: () => boolean = () => false,
  ): Promise<void> {
    if (!this.#before.has(path)) {
      if (there)
        throw new UsageError(
          `expected nothing at ${file}, or a file of this site, got one that candor did not write: move it away`,
        );
      if (!this.#isListed) await writeWhole(join(this.#folder, SITE_LIST), `${FIRST_LINE}\n`);
      this.#isListed = true;
      await said(file, async () => appendFileSync(join(this.#folder, SITE_LIST), `${BEGUN} ${path}\n`));
    }
    const folder = dirname(file);
    if (!this.#made.has(folder)) await said(folder, async () => makeFolder(folder));
    this.#made.add(folder);
    const staged = `${file}.part`;
    try {
      await fill(staged);
      if (isSame()) return await rm(staged, { force: true });
      await said(file, () => rename(staged, file));
    } catch (error) {
      await rm(staged, { force: true }).catch(() => undefined);
      throw error;
    }
    this.#written += 1;
  }

  async #removeEmpty(folder: string): Promise<void> {
    if (folder === this.#folder || !folder.startsWith(this.#folder)) return;
    const isEmpty = (await readdir(folder).catch(() => ['?'])).length === 0;
    if (!isEmpty) return;
    await rmdir(folder).catch(() => undefined);
    await this.#removeEmpty(dirname(folder));
  }
}

/** Paths by hash; a line for one that was begun counts only where no other names it. */
function listed(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n').slice(1)) {
    const at = line.indexOf(' ');
    const path = line.slice(at + 1);
    // No list leads out of its folder.
    if (at <= 0 || path === '' || path.startsWith('/') || path.split('/').includes('..')) continue;
    found.set(path, line.slice(0, at));
  }
  return found;
}

function hashOf(hash: Hash): string {
  return hash.digest('hex').slice(0, 32);
}

async function present(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof Error && 'syscall' in error) throw new OutputError(file, error as NodeJS.ErrnoException);
    throw error;
  }
}

async function said<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new OutputError(file, error as NodeJS.ErrnoException);
    throw error;
  }
}
