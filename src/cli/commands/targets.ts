import { Command } from 'commander';
import { closeTargets, inspectTargets } from '../../audit/run/prepare-run.ts';
import { CONFIG_FILE } from '../../config/load-config.ts';
import { UsageError } from '../../lib/errors.ts';
import { visible } from '../../lib/visible.ts';
import type { Identity } from '../../model/identity.ts';
import { matchServedName } from '../../model/served-name.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, say, tell, writeJson } from '../cli-io.ts';
import { EXIT } from '../exit-code.ts';
import { addTargetFlags } from '../flags/audit-flags.ts';
import { loadAudit } from '../load-audit.ts';
import { targetProgress } from '../target-progress.ts';

interface TargetsOptions {
  readonly config?: string;
  readonly target?: string[];
  readonly apiKeyEnv?: string;
  readonly json?: true;
}

const EMBEDDED_NOTE = `No ${CONFIG_FILE} here and no --target: these are the targets of the embedded audit.\n`;

/** `candor targets`: what is served, its digest, template and parameters, and whether it answers. */
export const targetsCommand: BuildCommand = (io, end) =>
  addTargetFlags(new Command('targets'))
    .description(
      'Look at the targets before a run: what is served, its digest, template and parameters, and whether it answers.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  candor targets --target ollama:qwen3:8b')
    .action(async (options: TargetsOptions) => {
      const { config, embedded } = await loadAudit(options, io);
      if (embedded) await tell(io, EMBEDDED_NOTE);
      if (config.targets.length === 0) throw new UsageError('expected targets in candor.yaml or --target, got none');
      const signal = new AbortController().signal;
      const inspected = await inspectTargets(config.targets, { env: io.env, onProgress: targetProgress(io) }, signal);
      const list = inspected.map(({ configured: { spec }, inspection }) => {
        const { answers, identity, warnings } = inspection;
        const name = spec.name ?? inspection.name;
        const all = [...warnings, ...otherModel(spec.model, identity)];
        return {
          id: spec.id,
          ...(name === undefined ? {} : { name }),
          kind: spec.provider,
          model: spec.model,
          answers,
          identity,
          warnings: all,
        };
      });
      await closeTargets(inspected);
      if (options.json === true) await writeJson(io, list);
      else for (const one of list) await show(one, io);
      if (list.some(({ answers }) => !answers)) end(EXIT.incomplete);
    });

/** A file's name and the name inside it may differ; a served name may not. */
function otherModel(asked: string, { kind, served }: Identity): string[] {
  if (served === null || kind === 'llama-cpp' || kind === 'recording') return [];
  return matchServedName(asked, served) === 'other' ? [`asked for "${asked}", the server serves "${served}"`] : [];
}

type Shown = {
  id: string;
  name?: string;
  kind: string;
  answers: boolean;
  identity: object;
  warnings: readonly string[];
};

async function show({ id, name = id, kind, answers, identity, warnings }: Shown, io: CliIo): Promise<void> {
  const called = name === id ? '' : `, ${visible(name)}`;
  const lines = [`${id}${called} (${kind}): ${answers ? 'answers' : 'does not answer'}`];
  for (const [name, value] of Object.entries(identity)) {
    if (value === null || name === 'kind' || name === 'details') continue;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const oneLine = visible(text.replaceAll('\n', '⏎'));
    lines.push(
      `  ${name.padEnd(15)} ${oneLine.length > 300 ? `${oneLine.slice(0, 300)}… (${oneLine.length} characters)` : oneLine}`,
    );
  }
  for (const warning of warnings) lines.push(`  warning: ${warning}`);
  await say(io, `${lines.join('\n')}\n\n`);
}
