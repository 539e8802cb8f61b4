import { UsageError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { GATE_FILE } from './pack-format.ts';

/** A command that gives a figure, as a pack may name one. */
interface FigureCommand {
  /** Runs or parts of runs it takes, the fewest and the most. */
  readonly sides: readonly [least: number, most: number];
  /** Its flags that change the figure and write nothing; `run` takes a run, `value` a word, `alone` nothing. */
  readonly flags: Readonly<Record<string, 'run' | 'value' | 'alone'>>;
  readonly csv: boolean;
}

/** What a pack may have carried out when it is checked: commands that read a store and print, and no others. */
const COMMANDS: Readonly<Record<string, FigureCommand>> = {
  summary: {
    sides: [1, 1],
    flags: {
      '--by': 'value',
      '--estimand': 'value',
      '--classifier': 'value',
      '--labels-by': 'value',
      '--turn': 'value',
      '--facts': 'alone',
    },
    csv: true,
  },
  compare: {
    sides: [1, 2],
    flags: {
      '--across': 'value',
      '--correction': 'value',
      '--estimand': 'value',
      '--equivalent': 'value',
      '--unpaired': 'alone',
      '--classifier': 'value',
      '--labels-by': 'value',
      '--turn': 'value',
      '--force': 'alone',
    },
    csv: true,
  },
  gate: {
    sides: [1, 1],
    flags: {
      '--baseline': 'run',
      '--config': 'value',
      '--classifier': 'value',
      '--labels-by': 'value',
      '--turn': 'value',
      '--inconclusive': 'value',
      '--force': 'alone',
    },
    csv: false,
  },
};

/** A figure's command, read and found harmless. */
export interface ReadFigure {
  /** Name of the command, then its runs and flags, each flag and its value as words of their own. */
  readonly words: readonly string[];
  readonly csv: boolean;
}

/**
 * Reads a command that gives a figure (`compare RUN --across targets`), runs through `runOf`. Throws UsageError for other commands, for flags that
 * write or read other files, and for words that a command does not take.
 */
export async function readFigure(
  words: readonly string[],
  runOf: (reference: string) => Promise<string>,
): Promise<ReadFigure> {
  const [name = '', ...rest] = words[0] === 'candor' ? words.slice(1) : words;
  const wrong = (message: string): UsageError =>
    new UsageError(`${message}, in the figure "${words.join(' ')}": --figure "compare RUN --across targets"`);
  const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (known === undefined)
    throw wrong(
      `expected ${Object.keys(COMMANDS).join(', ')}, got "${name}".${didYouMean(name, Object.keys(COMMANDS))}`,
    );
  const out: string[] = [name];
  let sides = 0;
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? '';
    if (!word.startsWith('-')) {
      sides += 1;
      out.push(await sideOf(word, runOf));
      continue;
    }
    const [flag = '', joined] = word.split(/=(.*)/s);
    const takes = Object.hasOwn(known.flags, flag) ? known.flags[flag] : undefined;
    if (takes === undefined)
      throw wrong(`expected a flag that a figure may have (${Object.keys(known.flags).join(', ')}), got "${flag}"`);
    if (takes === 'alone') {
      if (joined !== undefined) throw wrong(`expected nothing behind ${flag}, got "${joined}"`);
      out.push(flag);
      continue;
    }
    const value = joined ?? rest[++i];
    if (value === undefined || value.startsWith('-')) throw wrong(`expected a value behind ${flag}, got none`);
    if (flag === '--config' && value !== GATE_FILE)
      throw wrong(`expected ${GATE_FILE} behind --config, which is the gate of the pack, got "${value}"`);
    out.push(flag, takes === 'run' ? await sideOf(value, runOf) : value);
  }
  const [least, most] = known.sides;
  if (sides < least || sides > most)
    throw wrong(`expected ${least === most ? least : `${least} to ${most}`} RUN behind ${name}, got ${sides}`);
  return { words: out, csv: known.csv };
}

async function sideOf(reference: string, runOf: (reference: string) => Promise<string>): Promise<string> {
  const [run = '', ...rest] = reference.split('/');
  return [await runOf(run), ...rest].join('/');
}
