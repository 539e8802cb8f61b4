import { Readable, Writable } from 'node:stream';
import { type Command, CommanderError, type Option } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/cli-io.ts';
import { FLAG_KINDS, type FlagKind, kindOf } from '../../src/cli/flags/flag.ts';
import { main } from '../../src/cli/main.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { CandorError } from '../../src/lib/errors.ts';
import { aClock } from '../runner/fake-target.ts';

const nowhere = (): Writable => new Writable({ write: (_part, _encoding, done) => done() });
const io: CliIo = {
  stdout: nowhere(),
  stderr: nowhere(),
  stdin: Readable.from([]),
  env: {},
  cwd: '/',
  clock: aClock(),
  random: () => 0.5,
  stderrIsTerminal: false,
  stdinIsTerminal: false,
  stdoutIsTerminal: false,
  columns: 80,
  onInterrupt: () => () => undefined,
};
const load = (name: string): Promise<Command> =>
  buildProgram([name], io, () => undefined).then(
    (program) => program.commands.find((command) => command.name() === name) as Command,
  );

async function allCommands(): Promise<Command[]> {
  const program = await buildProgram([], io, () => undefined);
  const loaded = await Promise.all(program.commands.map((command) => load(command.name())));
  return loaded.flatMap((command) => [command, ...command.commands]);
}

interface Examples {
  /** Words after the flag's name, each with a flag of its own, and what they come to. */
  readonly good: readonly (readonly [readonly string[], unknown])[];
  readonly bad: readonly string[];
}

const WHOLE_BAD = ['1e2', '0x10', '5.0', '-1', ' 7', '', 'many', '9007199254740993'];
const BLANK = ['', '  '];

/** What each kind takes and refuses; bounds and words that differ from flag to flag are tested apart. */
const EXAMPLES: Record<FlagKind, Examples> = {
  delimiter: {
    good: [
      [[';'], ';'],
      [['tab'], '\t'],
      [['\\t'], '\t'],
      [['Pipe'], '|'],
    ],
    bad: [...BLANK, 'a', '"', ';;', 'colon'],
  },
  encoding: {
    good: [
      [['GBK'], 'gbk'],
      [['utf-16'], 'utf-16le'],
      [['latin1'], 'windows-1252'],
      [['cp950'], 'big5'],
      [['utf-8-sig'], 'utf-8'],
    ],
    bad: [...BLANK, 'klingon', 'utf-32'],
  },
  ids: {
    good: [
      [['a,b'], ['a', 'b']],
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
      [
        ['a, b', 'c'],
        ['a', 'b', 'c'],
      ],
      [['a,'], ['a']],
    ],
    bad: [...BLANK, ','],
  },
  targets: {
    good: [
      [
        ['a,b', 'c'],
        ['a', 'b', 'c'],
      ],
      [['openai:m@http://host/v1?x=1,2'], ['openai:m@http://host/v1?x=1,2']],
      [['recording:odd, name.jsonl'], ['recording:odd, name.jsonl']],
      [
        ['ollama:a', 'b'],
        ['ollama:a', 'b'],
      ],
    ],
    bad: [...BLANK, 'ollama:a,ollama:b', 'a,ollama:b', 'ollama:a, openai:m@http://h'],
  },
  probes: {
    good: [
      [
        ['taiwan,tiananmen', 'tibet'],
        ['taiwan', 'tiananmen', 'tibet'],
      ],
      [['odd, name.yaml'], ['odd, name.yaml']],
      [
        ['sets/{a,b}.yml', 'taiwan'],
        ['sets/{a,b}.yml', 'taiwan'],
      ],
    ],
    bad: BLANK,
  },
  members: {
    good: [
      [['rules,judge:a,judge:b'], ['rules', 'judge:a', 'judge:b']],
      [
        ['rules', 'judge:a'],
        ['rules', 'judge:a'],
      ],
      [['rules,judge:openai:m@http://h/?a=1,x=2'], ['rules', 'judge:openai:m@http://h/?a=1,x=2']],
    ],
    bad: BLANK,
  },
  choices: { good: [], bad: [...BLANK, 'nothing-known', ','] },
  files: {
    good: [
      [
        ['a.jsonl', 'b, c.jsonl'],
        ['a.jsonl', 'b, c.jsonl'],
      ],
    ],
    bad: BLANK,
  },
  runs: {
    good: [
      [
        ['latest', 'runs/b, c.json'],
        ['latest', 'runs/b, c.json'],
      ],
    ],
    bad: BLANK,
  },
  file: { good: [[['a, b.txt'], 'a, b.txt']], bad: BLANK },
  store: {
    good: [
      [['runs/x.db'], 'runs/x.db'],
      [['C:\\runs\\x.db'], 'C:\\runs\\x.db'],
      [['postgres://me@host/db'], 'postgres://me@host/db'],
    ],
    bad: [...BLANK, 'mysql://me:secret@host/db', 'https://host/x.db', 'sqlite:///x.db'],
  },
  choice: { good: [], bad: [...BLANK, 'nothing-known'] },
  columns: { good: [[['prompt=q,response=a'], { prompt: 'q', response: 'a' }]], bad: ['', 'prompt', 'nonsense=a'] },
  whole: { good: [[['100'], 100]], bad: WHOLE_BAD },
  share: {
    good: [
      [['0.5'], 0.5],
      [['.25'], 0.25],
    ],
    bad: ['1e-2', '5e-1', '-0.1', '1.5', '50%', '', 'half', '0x0'],
  },
  amount: {
    good: [
      [['2.50'], 2.5],
      [['0'], 0],
    ],
    bad: ['1e2', '-1', '', '$5', '0x1'],
  },
  time: {
    good: [
      [['90'], 90],
      [['15min'], 900],
      [['1.5 h'], 5400],
    ],
    bad: ['', '1e2', '-1', '5 days', 'soon'],
  },
  variable: {
    good: [[['DEEPSEEK_API_KEY'], 'DEEPSEEK_API_KEY']],
    bad: ['', 'sk-0123456789abcdef', '0123abcd', 'a1b2c3d4e5f6a7b8c9d0e1f2', 'two words'],
  },
  text: { good: [[['any, words'], 'any, words']], bad: [] },
  texts: {
    good: [
      [
        ['Doe, Jane', ' b '],
        ['Doe, Jane', 'b'],
      ],
    ],
    bad: BLANK,
  },
};

/** Parses a command's flags with an argument after them; what the flag came to, and what is left. */
function parsed(command: Command, option: Option, words: readonly string[]) {
  const flag = option.long ?? option.short ?? '';
  const { operands, unknown } = command.parseOptions([...words.flatMap((word) => [flag, word]), 'ARGUMENT']);
  return { value: command.getOptionValue(option.attributeName()), rest: [...operands, ...unknown] };
}

function refusal(work: () => unknown): { code: number; message: string } | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, message: error.message };
    if (error instanceof CandorError) return { code: 2, message: error.message };
    throw error;
  }
}

describe('the vocabulary of flags', async () => {
  const commands = await allCommands();
  const options = commands.flatMap((command) => command.options.map((option) => ({ command, option })));
  const valued = options.filter(({ option }) => option.required || option.optional);
  const ofKind = (kind: FlagKind) => valued.filter(({ option }) => kindOf(option) === kind);
  const fresh = async (command: Command): Promise<Command> => {
    const path =
      command.parent?.parent === null || command.parent === null
        ? [command.name()]
        : [command.parent.name(), command.name()];
    const top = await load(path[0] ?? '');
    return path.length === 1 ? top : (top.commands.find((one) => one.name() === path[1]) as Command);
  };

  it('sees every command and its flags', () => {
    expect(commands.length).toBeGreaterThan(20);
    expect(valued.length).toBeGreaterThan(60);
  });

  it('makes every flag that takes a value', () => {
    const others = valued.filter(({ option }) => kindOf(option) === undefined);
    expect(others.map(({ command, option }) => `${command.name()} ${option.flags}`)).toEqual([]);
  });

  it('has no flag that swallows what stands after it', () => {
    expect(options.filter(({ option }) => option.variadic).map(({ option }) => option.flags)).toEqual([]);
  });

  it.each(FLAG_KINDS)('reads %s alike wherever they are taken', async (kind) => {
    const { good, bad } = EXAMPLES[kind];
    expect(ofKind(kind).length).toBeGreaterThan(0);
    for (const { command, option } of ofKind(kind)) {
      const where = `${command.name()} ${option.flags}`;
      const words = option.argChoices?.[0];
      const own: Examples['good'] =
        kind === 'choice' ? (option.argChoices ?? []).map((word) => [[word], word]) : words === undefined ? good : [];
      for (const [given, value] of own)
        expect({ where, ...parsed(await fresh(command), option, given) }).toEqual({ where, value, rest: ['ARGUMENT'] });
      for (const given of bad) {
        const again = await fresh(command);
        const refused = refusal(() => parsed(again, option, [given]));
        expect({ where, given, code: refused?.code }).toEqual({ where, given, code: 2 });
      }
    }
  });

  it('takes several words of a choice with commas and by repeating', async () => {
    const summary = await load('summary');
    const by = summary.options.find(({ long }) => long === '--by') as Option;
    expect(parsed(await load('summary'), by, ['topic,style'])).toEqual({
      value: ['topic', 'style'],
      rest: ['ARGUMENT'],
    });
    expect(parsed(await load('summary'), by, ['topic', 'style']).value).toEqual(['topic', 'style']);
    expect(parsed(await load('summary'), by, ['topic'])).toEqual({ value: ['topic'], rest: ['ARGUMENT'] });
  });

  it('refuses an unknown flag with 2 in every command and in commands of commands', async () => {
    for (const command of commands) {
      const path = command.parent?.parent ? [command.parent.name(), command.name()] : [command.name()];
      expect([path, await main([...path, '--no-such-flag'], io)]).toEqual([path, 2]);
    }
  });

  it('holds numbers to their bounds, and says them', async () => {
    const review = await load('review');
    const port = review.options.find(({ long }) => long === '--port') as Option;
    expect(refusal(() => parsed(review, port, ['65536']))?.message).toContain('from 0 to 65535');
    const power = await load('power');
    const rate = power.options.find(({ long }) => long === '--rate') as Option;
    for (const end of ['0', '1']) expect(refusal(() => parsed(power, rate, [end]))?.code).toBe(2);
    const label = await load('label');
    const below = label.options.find(({ long }) => long === '--escalate-below') as Option;
    expect(parsed(label, below, ['1']).value).toBe(1);
  });

  it('never repeats a password or a key that it refuses', async () => {
    for (const { command, option } of [...ofKind('store'), ...ofKind('variable')]) {
      const secret = kindOf(option) === 'store' ? 'mysql://me:hunter2@host/db' : 'sk-hunter2';
      const message = refusal(() => parsed(command, option, [secret]))?.message ?? 'hunter2';
      expect(message).not.toContain('hunter2');
    }
  });
});
