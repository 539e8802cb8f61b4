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
  readonly sameFamily?: true;
  readonly yes?: true;
}

/** How sure the first of an escalating panel must be to stand alone, where nothing else is said. */
export const DEFAULT_ESCALATION = 0.8;

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
        'how a panel decides; majority: more than half of all members; unanimity: all of them; escalate: the second is asked where the first is unsure. Without a decision the answer is unjudged (default: majority)',
        ['majority', 'unanimity', 'escalate'],
      ),
    )
    .addOption(
      shareFlag(
        '--escalate-below <share>',
        `how sure the first member must be to stand alone, 0 to 1; implies --rule escalate (default: ${DEFAULT_ESCALATION})`,
        'with ends',
      ),
    )
    .addOption(fileFlag('--config <file>', 'where judges are looked up (default: candor.yaml, where there is one)'))
    .addOption(variableFlag('--api-key-env <name>', 'variable with the key for an openai judge named on the spot'))
    .option('--same-family', 'let a judge judge models of its own family')
    .option('-y, --yes', 'do not ask before a hosted judge is called');
}
