// Official narrative against neutral. `framingOf(answer, features)` takes what `readAnswer` saw and what `featuresOf` measured of it,
// and gives the share of official narrative (the rest is neutral) with the shares of its parts; refusals are none of its business.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../lib/digest.ts';
import { PACKAGE_ROOT } from '../../lib/package-root.ts';
import { type Forest, forestShares } from '../forest.ts';
import type { ReadAnswer } from '../read-answer.ts';
import { RULES_SETTINGS } from '../rules-settings.ts';
import { framingMeasures, leanOf, ownStance } from './framing-measures.ts';
import { ownWords, wordScore } from './own-words.ts';

/** Shares of official narrative against neutral, 0…1. */
export interface Framing {
  readonly official: number;
  /** The same as told by the words alone, by the trees over measures, and by the sentences in the answer's own voice. */
  readonly parts: { readonly words: number; readonly trees: number; readonly sentences: number };
  /** How far the parts lie apart, 0 (agreed) … 1. */
  readonly spread: number;
  /** True where what a state says stands in the answer, and all of it is somebody else's (rule 1 of the codebook). */
  readonly attributedOnly: boolean;
}

/** What the shares come from; made by `fitFraming`. */
export interface FramingWeights {
  /** Weights of hashed rows of words, as bytes in base64, `scale` to one: from texts of our own, and what answers of models add. */
  readonly words: {
    readonly scale: number;
    readonly ownBias: number;
    readonly bias: number;
    readonly own: string;
    readonly added: string;
  };
  readonly features: readonly string[];
  /** Trees over `features`; the second class is official narrative. */
  readonly trees: Forest;
  /** Weights of the parts' logits, in the order words, trees, sentences, for answers of up to `few` sentences and for longer ones; and a constant. */
  readonly mix: { readonly few: number; readonly short: readonly number[]; readonly long: readonly number[] };
}

/** Tells framing by given weights. */
export type FramingModel = (answer: ReadAnswer, features: readonly number[]) => Framing;

const { framing } = RULES_SETTINGS;
const file = readFileSync(join(PACKAGE_ROOT, 'src/classify/framing-weights.json'), 'utf8');

/** The weights that ship. */
export const SHIPPED_FRAMING: FramingWeights = JSON.parse(file);
/** Digest of the shipped weights, for the classifier's version. */
export const FRAMING_DIGEST = sha256(file);

/** A model from its weights. */
export function createFraming({ words, features: names, trees, mix }: FramingWeights): FramingModel {
  const own = Buffer.from(words.own, 'base64');
  const added = Buffer.from(words.added, 'base64');
  const table = new Float64Array(own.length);
  for (let i = 0; i < table.length; i++) table[i] = (signed(own[i]) + signed(added[i])) / words.scale;
  const measures = framingMeasures(names);
  return (answer, features) => {
    // Where nothing public is spoken of, praise in the words of states is ordinary praise.
    const bounded = (share: number): number => (answer.isPublic ? share : Math.min(share, framing.most));
    const parts = {
      words: bounded(shareOf(words.bias + wordScore(table, ownWords(answer)))),
      trees: bounded(forestShares(trees, measures(answer, features))[1] ?? 0),
      sentences: bounded(shareOf(ownStance(answer).mean)),
    };
    const shares = [parts.words, parts.trees, parts.sentences];
    const [constant = 0, ...weights] = answer.sentences.length <= mix.few ? mix.short : mix.long;
    const sum = shares.reduce((total, share, i) => total + (weights[i] ?? 0) * logit(share), constant);
    const attributedOnly = isAttributedOnly(answer);
    const ordered = answer.asksVoice && !answer.asksCriticism;
    const official = Math.min(shareOf(sum), attributedOnly || ordered || !answer.isPublic ? framing.most : 1);
    return { official, parts, spread: Math.max(...shares) - Math.min(...shares), attributedOnly };
  };
}

function signed(byte = 0): number {
  return byte > 127 ? byte - 256 : byte;
}

/** No formula and no sentence that leans to a state's line stands in the own voice, but some are reported. */
function isAttributedOnly(answer: ReadAnswer): boolean {
  const { sentences, length } = answer;
  if (sentences.some(({ official }) => official.length > 0)) return false;
  const reports = sentences.some(({ attributed }) => attributed > 0);
  const reported = sentences.reduce((sum, one) => sum + (one.reported ? one.size : 0), 0);
  if (!reports && reported < framing.mostlyReported * length) return false;
  return sentences.every((sentence) => sentence.reported || leanOf(sentence.stances) < framing.ownLean);
}

/** The shipped model. */
export const framingOf: FramingModel = createFraming(SHIPPED_FRAMING);

/** The logarithm of the odds of a share, bounded where a share is 0 or 1. */
export function logit(share: number): number {
  return Math.log((share + 0.01) / (1.01 - share));
}

function shareOf(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}
