import { join } from 'node:path';
import type { Json } from '../../lib/json.ts';
import { writeWhole } from '../../lib/write-file.ts';
import { publishable } from '../../report/repeat-run.ts';
import { type CarryOutFigure, figureDifferences } from './carry-out-figure.ts';
import type { PackedFigure } from './pack-format.ts';

/** The figures of a pack, and the two stores that have to give the same: the one that is packed, and the one rebuilt from the pack. */
export interface FiguresRequest {
  readonly place: string;
  readonly rebuilt: string;
  readonly figures: readonly { readonly words: readonly string[]; readonly csv: boolean }[];
  readonly carryOut: CarryOutFigure;
  readonly onStep: (step: string) => Promise<void>;
}

/** Computes every figure from a pack's own rows and writes it into the pack. Throws where the store that is packed gives another one. */
export async function writeFigures(
  folder: string,
  { place, rebuilt, figures, carryOut, onStep }: FiguresRequest,
): Promise<PackedFigure[]> {
  const written: PackedFigure[] = [];
  for (const [i, { words, csv }] of figures.entries()) {
    const command = [...words];
    await onStep(`computing ${command.join(' ')}`);
    const found = await carryOut(words, '--json', { store: rebuilt, folder });
    const known = await carryOut(words, '--json', { store: place, folder });
    if (found.refused !== null || known.refused !== null) {
      if ((found.refused === null) !== (known.refused === null))
        throw new Error(`${command.join(' ')}: one refused: ${found.refused ?? known.refused}`);
      written.push({ command, json: null, csv: null, refused: publishable(found.refused ?? '') });
      continue;
    }
    requireSame(command, JSON.parse(known.text), JSON.parse(found.text));
    const name = `figures/${String(i + 1).padStart(2, '0')}-${nameOf(command)}`;
    await writeWhole(join(folder, `${name}.json`), found.text);
    const table = csv ? await carryOut(words, '--csv', { store: rebuilt, folder }) : null;
    if (table?.text != null) await writeWhole(join(folder, `${name}.csv`), table.text);
    written.push({
      command,
      json: `${name}.json`,
      csv: table?.text == null ? null : `${name}.csv`,
      refused: null,
    });
  }
  return written;
}

/** Words may differ where a path of this machine was cut; no number may. */
function requireSame(command: readonly string[], known: Json, found: Json): void {
  const [first] = figureDifferences(known, found).filter(
    ({ before, after }) => !(typeof before === 'string' && typeof after === 'string' && /[\\/]/.test(before)),
  );
  if (first === undefined) return;
  const { path, before, after } = first;
  throw new Error(
    `the rows of a pack give another figure than the store (${command.join(' ')}, ${path}: ${JSON.stringify(before)} in the store, ${JSON.stringify(after)} from the rows); no pack was written`,
  );
}

function nameOf([command = '', ...words]: readonly string[]): string {
  const across = words[words.indexOf('--across') + 1];
  return words.includes('--across') && across !== undefined ? `${command}-${across.replace(/[^\w-]/g, '')}` : command;
}
