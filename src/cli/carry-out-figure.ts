import { Writable } from 'node:stream';
import { type Command, CommanderError } from 'commander';
import type { CarryOutFigure } from '../audit/pack/carry-out-figure.ts';
import { CandorError } from '../lib/errors.ts';
import type { BuildCommand } from './build-command.ts';
import type { CliIo } from './cli-io.ts';
import { compareCommand } from './commands/compare.ts';
import { gateCommand } from './commands/gate.ts';
import { summaryCommand } from './commands/summary.ts';
import { atWidth } from './width.ts';

const COMMANDS: Readonly<Record<string, BuildCommand>> = {
  summary: summaryCommand,
  compare: compareCommand,
  gate: gateCommand,
};

/** Carries out commands of figures by the commands themselves: what they print is the figure. What they refuse is said. */
export function figuresBy(io: CliIo): CarryOutFigure {
  return async ([name = '', ...words], format, { store, folder }) => {
    const stdout = new Collected();
    const stderr = new Collected();
    const inside: CliIo = {
      ...io,
      stdout,
      stderr,
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      cwd: folder,
      env: {},
      columns: 80,
      calledAs: 'candor',
    };
    const build = COMMANDS[name];
    if (build === undefined) throw new TypeError(`no figure comes from ${name}`);
    const command: Command = build(inside, () => undefined)
      .exitOverride()
      .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
    try {
      await atWidth(80, () => command.parseAsync([...words, format, '--store', store], { from: 'user' }));
      return { text: stdout.text(), refused: null };
    } catch (error) {
      if (error instanceof CommanderError) return { text: null, refused: stderr.text().trim() };
      if (error instanceof CandorError && (error.code === 'usage' || error.code === 'config'))
        return { text: null, refused: error.message };
      throw error;
    }
  };
}

class Collected extends Writable {
  readonly #parts: Buffer[] = [];

  override _write(part: Buffer, _encoding: string, done: () => void): void {
    this.#parts.push(part);
    done();
  }

  text(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }
}
