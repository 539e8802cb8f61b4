import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ClassifierMember, type ClassifierRequest, judgesOf } from '../audit/judge/open-classifier.ts';
import type { PanelRule } from '../classify/panel-rule.ts';
import type { AuditConfig, ConfiguredTarget } from '../config/config.ts';
import { UsageError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { CliIo } from './cli-io.ts';
import type { ClassifierOptions } from './flags/classifier-flags.ts';

/** Who judges by the flags of `classify`, `label` and `calibrate`. Throws UsageError, and ConfigError where the file is needed and wrong. */
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
  return { members, rule: panelRule(members.length, options) };
}

/** The rules first, and a judge for what they are unsure of or leave unjudged, by the flags of `classify --escalate`. */
export async function escalationRequest(
  options: ClassifierOptions & { readonly escalate?: string | true; readonly judge?: string },
  io: CliIo,
): Promise<ClassifierRequest> {
  const { classifier = 'rules', panel, rule, escalate, judge } = options;
  if (classifier !== 'rules' || panel !== undefined || (rule !== undefined && rule !== 'escalate'))
    throw new UsageError(
      'expected --escalate alone, got a classifier, panel or rule beside it; another pair is --panel FIRST,SECOND',
    );
  const named = escalate === true ? undefined : escalate;
  if (named !== undefined && !named.startsWith('judge:'))
    throw new UsageError(
      `expected --escalate review, --escalate judge:TARGET or --escalate --judge TARGET, got --escalate ${named}.${didYouMean(named, ['review', 'judge:'])}`,
    );
  if (named !== undefined && judge !== undefined)
    throw new UsageError(`expected one judge, got --escalate ${named} and --judge ${judge}`);
  const name = named ?? (judge === undefined ? undefined : judge.startsWith('judge:') ? judge : `judge:${judge}`);
  const members =
    name === undefined ? await configuredMembers(options, io) : await membersNamed(['rules', name], options, io);
  if (members.length !== 2)
    throw new UsageError(
      `expected one judge in candor.yaml, or --judge TARGET, got ${members.length - 1} judges: who is to read what the rules are unsure of?`,
    );
  return { members, rule: panelRule(2, { ...options, rule: 'escalate' }) };
}

/** Two escalate and more decide by majority, where nothing else is said. Two who must both agree throw right verdicts away. */
function panelRule(members: number, { rule, escalateBelow }: ClassifierOptions): PanelRule {
  if (members < 2) throw new UsageError(`expected a panel of at least two members, got ${members}`);
  if (rule !== undefined && rule !== 'escalate' && escalateBelow !== undefined)
    throw new UsageError(`expected --escalate-below with --rule escalate, got --rule ${rule}`);
  const kind = rule ?? (escalateBelow !== undefined || members === 2 ? 'escalate' : 'majority');
  if (kind === 'majority' && members === 2)
    throw new UsageError(
      'expected three members or more for --rule majority, got two: of two, both would have to agree, and what one of them sees rightly is thrown away. Leave --rule out (the second is asked where the first is unsure), name a third member, or say --rule unanimity if that is what you want.',
    );
  if (kind !== 'escalate') return { kind };
  if (members !== 2)
    throw new UsageError(
      `expected two members for --rule escalate, who is asked first and who where that one is unsure, got ${members}`,
    );
  return { kind, below: escalateBelow ?? null };
}

async function membersNamed(
  names: readonly string[],
  options: ClassifierOptions,
  io: CliIo,
): Promise<readonly ClassifierMember[]> {
  const judges = names.filter((name) => name.startsWith('judge:')).map((name) => name.slice('judge:'.length));
  // The configuration of models is loaded where one is named.
  const shorthand = judges.length === 0 ? null : await import('../config/target-shorthand.ts');
  const needsFile = judges.some((name) => shorthand?.isShorthand(name) === false);
  const config = needsFile || options.config !== undefined ? await configOf(options, io) : null;
  const found: ClassifierMember[] = [];
  for (const name of names) {
    if (name === 'rules') found.push({ kind: 'rules' });
    else if (name.startsWith('judge:') && shorthand !== null)
      found.push({
        kind: 'judge',
        target: judgeNamed(name.slice('judge:'.length), shorthand, config, options, io),
        flags: options.judgeFlags === true,
      });
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
      'expected the members of the panel (--panel rules,judge:a,judge:b), a judge (--judge TARGET), or judges in candor.yaml, got none of them',
    );
  return [
    { kind: 'rules' },
    ...judges.map(({ target, flags = false }) => {
      return { kind: 'judge', target, flags: flags || options.judgeFlags === true } as const;
    }),
  ];
}

async function configOf({ config }: ClassifierOptions, io: CliIo): Promise<AuditConfig | null> {
  const { CONFIG_FILE, loadConfig } = await import('../config/load-config.ts');
  const file = resolve(io.cwd, config ?? CONFIG_FILE);
  return config === undefined && !existsSync(file) ? null : loadConfig(file, io.env);
}

function judgeNamed(
  name: string,
  { isShorthand, parseTargetShorthand, SHORTHAND_FORMS }: typeof import('../config/target-shorthand.ts'),
  config: AuditConfig | null,
  options: ClassifierOptions,
  io: CliIo,
): ConfiguredTarget {
  const known = [...(config?.known ?? []), ...(config?.judges ?? []).map(({ target }) => target)];
  const own = known.find(({ spec }) => spec.id === name);
  if (own !== undefined) return own;
  if (isShorthand(name)) return parseTargetShorthand(name, {}, options.apiKeyEnv ?? null, io.env);
  const ids = known.map(({ spec }) => spec.id);
  const has = ids.length === 0 ? '' : `a target of candor.yaml (${[...new Set(ids)].join(', ')}), or `;
  throw new UsageError(`expected judge: with ${has}${SHORTHAND_FORMS}, got "judge:${name}".${didYouMean(name, ids)}`);
}
