import { createInterface } from 'node:readline/promises';
import { UsageError } from '../lib/errors.ts';
import type { Estimate } from '../runner/estimate.ts';
import type { CliIo } from './cli-io.ts';

/** Asks for a yes where a hosted service is to be called. Throws UsageError without one, and where there is no terminal to ask at. */
export async function agreeToCalls(
  estimates: readonly Pick<Estimate, 'target' | 'where' | 'calls'>[],
  yes: boolean,
  io: CliIo,
): Promise<void> {
  const hosted = estimates.filter(({ where, calls }) => where === 'hosted' && calls > 0);
  if (hosted.length === 0 || yes) return;
  const names = hosted.map(({ target }) => target).join(', ');
  if (!io.stdinIsTerminal) {
    throw new UsageError(
      `expected --yes, since ${names} is a hosted service that may cost money, and there is no terminal to ask at`,
    );
  }
  const prompt = createInterface({ input: io.stdin, output: io.stderr });
  const answer = await prompt.question(`Call ${names} now? [y/N] `);
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('nothing was asked');
}
