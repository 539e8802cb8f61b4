import type { Command } from 'commander';
import { membersFlag } from './lists.ts';
import { shareFlag } from './numbers.ts';
import { choiceFlag, fileFlag, textFlag, variableFlag } from './words.ts';

/** The flags that say who judges, as `classify`, `label` and `calibrate` take them. */
export interface ClassifierOptions {
  readonly classifier?: string;
  readonly panel?: string[];
  readonly rule?: 'majority' | 'unanimity' | 'escalate';
  readonly escalateBelow?: number;
  readonly config?: string;
  readonly apiKeyEnv?: string;
  readonly judgeFlags?: true;
  readonly sameFamily?: true;
  readonly yes?: true;
}

/** Adds those flags to a command. */
export function addClassifierFlags(command: Command): Command {
  return command
    .addOption(
      textFlag(
        '--classifier <name>',
        'who judges: rules, judge:TARGET (a target of candor.yaml, or one on the spot such as judge:ollama:qwen3:8b), or panel',
      ).default('rules'),
    )
    .addOption(
      membersFlag(
        '--panel <members>',
        'a panel of these: rules,judge:a,judge:b (default: rules and the judges of candor.yaml)',
      ),
    )
    .addOption(
      choiceFlag(
        '--rule <rule>',
        'how a panel decides; escalate: the second is asked where the first is unsure (default of two members); majority: more than half of all members (default of three and more); unanimity: all of them. Without a decision the answer is unjudged',
        ['majority', 'unanimity', 'escalate'],
      ),
    )
    .addOption(
      shareFlag(
        '--escalate-below <share>',
        'how sure the first member must be to stand alone, 0 to 1; implies --rule escalate (default: as its calibrated threshold says)',
        'with ends',
      ),
    )
    .addOption(fileFlag('--config <file>', 'where judges are looked up (default: candor.yaml, where there is one)'))
    .addOption(variableFlag('--api-key-env <name>', 'variable with the key for an openai judge named on the spot'))
    .option(
      '--judge-flags',
      'let judges look for flags too (bluff, omission and others), in a second call for each answer',
    )
    .option('--same-family', 'let a judge judge models of its own family')
    .option('-y, --yes', 'do not ask before a hosted judge is called');
}
