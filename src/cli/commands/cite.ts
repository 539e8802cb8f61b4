import { Command } from 'commander';
import { type Citation, citeTrial } from '../../audit/cite/cite-trial.ts';
import { findTrial } from '../../audit/cite/find-trial.ts';
import { translateAnswer } from '../../audit/cite/translate-answer.ts';
import { withdrawnOf } from '../../audit/site/withdrawals.ts';
import { UsageError } from '../../lib/errors.ts';
import { visible } from '../../lib/visible.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { Store } from '../../store/store.ts';
import { agreeToCalls } from '../agree-to-calls.ts';
import type { BuildCommand } from '../build-command.ts';
import { citationMarkdown, citationText } from '../citation-text.ts';
import { type CliIo, tell, write, writeJson } from '../cli-io.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { choiceFlag, fileFlag, textFlag, variableFlag } from '../flags/words.ts';
import { namedTarget } from '../named-target.ts';
import { targetProgress } from '../target-progress.ts';
import { withExistingStore, withStoreToRead } from '../with-store.ts';
import { withdrawnText } from '../withdrawn-text.ts';

interface CiteOptions {
  readonly store: string;
  readonly format: 'text' | 'md' | 'json';
  readonly translate?: string;
  readonly to: string;
  readonly config?: string;
  readonly apiKeyEnv?: string;
  readonly yes?: true;
}

/** `candor cite TRIAL [RUN]`: a quotation that stands up. */
export const citeCommand: BuildCommand = (io) =>
  new Command('cite')
    .description(
      'Print one answer as it can be quoted: verbatim with question and evidence, who was asked and who served it, how often repeats say the same, how far its classifier can be trusted, and the request for the maker’s reply.',
    )
    .argument('<trial>', 'the start of a trial id, as candor show and reports print it')
    .argument('[run]', 'the run it is of (default: all runs are looked through)')
    .addOption(choiceFlag('--format <format>', 'what to print', ['text', 'md', 'json']).default('text'))
    .addOption(textFlag('--translate <target>', 'have a model translate the answer, marked as a machine’s'))
    .addOption(textFlag('--to <tag>', 'with --translate: into this language').default('en'))
    .addOption(fileFlag('--config <file>', 'where the translating target stands (default: candor.yaml)'))
    .addOption(variableFlag('--api-key-env <name>', 'variable with the key for an openai target named on the spot'))
    .option('-y, --yes', 'do not ask before a hosted target is called')
    .addOption(defaultStoreFlag())
    .addHelpText('after', '\nExample:\n  candor cite 3f9a1c --format md --translate ollama:qwen3:8b')
    .action(async (prefix: string, run: string | undefined, options: CiteOptions) => {
      const work = async (store: Store): Promise<void> => {
        const found = await findTrial(store, prefix, run ?? null);
        const warning = withdrawnText(await withdrawnOf(store, found.run.id, { trial: found.trial }));
        if (warning !== '') await tell(io, warning);
        const citation = await citeTrial(store, found.run, found.trial);
        return print(await translated(store, citation, options, io), options, io);
      };
      if (options.translate !== undefined) return withExistingStore(io, options.store, work);
      return withStoreToRead(io, options.store, work);
    });

async function translated(store: Store, citation: Citation, options: CiteOptions, io: CliIo): Promise<Citation> {
  const { translate } = options;
  if (translate === undefined) return citation;
  if (citation.answer.trim() === '') throw new UsageError('expected an answer to translate, got one without text');
  const lang = normalizeLang(options.to);
  if (lang === citation.lang) throw new UsageError(`expected another language than the answer's for --to, got ${lang}`);
  const asked = { answer: citation.answer, evidence: citation.verdict?.evidence ?? null, lang };
  const translation = await translateAnswer(
    store,
    await namedTarget(translate, options, io),
    asked,
    { targetIo: { env: io.env, onProgress: targetProgress(io) }, clock: io.clock, random: io.random },
    async (estimate) => {
      const cost = estimate.cost === null ? 'cost not known' : `at most ${estimate.cost.toFixed(4)}`;
      await tell(io, `One call to ${estimate.target} (${cost}).\n`);
      await agreeToCalls([estimate], options.yes === true, io);
    },
  );
  return { ...citation, translation };
}

function print(citation: Citation, { format }: CiteOptions, io: CliIo): Promise<void> {
  if (format === 'json') return writeJson(io, citation);
  const text = format === 'md' ? citationMarkdown(citation) : citationText(citation);
  return write(io.stdout, format === 'text' || io.stdoutIsTerminal ? visible(text) : text);
}
