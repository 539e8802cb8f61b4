import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ClassifierMember, type ClassifierRequest, judgesOf } from '../audit/judge/open-classifier.ts';
import type { AuditConfig, ConfiguredTarget } from '../config/config.ts';
import { CONFIG_FILE, loadConfig } from '../config/load-config.ts';
import { isShorthand, parseTargetShorthand, SHORTHAND_FORMS } from '../config/target-shorthand.ts';
import { UsageError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { CliIo } from './cli-io.ts';

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

const DEFAULT_ESCALATION = 0.8;

/** Adds those flags to a command. */
export function addClassifierOptions(command: Command): Command {
  return command
    .option(
      '--classifier <name>',
      'who judges: rules, judge:TARGET (a target of candor.yaml, or one on the spot such as judge:ollama:qwen3:8b), or panel',
      'rules',
    )
    .addOption(
      new Option(
        '--panel <members>',
        'a panel of these, with commas: rules,judge:a,judge:b (default: rules and the judges of candor.yaml)',
      ).argParser(members),
    )
    .addOption(
      new Option(
        '--rule <rule>',
        'how a panel decides; majority: more than half of all members; unanimity: all of them; escalate: the second is asked where the first is unsure. Without a decision the answer is unjudged (default: majority)',
      ).choices(['majority', 'unanimity', 'escalate']),
    )
    .addOption(
      new Option(
        '--escalate-below <share>',
        `how sure the first member must be to stand alone, 0 to 1; implies --rule escalate (default: ${DEFAULT_ESCALATION})`,
      ).argParser(share),
    )
    .option('--config <file>', 'where judges are looked up (default: candor.yaml, where there is one)')
    .option('--api-key-env <name>', 'variable with the key for an openai judge named on the spot')
    .option('--same-family', 'let a judge judge models of its own family')
    .option('-y, --yes', 'do not ask before a hosted judge is called');
}

/** Who judges by those flags. Throws UsageError, and ConfigError where the file is needed and wrong. */
export async function classifierRequest(options: ClassifierOptions, io: CliIo): Promise<ClassifierRequest> {
  const { classifier = 'rules', panel, rule, escalateBelow } = options;
  const isPanel = panel !== undefined || classifier === 'panel';
  if (!isPanel) {
    if (rule !== undefined || escalateBelow !== undefined)
      throw new UsageError('expected --panel beside --rule and --escalate-below, got one classifier');
    return { members: await membersNamed([classifier], options, io), rule: null };
  }
  if (classifier !== 'panel' && classifier !== 'rules')
    throw new UsageError(`expected either --classifier ${classifier} or --panel, got both`);
  const members = panel === undefined ? await configuredMembers(options, io) : await membersNamed(panel, options, io);
  if (members.length < 2) throw new UsageError(`expected a panel of at least two members, got ${members.length}`);
  if (rule !== undefined && rule !== 'escalate' && escalateBelow !== undefined)
    throw new UsageError(`expected --escalate-below with --rule escalate, got --rule ${rule}`);
  const kind = rule ?? (escalateBelow === undefined ? 'majority' : 'escalate');
  if (kind !== 'escalate') return { members, rule: { kind } };
  if (members.length !== 2)
    throw new UsageError(
      `expected two members for --rule escalate, who is asked first and who where that one is unsure, got ${members.length}`,
    );
  return { members, rule: { kind, below: escalateBelow ?? DEFAULT_ESCALATION } };
}

async function membersNamed(
  names: readonly string[],
  options: ClassifierOptions,
  io: CliIo,
): Promise<readonly ClassifierMember[]> {
  const needsFile = names.some((name) => name.startsWith('judge:') && !isShorthand(name.slice('judge:'.length)));
  const config = needsFile || options.config !== undefined ? await configOf(options, io) : null;
  const found: ClassifierMember[] = [];
  for (const name of names) {
    if (name === 'rules') found.push({ kind: 'rules' });
    else if (name.startsWith('judge:'))
      found.push({ kind: 'judge', target: judgeNamed(name.slice('judge:'.length), config, options, io) });
    else
      throw new UsageError(
        `expected rules, judge:TARGET or panel, got "${name}".${didYouMean(name, ['rules', 'judge:', 'panel'])}`,
      );
  }
  const ids = judgesOf({ members: found, rule: null }).map(({ spec }) => spec.id);
  const twice =
    ids.find((id, i) => ids.indexOf(id) !== i) ??
    (names.filter((name) => name === 'rules').length > 1 ? 'rules' : undefined);
  if (twice !== undefined) throw new UsageError(`expected every member of the panel once, got ${twice} twice`);
  return found;
}

async function configuredMembers(options: ClassifierOptions, io: CliIo): Promise<readonly ClassifierMember[]> {
  const judges = (await configOf(options, io))?.judges ?? [];
  if (judges.length === 0)
    throw new UsageError(
      'expected the members of the panel (--panel rules,judge:a,judge:b), or judges in candor.yaml, got neither',
    );
  return [{ kind: 'rules' }, ...judges.map(({ target }) => ({ kind: 'judge', target }) as const)];
}

async function configOf({ config }: ClassifierOptions, io: CliIo): Promise<AuditConfig | null> {
  const file = resolve(io.cwd, config ?? CONFIG_FILE);
  return config === undefined && !existsSync(file) ? null : loadConfig(file, io.env);
}

function judgeNamed(name: string, config: AuditConfig | null, options: ClassifierOptions, io: CliIo): ConfiguredTarget {
  const known = [...(config?.known ?? []), ...(config?.judges ?? []).map(({ target }) => target)];
  const own = known.find(({ spec }) => spec.id === name);
  if (own !== undefined) return own;
  if (isShorthand(name)) return parseTargetShorthand(name, {}, options.apiKeyEnv ?? null, io.env);
  const ids = known.map(({ spec }) => spec.id);
  const has = ids.length === 0 ? '' : `a target of candor.yaml (${[...new Set(ids)].join(', ')}), or `;
  throw new UsageError(`expected judge: with ${has}${SHORTHAND_FORMS}, got "judge:${name}".${didYouMean(name, ids)}`);
}

/** Members with commas; a comma inside an address stays. */
function members(text: string, before: string[] | undefined): string[] {
  const named = text.split(/,(?=\s*(?:rules\b|judge:|panel\b|[\w-]*$))/).map((part) => part.trim());
  return [...(before ?? []), ...named.filter((part) => part !== '')];
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('Expected a share from 0 to 1.');
  return value;
}
