import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { TrialEvent } from '../../src/audit/run/audit-event.ts';
import type { CliIo } from '../../src/cli/cli-io.ts';
import { Progress } from '../../src/cli/progress.ts';
import { columnsOf } from '../../src/cli/width.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { targetNames } from '../../src/model/target-names.ts';
import { aResponse, aTrial } from '../store/records.ts';

const NAMES = [
  { id: 'qwen_qwen3-8b', name: 'Qwen3 8B' },
  { id: 'x1', name: `${'A very long name of a model that its maker gave it, '.repeat(3)}first` },
  { id: 'x2', name: `${'A very long name of a model that its maker gave it, '.repeat(3)}second` },
  { id: 'x3', name: '通义千问三代八十亿参数指令微调版本第二次发布量化模型' },
];

/** What a terminal of so many columns is told of a run. */
async function told(columns: number): Promise<string> {
  const stderr = new PassThrough();
  const io = { stderr, stderrIsTerminal: false, columns, clock: systemClock } as unknown as CliIo;
  const totals = new Map(NAMES.map(({ id }) => [id, 10_000]));
  const progress = new Progress(io, totals, undefined, targetNames(NAMES));
  for (const { id } of NAMES) {
    const trial = aTrial('t', 'a-en', id, 0);
    progress.show({ type: 'stored', trial, response: aResponse(), verdicts: [] });
  }
  progress.show({ type: 'gave_up', target: 'qwen_qwen3-8b', left: 3, reason: 'the key is wrong' } as TrialEvent);
  progress.finish();
  await new Promise((resolve) => setImmediate(resolve));
  stderr.end();
  return stderr.read()?.toString() ?? '';
}

it.each([40, 80, 120])(
  'tells by names how a run goes, in lines of %i columns with names that differ',
  async (columns) => {
    const lines = (await told(columns)).trimEnd().split('\n');
    expect(lines[0]).toBe('Qwen3 8B: given up, 3 trials not asked: the key is wrong');
    const drawn = lines.slice(1);
    expect(drawn).toHaveLength(NAMES.length);
    expect(drawn[0]).toMatch(/^Qwen3 8B +1\/10000/);
    for (const line of drawn) {
      expect(columnsOf(line)).toBeLessThan(Math.max(41, columns));
      expect(line).toContain('1/10000');
    }
    expect(new Set(drawn.map((line) => line.split('  ')[0])).size).toBe(NAMES.length);
    expect(lines.join('\n')).not.toMatch(/qwen_qwen3|x1|x2/);
  },
);
