import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRefusalHead } from '../src/classify/refusal-act/refusal-head.ts';
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import { fitRefusalHead, type ReadRefusal, readAct, readRefusal } from '../src/training/fit-refusal-head.ts';
import { refusalCopies } from '../src/training/refusal-copies.ts';
import { readGoldRows, readRefusalCorpus, refusalExamples } from './training/gold-rows.ts';
import { LEFT_OUT, restOf } from './training/left-out.ts';

/**
 * Fits the refusal head and writes its weights; with --check prints how sources left out are told. GOLD is what collect-gold.ts prints.
 * Usage: tsx scripts/fit-refusal-head.ts GOLD.jsonl [--check] [--only SOURCE] [--write]
 */
const [gold] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (gold === undefined) {
  console.error('usage: tsx scripts/fit-refusal-head.ts GOLD.jsonl [--check] [--write]');
  process.exit(2);
}
const only = process.argv[process.argv.indexOf('--only') + 1 || process.argv.length];
const corpus = readRefusalCorpus(join(PACKAGE_ROOT, 'data'));
const told = corpus.told.map(readAct);
const examples = refusalExamples(readGoldRows(gold));
const read = examples.map((example) => ({ ...readRefusal(example), row: example.row }));
const own = corpus.answers.map(readRefusal);

/** With the copies of what may be fitted on. */
function fitOn(used: readonly ReadRefusal[]) {
  const all = [...used, ...own];
  return fitRefusalHead([...all, ...refusalCopies([...all, ...own, ...own], corpus.hollow).map(readRefusal)], told);
}

if (process.argv.includes('--check')) {
  for (const part of LEFT_OUT.filter(({ name }) => only === undefined || name === only)) {
    const head = createRefusalHead(fitOn(restOf(read, part)));
    const judged = read
      .filter(({ row }) => part.test(row))
      .map(({ answer, item, row }) => ({ row, share: head(answer, item.prompt).share }))
      .map(({ row, share }) => ({ row, share, found: share >= 0.5 }));
    if (process.argv.includes('--shares'))
      for (const { row, share } of judged)
        console.log(JSON.stringify([part.name, row.id, row.refuses, row.weak, row.sub ?? null, share]));
    for (const lang of ['en', 'zh']) {
      const here = judged.filter(({ row }) => row.lang.startsWith(lang));
      const count = (test: (one: (typeof here)[number]) => boolean): number => here.filter(test).length;
      const hits = count(({ row, found }) => found && row.refuses);
      if (here.length > 0)
        console.log(
          `${part.name} left out, ${lang}: n ${here.length}, precision ${(hits / count(({ found }) => found)).toFixed(3)}, recall ${(hits / count(({ row }) => row.refuses)).toFixed(3)}, false ${count(({ row, found }) => found && !row.refuses)}`,
        );
    }
  }
}
if (process.argv.includes('--write'))
  writeFileSync(
    join(PACKAGE_ROOT, 'src/classify/refusal-weights.json'),
    `${JSON.stringify(fitOn(read.filter(({ row }) => row.fit)))}\n`,
  );
