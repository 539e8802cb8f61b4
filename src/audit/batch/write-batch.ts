import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { writeTogether } from '../../lib/write-file.ts';
import type { TrialRecord } from '../../model/answer.ts';
import type { VariantRecord } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import type { InspectedTarget } from '../run/prepare-run.ts';
import { batchRequests } from './batch-requests.ts';

/** How much one file may hold. OpenAI takes 50,000 requests and 200 MB. */
export interface BatchLimits {
  readonly requests: number;
  /** Bytes. */
  readonly bytes: number;
}
export const BATCH_LIMITS: BatchLimits = { requests: 50_000, bytes: 200_000_000 };

/** A batch file that was written. */
export interface BatchFile {
  readonly file: string;
  readonly target: string;
  readonly requests: number;
}

/** The trials, from one place to another, whose open questions a file holds. */
interface Part {
  readonly target: InspectedTarget;
  readonly from: number;
  readonly to: number;
  readonly requests: number;
}

/**
 * Writes the open questions of a run as batch files, one or more a target, all or none. One file has the name that is given; of several,
 * each has its target and number in it. Throws OutputError.
 */
export async function writeBatch(
  store: Store,
  run: string,
  trials: readonly TrialRecord[],
  variants: readonly VariantRecord[],
  targets: readonly InspectedTarget[],
  file: string,
  limits: BatchLimits = BATCH_LIMITS,
): Promise<BatchFile[]> {
  const parts: Part[] = [];
  for (const target of targets) {
    // What a line holds is known when it is made: it is made twice, and never kept.
    let part: Part = { target, from: 0, to: 0, requests: 0 };
    let bytes = 0;
    for await (const { line, at } of batchRequests(store, run, trials, variants, target)) {
      const size = Buffer.byteLength(line);
      if (part.requests > 0 && (part.requests === limits.requests || bytes + size > limits.bytes)) {
        parts.push(part);
        part = { target, from: at, to: at, requests: 0 };
        bytes = 0;
      }
      part = { ...part, to: at + 1, requests: part.requests + 1 };
      bytes += size;
    }
    if (part.requests > 0) parts.push(part);
  }
  const several = parts.length > 1;
  if (several) await requireOrdinary(file, parts.length);
  const names = new Set<string>();
  const files = parts.map(({ target, requests }): BatchFile => {
    const { id } = target.configured.spec;
    return { file: several ? partName(file, id, names) : file, target: id, requests };
  });
  await writeTogether(
    parts.map(({ target, from, to }, i) => [
      files[i]?.file ?? file,
      async (write) => {
        for await (const { line } of batchRequests(store, run, trials.slice(from, to), variants, target))
          await write(line);
      },
    ]),
  );
  return files;
}

/** The first free name with the target and a number in it: ids may differ in characters that no name has. */
function partName(file: string, target: string, taken: Set<string>): string {
  const end = extname(file);
  const name = target.replace(/[^\w.-]+/g, '_');
  for (let number = 1; ; number++) {
    const path = join(dirname(file), `${basename(file, end)}.${name}.${number}${end === '' ? '.jsonl' : end}`);
    if (taken.has(path)) continue;
    taken.add(path);
    return path;
  }
}

/** Throws UsageError for a device or a pipe: of several files only one could go there. */
async function requireOrdinary(file: string, parts: number): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null || found.isFile() || found.isDirectory()) return;
  throw new UsageError(
    `expected the name of a file, from which those of ${parts} files are made (targets need one each), got ${file}, which is none. Name a file such as ask.jsonl, or one target with --target`,
  );
}
