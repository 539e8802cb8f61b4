import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { featuresOf } from '../src/classify/answer-features.ts';
import { decisionMeasures } from '../src/classify/decide.ts';
import { createFraming, type FramingWeights, SHIPPED_FRAMING } from '../src/classify/framing/framing.ts';
import { answerOf } from '../src/classify/refusal-act/item-answer.ts';
import { createRefusalHead } from '../src/classify/refusal-act/refusal-head.ts';
import { isCutOff } from '../src/classify/sub-classes.ts';
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import { fitFraming, fitOwnWords, measureFraming } from '../src/training/fit-framing.ts';
import { fitRefusalHead, readAct, readRefusal } from '../src/training/fit-refusal-head.ts';
import { refusalCopies } from '../src/training/refusal-copies.ts';
import { itemOf, readGoldRows, readRefusalCorpus, refusalExamples } from './training/gold-rows.ts';
import { LEFT_OUT, type LeftOut, type PartsRow, restOf, weightsFile } from './training/left-out.ts';
import { framingSentences, WRITTEN_WEIGHT } from './training/own-texts.ts';

/**
 * Reads every labelled answer by parts (refusal head, framing) that were fitted without its source and without its question, and writes
 * what they found, one line an answer: what fit-decision.ts fits on. The weights of each part are kept beside it for measure-left-out.ts.
 * GOLD is what collect-gold.ts prints.
 * Usage: tsx scripts/read-left-out.ts GOLD.jsonl PARTS.jsonl [--only SOURCE]
 */
const [gold, output] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
if (gold === undefined || output === undefined) {
  console.error('usage: tsx scripts/read-left-out.ts GOLD.jsonl PARTS.jsonl [--only SOURCE]');
  process.exit(2);
}
const rows = readGoldRows(gold);
const corpus = readRefusalCorpus(join(PACKAGE_ROOT, 'data'));
const told = corpus.told.map(readAct);
const own = corpus.answers.map(readRefusal);
const read = refusalExamples(rows).map((example) => ({ ...readRefusal(example), row: example.row }));
const framed = rows.flatMap((row) =>
  row.weak || (row.label !== 'official_narrative' && row.label !== 'neutral') || row.source === 'do-not-answer'
    ? []
    : [
        {
          row,
          measured: measureFraming(
            itemOf(row),
            row.label === 'official_narrative',
            row.source === 'written' ? WRITTEN_WEIGHT : 1,
          ),
        },
      ],
);
const written = framed.filter(({ row }) => row.source === 'written');
const sentences = framingSentences();

/** What framing starts from: words learned from texts of our own, without those that are left out. */
function startOf(part: LeftOut): FramingWeights {
  const rest = restOf(written, part);
  if (rest.length === written.length) return SHIPPED_FRAMING;
  return { ...SHIPPED_FRAMING, words: fitOwnWords([...sentences, ...rest.map(({ measured }) => measured)]) };
}

writeFileSync(output, '', { flag: only === undefined ? 'w' : 'a' });
for (const part of LEFT_OUT) {
  if (only !== undefined && !only.split(',').includes(part.name)) continue;
  const answers = [...restOf(read, part), ...own];
  const copies = refusalCopies([...answers, ...own, ...own], corpus.hollow).map(readRefusal);
  const weights = {
    refusal: fitRefusalHead([...answers, ...copies], told),
    framing: fitFraming(
      restOf(framed, part).map(({ measured }) => measured),
      startOf(part),
    ),
  };
  writeFileSync(weightsFile(output, part.name), JSON.stringify(weights));
  const head = createRefusalHead(weights.refusal);
  const framing = createFraming(weights.framing);
  const lines = rows.filter(part.test).map((row) => {
    const item = itemOf(row);
    const answer = answerOf(item);
    const refusal = head(answer, row.prompt);
    const frame = framing(answer, featuresOf(answer));
    const found: PartsRow = {
      part: part.name,
      id: row.id,
      source: row.source,
      of: row.of ?? null,
      question: row.question,
      lang: row.lang,
      model: row.model,
      label: row.label,
      refuses: row.refuses,
      weak: row.weak,
      hedged: row.sub === 'hedged',
      sure: row.confidence ?? null,
      measures: decisionMeasures(answer, { refusal, framing: frame }).map((value) => Number(value.toFixed(4))),
      share: Number(refusal.share.toFixed(4)),
      spread: Number(frame.spread.toFixed(4)),
      cutOff: isCutOff(answer, item),
      letters: Math.round(answer.length),
      sentences: answer.sentences.length,
    };
    return JSON.stringify(found);
  });
  appendFileSync(output, `${lines.join('\n')}\n`);
  console.error(`${part.name}: ${lines.length}`);
}
