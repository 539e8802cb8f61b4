import { Command } from 'commander';
import { lintSets } from '../../audit/probes/lint-sets.ts';
import { formatMistake } from '../../lib/errors.ts';
import { numberOf } from '../../lib/number-of.ts';
import { probeSetJsonSchemaText } from '../../probes/json-schema.ts';
import { listProbes } from '../../probes/list.ts';
import { loadProbes } from '../../probes/shipped.ts';
import type { BuildCommand } from '../build-command.ts';
import { say, tell, write, writeJson } from '../cli-io.ts';
import { EXIT } from '../exit-code.ts';
import { renderTable } from '../table.ts';
import { addImportCommand } from './probes-import.ts';
import { addItemsCommand } from './probes-items.ts';

/** `candor probes lint|list|schema|items|import`. */
export const probesCommand: BuildCommand = (io, end) => {
  const command = new Command('probes')
    .description('Look at probe sets: mistakes, coverage, the schema for editors, and what answers tell of questions.')
    .addHelpText('after', '\nExamples:\n  candor probes lint my-probes.yaml\n  candor probes list --json');
  command
    .command('lint [files...]')
    .description('Report mistakes and gaps with file, line and column (default: the shipped sets).')
    .option('--strict', 'end with 2 for advice too, not only for mistakes')
    .option('--json', 'print JSON')
    .action(async (files: string[], options: { json?: true; strict?: true }) => {
      const { findings, probes, tried } = await lintSets(files, io.cwd);
      const mistakes = findings.filter(({ severity }) => severity === 'error').length;
      if (options.json === true) await writeJson(io, { findings, probes, tried });
      else {
        for (const finding of findings) {
          const advice = finding.severity === 'warning' ? 'advice: ' : '';
          await say(io, `${formatMistake({ ...finding, message: `${advice}${finding.message}` })} [${finding.rule}]\n`);
        }
        await tell(
          io,
          `${numberOf(mistakes, 'mistake')} and ${numberOf(findings.length - mistakes, 'piece')} of advice in ${numberOf(probes, 'probe')}${tried === 0 ? '' : `, marks tried on ${numberOf(tried, 'text')}`}.\n`,
        );
      }
      if (mistakes > 0 || (options.strict === true && findings.length > 0)) end(EXIT.usage);
    });
  command
    .command('list [files...]')
    .description('Count probes, controls, facts and claims (default: the shipped sets).')
    .option('--json', 'print JSON')
    .action(async (files: string[], options: { json?: true }) => {
      const listing = listProbes((await loadProbes(files, io.cwd)).sets);
      if (options.json === true) return writeJson(io, listing);
      const rows = listing.sets.map(({ id, version, probes, controls, hash }) => [
        id,
        version,
        String(probes),
        String(controls),
        hash.slice(0, 12),
      ]);
      const { probes, controls, with_control, facts, facts_sourced, claims, claims_sourced, by } = listing;
      const langs = Object.entries(by.lang).map(([lang, n]) => `${lang} ${n}`);
      const styles = Object.entries(by.style).map(([style, n]) => `${style} ${n}`);
      const states = Object.entries(by.state).map(([state, n]) => `${state} ${n}`);
      return say(
        io,
        `${renderTable(['set', 'version', 'sensitive', 'controls', 'hash'], rows, 2)}
${numberOf(probes, 'sensitive probe')} (${with_control} with a control), ${numberOf(controls, 'control')}
${numberOf(facts, 'fact')} (${facts_sourced} with a source), ${numberOf(claims, 'official claim')} (${claims_sourced} with a source)
languages: ${langs.join(', ')}
styles:    ${styles.join(', ')}
states:    ${states.join(', ')}
`,
      );
    });
  addItemsCommand(command, io);
  addImportCommand(command, io);
  command
    .command('schema')
    .description('Print the JSON Schema of probe files.')
    .action(() => write(io.stdout, probeSetJsonSchemaText()));
  return command;
};
