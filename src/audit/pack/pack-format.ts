import { z } from 'zod';
import { contentHash } from '../../lib/digest.ts';

/** Names in a pack, which is a folder or a ZIP archive of one. */
export const MANIFEST_FILE = 'manifest.json';
export const GATE_FILE = 'gate.yaml';

/** A figure of a pack: the command that gives it, without its store and format, and the files of what it printed. */
export const packedFigureSchema = z.object({
  command: z.array(z.string()).min(1),
  /** Output of `--json`; null: the command refused, and `refused` says why. */
  json: z.string().nullable(),
  /** Output of `--csv`, where the command has one. */
  csv: z.string().nullable(),
  refused: z.string().nullable(),
});
export type PackedFigure = Readonly<z.infer<typeof packedFigureSchema>>;

/** What a pack says of itself: its runs, its figures, and every other file with its length in bytes and SHA-256. */
export const manifestSchema = z.object({
  format: z.literal('candor-pack'),
  version: z.literal(1),
  /** Version of the program that made it. */
  candor: z.string(),
  node: z.string(),
  runs: z.array(z.object({ id: z.string(), folder: z.string() })).min(1),
  figures: z.array(packedFigureSchema),
  files: z.array(z.object({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string() })),
});
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** The files of one run, in its folder. */
export const RUN_FILES = {
  rows: 'rows.jsonl',
  meta: 'rows.jsonl.meta.json',
  variants: 'variants.jsonl',
  trials: 'trials.jsonl',
  sample: 'sample.jsonl',
  calibrations: 'calibrations.json',
  candor: 'candor.yaml',
} as const;

/** The folder of a run: its id, or a hash of it where it is no plain name. */
export function folderOfRun(id: string): string {
  return `runs/${/^[\w-][\w.-]{0,80}$/.test(id) ? id : contentHash(id)}`;
}
