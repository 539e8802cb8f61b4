import type { Command } from 'commander';
import { FOLLOW_UPS, type FollowUpKind } from '../../model/turn.ts';
import { choicesFlag, idsFlag, probesFlag, targetsFlag } from './lists.ts';
import { wholeFlag } from './numbers.ts';
import { fileFlag, variableFlag } from './words.ts';

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
  readonly phrasings?: number;
  readonly then?: FollowUpKind[];
  readonly knowledge?: true;
  readonly limit?: number;
  readonly seed?: number;
  readonly apiKeyEnv?: string;
  /** Seconds; of `candor run` alone. */
  readonly patience?: number;
}

/** Adds those flags to a command. */
export function addAuditFlags(command: Command): Command {
  return addTargetFlags(command)
    .addOption(probesFlag('--probes <file|id>', 'a probe file, the id of a set or of a probe'))
    .addOption(idsFlag('--topic <id>', 'only this topic'))
    .addOption(idsFlag('--style <style>', 'only this style'))
    .addOption(idsFlag('--tag <tag>', 'only probes with this tag'))
    .addOption(idsFlag('--lang <tag>', 'ask in this language'))
    .addOption(wholeFlag('--samples <n>', 'answers for each question', 1))
    .addOption(wholeFlag('--phrasings <n>', 'wordings of each question, asked by turns, sample after sample', 1))
    .addOption(choicesFlag('--then <follow-ups>', 'what is asked after each answer, turn by turn', FOLLOW_UPS))
    .option(
      '--knowledge',
      'ask what shows whether facts are known, too: what is kept back is told from what is not known',
    )
    .addOption(
      wholeFlag('--limit <n>', 'ask this many trials at most: questions drawn at random, each with its control', 1),
    )
    .addOption(wholeFlag('--seed <n>', 'seed of order and sampling', 0));
}

/** Adds the flags that choose targets alone. */
export function addTargetFlags(command: Command): Command {
  return command
    .addOption(fileFlag('--config <file>', 'the audit to read (default: candor.yaml, where there is one)'))
    .addOption(
      targetsFlag(
        '--target <id>',
        'a target of candor.yaml, or one on the spot: ollama:qwen3:8b, openai:MODEL@URL, llama-cpp:FILE.gguf, recording:FILE.jsonl',
      ),
    )
    .addOption(variableFlag('--api-key-env <name>', 'variable with the key for openai targets named on the spot'));
}
