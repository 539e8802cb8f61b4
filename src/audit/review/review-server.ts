import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { PACKAGE_ROOT } from '../../lib/package-root.ts';
import { type Asset, nameProblem } from '../../review/app.tsx';
import { codebookVersion } from '../../review/codebook.ts';
import type { PoolItem, QueueItem } from '../../review/queue.ts';
import { Review } from '../../review/review.ts';
import { type ReviewServer, serveReview } from '../../review/serve.ts';
import type { Store } from '../../store/store.ts';
import type { Side } from '../read/resolve-side.ts';

/** How a review is served. */
export interface ReviewServerOptions {
  readonly pool: readonly PoolItem[];
  readonly queue: readonly QueueItem[];
  /** The annotator; null: the page asks. */
  readonly by: string | null;
  /** 0 means any free one. */
  readonly port: number;
  readonly exportCommand: string;
  readonly now: () => string;
}

/** Starts the local page on which people label a queue of answers. Throws UsageError for a port or a name that cannot be. */
export async function startReview(store: Store, side: Side, options: ReviewServerOptions): Promise<ReviewServer> {
  const { pool, queue, by, port, exportCommand, now } = options;
  const wrong = by === null ? null : nameProblem(by);
  if (wrong !== null) throw new UsageError(`expected a name after --by, got ${JSON.stringify(by)}. ${wrong}`);
  const review = await Review.open({ store, run: side.run, pool, queue, codebook: codebookVersion() });
  return atFreePort(port, async () =>
    serveReview({ review, assets: await readAssets(), by, exportCommand, now }, port),
  );
}

/** Starts a server; throws UsageError where its port is taken. */
export async function atFreePort(port: number, start: () => Promise<ReviewServer>): Promise<ReviewServer> {
  try {
    return await start();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause;
    throw new UsageError(`expected a free port, got ${port}: ${code}. Leave --port out for any free one.`, { cause });
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The files of the pages, by name. */
export async function readAssets(): Promise<Map<string, Asset>> {
  const folder = join(PACKAGE_ROOT, 'src/review/client');
  const names = (await readdir(folder)).filter((name) => TYPES[extname(name)] !== undefined);
  const read = names.map(async (name): Promise<[string, Asset]> => {
    return [name, { type: TYPES[extname(name)] ?? '', body: await readFile(join(folder, name), 'utf8') }];
  });
  return new Map(await Promise.all(read));
}
