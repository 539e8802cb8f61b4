import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../../lib/json.ts';
import { type JsonDifference, jsonDifferences } from '../../lib/json-differences.ts';
import type { PackedFigure } from './pack-format.ts';

/** What a command printed; or why it refused. */
export type FigureOutput =
  | { readonly text: string; readonly refused: null }
  | { readonly text: null; readonly refused: string };

/** Carries out a figure's command on the store at a place, in a folder where `gate.yaml` may stand. */
export type CarryOutFigure = (
  words: readonly string[],
  format: '--json' | '--csv',
  place: { readonly store: string; readonly folder: string },
) => Promise<FigureOutput>;

/** How a figure of a pack and the same one computed again differ; empty: they are the same. */
export interface CheckedFigure {
  readonly command: readonly string[];
  readonly differences: readonly JsonDifference[];
}

/** Computes a figure of a pack again from a store and holds it against what the pack says, to the last digit. Throws what the command throws. */
export async function checkFigure(
  { command, json, csv, refused }: PackedFigure,
  folder: string,
  store: string,
  carryOut: CarryOutFigure,
): Promise<CheckedFigure> {
  const place = { store, folder };
  const again = await carryOut(command, '--json', place);
  if (json === null || again.refused !== null) {
    const [before, after] = [refused ?? 'a figure', again.refused ?? 'a figure'];
    const same = json === null && again.refused !== null;
    return { command, differences: same ? [] : [{ path: 'refused', before, after }] };
  }
  const differences = figureDifferences(JSON.parse(await readFile(join(folder, json), 'utf8')), JSON.parse(again.text));
  if (csv === null) return { command, differences };
  const before = (await readFile(join(folder, csv), 'utf8')).split('\n');
  const after = ((await carryOut(command, '--csv', place)).text ?? '').split('\n');
  const lines = jsonDifferences(before, after, csv);
  return { command, differences: [...differences, ...lines] };
}

/**
 * Where two figures differ. Whether a measured error came with the program or from a store says nothing of the figure: a pack brings those along that
 * the program which checks it has no more.
 */
export function figureDifferences(before: Json, after: Json): JsonDifference[] {
  return jsonDifferences(before, after).filter(({ path }) => !/(^|\.)calibration\.shipped$/.test(path));
}
