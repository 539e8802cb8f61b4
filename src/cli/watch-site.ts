import { requireRun } from '../audit/read/resolve-side.ts';
import { buildSite } from '../audit/site/build-site.ts';
import { auditedRuns } from '../audit/watch/watch-once.ts';
import type { WatchConfig } from '../config/config.ts';
import { loadSite } from '../config/load-config.ts';
import { numberOf } from '../lib/number-of.ts';
import { packageVersion } from '../lib/package-version.ts';
import type { Store } from '../store/store.ts';
import { type CliIo, tell } from './cli-io.ts';
import { siteSettings } from './flags/site-flags.ts';

/** Writes all complete audits of a watch, with the days of its canaries, as a site into a folder. Throws UsageError, OutputError. */
export async function writeWatchSite(
  wanted: { readonly watch: WatchConfig; readonly folder: string; readonly store: Store; readonly file: string },
  io: CliIo,
): Promise<void> {
  const { watch, folder, store, file } = wanted;
  const runs = [];
  for (const id of await auditedRuns(watch, store)) runs.push(await requireRun(store, id));
  if (runs.length === 0)
    return tell(
      io,
      `Wrote no site yet: ${folder} begins with the first complete audit; days of canaries come with it.\n`,
    );
  const settings = siteSettings({}, await loadSite(file));
  const canaries = watch.canary?.targets ?? [];
  const request = { runs, folder, settings, canaries, version: packageVersion() };
  const { written, unchanged } = await buildSite(store, request);
  const files = numberOf(written, 'file');
  await tell(io, `Wrote ${folder}: ${files} written, ${unchanged} unchanged, of ${numberOf(runs.length, 'audit')}.\n`);
}
