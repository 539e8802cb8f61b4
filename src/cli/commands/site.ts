import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { requireRun } from '../../audit/read/resolve-side.ts';
import { buildSite } from '../../audit/site/build-site.ts';
import { sameWords, withdrawAnswer } from '../../audit/site/withdrawals.ts';
import { canaryDays } from '../../audit/watch/canary-days.ts';
import { CONFIG_FILE, loadSite } from '../../config/load-config.ts';
import { isoTime } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { packageVersion } from '../../lib/package-version.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { textsFlag } from '../flags/lists.ts';
import { type SiteFlags, siteSettings } from '../flags/site-flags.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { verdictsChoice, verdictsFlag } from '../flags/verdicts-flag.ts';
import { fileFlag, textFlag } from '../flags/words.ts';
import { withExistingStore, withStoreToRead } from '../with-store.ts';
import { sameWordsText } from '../withdrawn-text.ts';

interface SiteOptions extends SiteFlags {
  readonly store: string;
  readonly output?: string;
  readonly config?: string;
  readonly canary?: readonly string[];
  readonly classifier?: string;
  readonly json?: true;
}

/** `candor site RUN… -o FOLDER` and `candor site withdraw TRIAL`. */
export const siteCommand: BuildCommand = (io) => {
  const command = new Command('site')
    .description(
      'Write runs as a site of static pages that any web server can serve: models, releases, topics, questions, every answer at an address for good, data to download. Done again, it writes only what changed.',
    )
    .argument('<runs...>', 'runs; several of one model are its releases, by the day of asking')
    .addOption(fileFlag('-o, --output <folder>', 'where to: a new folder, an empty one, or such a site'))
    .addOption(textFlag('--title <text>', 'its title'))
    .addOption(textFlag('--base-url <url>', 'where it will stand, for the feed and the page of what is not found'))
    .addOption(textFlag('--license <id>', "the answers' licence, such as cc-by-4.0"))
    .addOption(textFlag('--probes-license <id>', "the questions' licence"))
    .option('--noindex', 'ask search engines to leave it out')
    .option('--traces', 'publish reasoning traces too')
    .addOption(
      textsFlag('--canary <target>', 'publish the days of a watched target that no run here asked', 'a target'),
    )
    .addOption(fileFlag('--config <file>', `where these settings stand as site: (default: ${CONFIG_FILE})`))
    .addOption(verdictsFlag())
    .addOption(defaultStoreFlag())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  candor site spring autumn -o public\n  candor site withdraw 3f9c2a --reason "asked for by a person named in it"',
    )
    .action(async (references: string[], options: SiteOptions) => {
      const { output } = options;
      if (output === undefined) throw new UsageError('expected -o FOLDER, got none');
      const settings = siteSettings(options, await written(options, io));
      await withStoreToRead(io, options.store, async (store) => {
        const runs = [];
        for (const reference of references) runs.push(await requireRun(store, reference));
        for (const target of options.canary ?? [])
          if ((await canaryDays(store, target)).length === 0)
            throw new UsageError(
              `expected the id of a target with days of a canary in this store, got "${target}" (candor watch --once --canary asks them)`,
            );
        const built = await buildSite(store, {
          runs,
          folder: resolve(io.cwd, output),
          settings,
          classifier: verdictsChoice(options),
          version: packageVersion(),
          canaries: options.canary ?? [],
        });
        if (options.json === true) return writeJson(io, { folder: output, ...built });
        for (const path of built.left)
          await tell(io, `candor: ${output}/${path} was changed by hand and is no longer made: it was left as it is\n`);
        const { answers, unanswered, written: made, unchanged, removed } = built;
        const none = unanswered === 0 ? '' : ` and ${numberOf(unanswered, 'call')} without one`;
        return say(
          io,
          `Wrote ${output}: ${numberOf(made, 'file')} written, ${unchanged} unchanged, ${removed} removed; ${numberOf(answers - unanswered, 'answer')}${none}. Open ${output}/index.html.\n`,
        );
      });
    });
  command
    .command('withdraw <trial>')
    .description(
      'Withdraw an answer for good: from the next build on its page says so, and its text is left out everywhere.',
    )
    .addOption(textFlag('--reason <text>', 'why, as its page will say'))
    .addOption(textFlag('--run <run>', 'of which run, where several asked the same'))
    .addOption(defaultStoreFlag())
    .action(async (trial: string, _options: unknown, called: Command) => {
      const {
        store: file,
        reason,
        run: reference,
      } = called.optsWithGlobals<{ store: string; reason?: string; run?: string }>();
      if (reason === undefined || reason.trim() === '')
        throw new UsageError('expected --reason TEXT, which the page of the answer will say, got none');
      await withExistingStore(io, file, async (store) => {
        const run = reference === undefined ? {} : { run: (await requireRun(store, reference)).id };
        const done = await withdrawAnswer(store, { trial, reason: reason.trim(), ...run }, isoTime(io.clock.now()));
        await tell(io, `Withdrawn: trial ${done.trial} of run ${done.run}, since ${done.at}: ${done.reason}\n`);
        const others = sameWordsText(await sameWords(store, done));
        if (others !== '') await tell(io, others);
      });
    });
  return command;
};

/** What the configuration says of the site; nothing where there is none. */
async function written({ config }: SiteOptions, io: CliIo): ReturnType<typeof loadSite> {
  const file = resolve(io.cwd, config ?? CONFIG_FILE);
  return config === undefined && !existsSync(file) ? {} : loadSite(file);
}
