import { startCollecting, storeCollected } from '../audit/review/collect-answers.ts';
import { isoTime } from '../lib/clock.ts';
import { UsageError } from '../lib/errors.ts';
import { numberOf } from '../lib/number-of.ts';
import { packageVersion } from '../lib/package-version.ts';
import { loadProbeMap } from '../probes/probe-map.ts';
import { type CliIo, say, tell, writeJson } from './cli-io.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { inStore } from './flags/store-flag.ts';
import { interruption } from './stop-signal.ts';
import { withStore } from './with-store.ts';

/** Serves the form for answers of an app until it is ended, and makes a run of what came in. */
export async function collectByHand(
  name: string,
  options: { readonly store: string; readonly port: number; readonly probes?: readonly string[]; readonly json?: true },
  io: CliIo,
): Promise<ExitCode> {
  if (name.trim() === '') throw new UsageError('expected a name for the run after --collect, got nothing');
  const probes = await loadProbeMap(options.probes ?? [], io.cwd);
  return withStore(io, options.store, async (store) => {
    const now = (): string => isoTime(io.clock.now());
    const { server, answers } = await startCollecting(store, { probes, port: options.port, now });
    const before = answers().length;
    if (options.json === true) await writeJson(io, { url: server.url, waiting: before });
    else await say(io, `${server.url}\n`);
    if (before > 0)
      await tell(
        io,
        `${numberOf(before, 'answer')} of an earlier time stand in no run yet: they will be in this one.\n`,
      );
    await tell(
      io,
      'Open the link; it works on this machine only. Each answer is stored at once; Ctrl-C ends and makes a run of them.\n',
    );
    await interruption(io);
    await server.close();
    const all = answers();
    if (all.length === 0) {
      await tell(io, 'No answer came in: no run was made.\n');
      return EXIT.interrupted;
    }
    const made = { name, probes, packageVersion: packageVersion(), now: io.clock.now(), random: io.random };
    const run = await storeCollected(store, all, made);
    await tell(
      io,
      `Run ${run}: ${numberOf(all.length, 'answer')} collected by hand. candor show ${run}${inStore(options.store, io.env)} prints them.\n`,
    );
    return EXIT.interrupted;
  });
}
