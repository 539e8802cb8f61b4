import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { GateSide } from '../audit/compare/gate-sides.ts';
import { readTextFile } from '../lib/decode-text.ts';
import { ConfigError } from '../lib/errors.ts';
import { appendWhole } from '../lib/write-file.ts';

const lineSchema = z.object({ baseline: z.string(), candidate: z.string(), verdict: z.string() });

/** Which gates a baseline has been held through: one line each, in JSON. */
export interface GateHistory {
  /** The which gate against this baseline this candidate's is, from 1; one that was held before keeps its place. */
  readonly look: number;
  /** Notes how the gate ended, unless this candidate's was noted. */
  note(verdict: string): Promise<void>;
}

/** Reads a history, or begins one. Throws ConfigError where a line is none. */
export async function gateHistory(file: string, bases: readonly GateSide[], candidate: GateSide): Promise<GateHistory> {
  const lines = (await textOf(file)).split('\n').filter((line) => line.trim() !== '');
  const known = lines.map((line, i) => {
    try {
      return lineSchema.parse(JSON.parse(line));
    } catch (cause) {
      const message = 'expected a line of a gate’s history: {"baseline": …, "candidate": …, "verdict": …}';
      throw new ConfigError([{ file, line: i + 1, column: null, message }], { cause });
    }
  });
  const runs = bases.flatMap((base) => [base, ...(base.further ?? [])]).map(runIn);
  const names = { baseline: inOrder(runs), candidate: runIn(candidate) };
  const before = [
    ...new Set(
      known.filter(({ baseline }) => inOrder(baseline.split(BETWEEN)) === names.baseline).map((line) => line.candidate),
    ),
  ];
  const place = before.indexOf(names.candidate);
  return {
    look: place === -1 ? before.length + 1 : place + 1,
    note: async (verdict) => {
      if (place !== -1) return;
      await appendWhole(file, `${JSON.stringify({ ...names, verdict })}\n`);
    },
  };
}

/** What stands in a file so far: nothing where there is none, or a device. Throws ConfigError where it is a folder. */
async function textOf(file: string): Promise<string> {
  const kind = await stat(file).catch(() => null);
  if (kind?.isDirectory() === true)
    throw new ConfigError([
      { file, line: null, column: null, message: 'expected a file for the history of a gate, got a folder' },
    ]);
  return kind?.isFile() === true ? readTextFile(file) : '';
}

const BETWEEN = ' + ';

/** The runs of a baseline, in whatever order they were given. */
function inOrder(runs: readonly string[]): string {
  return [...runs].sort().join(BETWEEN);
}

function runIn({ observations, info }: GateSide): string {
  const run = observations[0]?.run ?? '';
  return run === '' ? info.label : run;
}
