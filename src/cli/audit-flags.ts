import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';

/** The flags that choose what is asked of whom, as `candor run` takes them. */
export interface AuditOptions {
  readonly demo?: true;
  readonly config?: string;
  readonly target?: string[];
  readonly probes?: string[];
  readonly topic?: string[];
  readonly style?: string[];
  readonly tag?: string[];
  readonly lang?: string[];
  readonly samples?: number;
  readonly seed?: number;
  readonly apiKeyEnv?: string;
}

/** Adds those flags to a command. */
export function addAuditOptions(command: Command): Command {
  return command
    .option('--config <file>', 'the audit to read (default: candor.yaml, where there is one)')
    .addOption(
      list(
        '--target <id>',
        'a target of candor.yaml, or one on the spot: ollama:qwen3:8b, openai:MODEL@URL, llama-cpp:FILE.gguf, recording:FILE.jsonl (repeatable)',
      ),
    )
    .addOption(list('--probes <file|id>', 'a probe file, the id of a set or of a probe (repeatable)'))
    .addOption(list('--topic <id>', 'only this topic (repeatable)'))
    .addOption(list('--style <style>', 'only this style (repeatable)'))
    .addOption(list('--tag <tag>', 'only probes with this tag (repeatable)'))
    .addOption(list('--lang <tag>', 'ask in this language (repeatable)'))
    .option('--samples <n>', 'answers for each question', wholeNumber(1))
    .option('--seed <n>', 'seed of order and sampling', wholeNumber(0))
    .option('--api-key-env <name>', 'variable with the key for openai targets named on the spot');
}

/** A parser for whole numbers of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
    }
    return value;
  };
}

function list(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before: string[] | undefined) => [
    ...(before ?? []),
    ...text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ]);
}
