import { basename, dirname, extname, join } from 'node:path';
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
  const files = parts.map(({ target, requests }, i): BatchFile => {
    const { id } = target.configured.spec;
    const number = parts.slice(0, i + 1).filter((one) => one.target === target).length;
    return { file: several ? partName(file, id, number) : file, target: id, requests };
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

function partName(file: string, target: string, number: number): string {
  const end = extname(file);
  const name = target.replace(/[^\w.-]+/g, '_');
  return join(dirname(file), `${basename(file, end)}.${name}.${number}${end === '' ? '.jsonl' : end}`);
}
