/**
 * Repeats the draw from frames of subjects: prints the order, what is passed over and why, and the probe of each drawn subject.
 * Usage: tsx scripts/draw-subjects.ts data/frames/FRAME.tsv…
 */
import { readFileSync } from 'node:fs';
import { drawn, inOrder, readFrame } from './frames/frame.ts';

for (const file of process.argv.slice(2)) {
  const frame = readFrame(readFileSync(file, 'utf8'), file);
  const taken = new Set(drawn(frame));
  console.log(`${frame.id}: ${taken.size} drawn of ${frame.rows.length} subjects`);
  for (const row of inOrder(frame)) {
    const end = taken.has(row) ? `drawn: ${row.probe || 'no probe yet'}` : row.leftOut || 'not reached';
    console.log([row.group, row.subject, end].filter((cell) => cell !== '').join('\t'));
  }
}
