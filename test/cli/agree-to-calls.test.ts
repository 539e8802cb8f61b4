import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { agreeToCalls } from '../../src/cli/agree-to-calls.ts';
import type { CliIo } from '../../src/cli/cli-io.ts';
import { UsageError } from '../../src/lib/errors.ts';
import { aClock } from '../runner/fake-target.ts';

const HOSTED = { target: 'judge:far', where: 'hosted', calls: 3 } as const;

function ioThatSays(typed: string, terminal = true): { io: CliIo; asked: PassThrough } {
  const asked = new PassThrough();
  const io: CliIo = {
    stdout: new PassThrough(),
    stderr: asked,
    stdin: Readable.from([typed]),
    env: {},
    cwd: '/',
    clock: aClock(),
    random: () => 0,
    stderrIsTerminal: terminal,
    stdinIsTerminal: terminal,
    stdoutIsTerminal: terminal,
    columns: 80,
    onInterrupt: () => () => undefined,
  };
  return { io, asked };
}

describe('agreeing to calls of a hosted service', () => {
  it.each(['y\n', 'Yes\n'])('takes %j for a yes, after naming who is called', async (typed) => {
    const { io, asked } = ioThatSays(typed);
    await agreeToCalls([HOSTED], false, io);
    expect(String(asked.read())).toContain('judge:far');
  });

  it.each(['n\n', '\n', 'maybe\n'])('takes %j for a no', async (typed) => {
    await expect(agreeToCalls([HOSTED], false, ioThatSays(typed).io)).rejects.toThrow(UsageError);
  });

  it('asks nothing where nothing is hosted, nothing is called, or a yes was given', async () => {
    const { io, asked } = ioThatSays('');
    await agreeToCalls([{ ...HOSTED, where: 'local' }], false, io);
    await agreeToCalls([{ ...HOSTED, calls: 0 }], false, io);
    await agreeToCalls([HOSTED], true, io);
    expect(asked.read()).toBeNull();
  });

  it('wants --yes where there is no terminal', async () => {
    await expect(agreeToCalls([HOSTED], false, ioThatSays('y\n', false).io)).rejects.toThrow('--yes');
  });
});
