import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawn, inOrder, readFrame } from '../../scripts/frames/frame.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { loadProbesForLint } from '../../src/probes/shipped.ts';

const folder = join(PACKAGE_ROOT, 'data/frames');
const frames = readdirSync(folder)
  .filter((name) => name.endsWith('.tsv'))
  .map((name) => readFrame(readFileSync(join(folder, name), 'utf8'), `data/frames/${name}`));
const probes = (await loadProbesForLint([], PACKAGE_ROOT)).sets.flatMap(({ set }) => set.probes);

const small = (rows: string) =>
  readFrame(
    `# frame: towns\n# title: T\n# source: S\n# licence: L\n# taken: 2026\n# draw: 2\nsubject\tgroup\tleft_out\tprobe\n${rows}`,
    'towns.tsv',
  );

describe('a frame', () => {
  it('is drawn by the hash of its subjects, group by group, passing over what has a reason', () => {
    const rows = 'Bern\tCH\tdoublet: of Basel\t\nBasel\tCH\t\t\nGenf\tCH\t\t\nZug\tCH\t\t\nWien\tAT\t\t\n';
    const frame = small(rows);
    expect(inOrder(frame).map(({ subject }) => subject)).toEqual(['Bern', 'Zug', 'Genf', 'Basel', 'Wien']);
    expect(drawn(frame).map(({ subject }) => subject)).toEqual(['Zug', 'Genf', 'Wien']);
  });

  it('says what it cannot read', () => {
    expect(() => small('Bern\tCH\tbecause\t\n')).toThrow('towns.tsv:8: expected one of doublet');
    expect(() => small('Bern\nBern\n')).toThrow('got "Bern" twice');
    expect(() => readFrame('# frame: x\nsubject\n', 'x.tsv')).toThrow('x.tsv: expected lines "# title: …"');
  });
});

describe('every frame of data/frames', () => {
  it('yields as many subjects as it says, each with a sensitive probe of its own that names the frame', () => {
    const wrong = frames.flatMap((frame) => {
      const taken = drawn(frame);
      const groups = new Set(frame.rows.map(({ group }) => group)).size;
      const short = taken.length === frame.draw * groups ? [] : [`${frame.id}: ${taken.length} of ${frame.draw}`];
      const without = taken.filter(({ probe }) => {
        const found = probes.find(({ id }) => id === probe);
        return found?.role !== 'sensitive' || found.origin !== frame.id;
      });
      return [...short, ...without.map(({ subject, probe }) => `${frame.id}: ${subject}: ${probe}`)];
    });
    expect(wrong).toEqual([]);
  });

  it('names no probe beside a subject that is not drawn, and no probe twice', () => {
    const wrong = frames.flatMap((frame) => {
      const taken = new Set(drawn(frame));
      return frame.rows.filter((row) => row.probe !== '' && !taken.has(row)).map(({ subject }) => subject);
    });
    expect(wrong).toEqual([]);
    const ids = frames.flatMap((frame) => drawn(frame).map(({ probe }) => probe));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('is the origin of drawn probes alone', () => {
    const ids = new Set(frames.flatMap((frame) => drawn(frame).map(({ probe }) => probe)));
    expect(probes.filter(({ origin, id }) => origin !== undefined && !ids.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
