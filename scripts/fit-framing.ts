import { writeFileSync } from 'node:fs';
import { type FramingWeights, SHIPPED_FRAMING } from '../src/classify/framing/framing.ts';
import { goldLineSchema } from '../src/formats/gold-line.ts';
import { fitFraming, fitOwnWords, measureFraming } from '../src/training/fit-framing.ts';
import { dataFiles, framingSentences, linesOf, WRITTEN_WEIGHT } from './training/own-texts.ts';

/**
 * Fits the weights of framing on labelled answers (gold lines) and on the texts of our own in data/sentences and data/answers, and
 * writes them. Labels other than neutral and official narrative are passed over, and so are rows that collect-gold.ts marks as unread or
 * not to be fitted on, and those of a `source` named by --without.
 * Usage: tsx scripts/fit-framing.ts GOLD.jsonl... [--without SOURCE]...
 */
/** Sources of which nothing bears on a state's line, and one that is read from data/answers anyhow. */
const ASIDE = new Set(['do-not-answer', 'written']);
/** Of the parts' logits, from shares of questions left out: the trees know few short answers, the words few long ones. */
const MIX: FramingWeights['mix'] = { few: 8, short: [1.1, 0.85, 0.5, 0.1], long: [1.2, 0.85, 1.1, -0.6] };
const words = process.argv.slice(2);
const without = new Set(words.filter((_, i) => words[i - 1] === '--without'));
const files = words.filter((word, i) => !word.startsWith('--') && words[i - 1] !== '--without');
const ROOT = new URL('..', import.meta.url).pathname;

function readGold(names: readonly string[], weight: number, aside: ReadonlySet<string> = new Set()) {
  return names
    .flatMap(linesOf)
    .map((line) => JSON.parse(line))
    .filter((row) => row.fit !== false && row.weak !== true && !aside.has(row.source) && row.label !== null)
    .map((row) => goldLineSchema.parse(row))
    .filter(
      ({ label, source }) => (label === 'neutral' || label === 'official_narrative') && !without.has(source ?? ''),
    )
    .map(({ prompt, response, label }) => {
      const item = { text: response, of: 'response', prompt, lang: null, truncated: false, probe: null } as const;
      return measureFraming(item, label === 'official_narrative', weight);
    });
}

const sentences = framingSentences();
const written = readGold(dataFiles('answers'), WRITTEN_WEIGHT);
const base: FramingWeights = { ...SHIPPED_FRAMING, words: fitOwnWords([...sentences, ...written]), mix: MIX };
const answers = readGold(files, 1, ASIDE);
const weights = fitFraming([...answers, ...written], base);
console.log(`${answers.length} labelled answers, ${written.length} written ones, ${sentences.length} sentences`);
writeFileSync(`${ROOT}src/classify/framing-weights.json`, `${JSON.stringify(weights)}\n`);
