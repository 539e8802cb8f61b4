import { contentHash } from '../lib/digest.ts';
import { CLASSES, type Evidence, type Mode, type Verdict } from '../model/verdict.ts';
import { tailRepeats } from '../reading/repetition.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import { featuresOf } from './answer-features.ts';
import { decideAssent } from './assent/decide-assent.ts';
import type { Classifier, Item } from './classifier.ts';
import { flagsOf } from './flags.ts';
import { judgeReadable } from './judge-readable.ts';
import { lineBehind } from './line-of.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';
import { LEXICON_DIGESTS } from './rule-lexicons.ts';
import { RULES_SETTINGS, settingsDigest } from './rules-settings.ts';
import { classShares, type RulesWeights, SHIPPED_WEIGHTS } from './rules-weights.ts';
import { SENTENCE_DIGEST } from './sentence-model.ts';
import { isCutOff, neutralSub, officialEvidence, officialSub, refusalEvidence, refusalSub } from './sub-classes.ts';

/** Counts up with every change of the code that can change a verdict. */
const REVISION = 7;
/** The settings of the versions from before settings counted in them: as long as they stand, a version stays what it was. */
const FORMER_SETTINGS = 'fa7d0d0b47052f5af3a71ab93e1bc4a6';

/** The offline classifier. `judge` gives the same verdict as `classify`, at once. */
export interface RulesClassifier extends Classifier {
  judge(item: Item): Verdict;
}

/**
 * The rules in a mode: `probe` also uses the claims and facts of an item's probe. Other weights than the shipped ones
 * come from `fitRules`, for scoring questions that took no part in the fit.
 */
export function createRulesClassifier(mode: Mode, weights: RulesWeights = SHIPPED_WEIGHTS): RulesClassifier {
  const id = { name: 'rules', version: rulesVersion(RULES_SETTINGS, weights), mode };
  const judgeText = (item: Item): Verdict => {
    const { start, tags } = splitThinkTags(item.of === 'response' ? item.text : '');
    const answer = readAnswer(item, item.of === 'response' ? start : 0, mode);
    const assent = item.truncated ? null : decideAssent(answer.assent);
    if (assent !== null)
      return {
        class: assent.class,
        sub: assent.sub,
        flags: [...assent.flags, ...flagsOf(item, answer, assent.class, tags !== null, null)],
        of: item.of,
        confidence: assent.unsure ? decision.unmeasuredConfidence : decision.handConfidence,
        evidence: evidenceOf(item.text, assent.span),
        unsure: assent.unsure,
        line_of: assent.lineOf,
        classifier: id,
      };
    const decided = decide(item, answer, weights);
    const { confidence } = decided;
    const line = lineBehind(item, answer, decided.found, mode);
    const found = line.isOther ? 'neutral' : decided.found;
    let span: { start: number; end: number } | null = null;
    let sub = '';
    if (found === 'refusal') {
      span = refusalEvidence(answer);
      sub = refusalSub(answer, item.prompt);
    } else if (found === 'official_narrative') {
      span = officialEvidence(answer);
      sub = officialSub(answer);
    } else if (found === 'neutral') sub = neutralSub(answer);
    else sub = answer.length === 0 || tailRepeats(item.text) ? 'degenerate' : 'truncated';
    return {
      class: found,
      sub,
      flags: flagsOf(item, answer, found, tags !== null, line),
      of: item.of,
      confidence,
      evidence: evidenceOf(item.text, span),
      line_of: line.lineOf,
      classifier: id,
    };
  };
  const judge = (item: Item): Verdict => judgeReadable(item, id, judgeText);
  return { ...id, judge, classify: async (item) => judge(item), close: async () => undefined };
}

/** A hash over all that decides: code by `REVISION`, lexicons, both models, and settings where they differ from the former ones. */
export function rulesVersion(settings: object, weights: RulesWeights): string {
  const digest = settingsDigest(settings);
  const parts = [REVISION, ...LEXICON_DIGESTS, SENTENCE_DIGEST, JSON.stringify(weights)];
  return contentHash(digest === FORMER_SETTINGS ? parts : [...parts, digest]).slice(0, 12);
}

const { decision } = RULES_SETTINGS;

function decide(item: Item, answer: ReadAnswer, weights: RulesWeights) {
  if (answer.length < (tailRepeats(item.text) ? decision.leastBeforeLoop : 1))
    return { found: 'other' as const, confidence: decision.handConfidence };
  const shares = classShares(weights, featuresOf(answer));
  const refuses = refusalEvidence(answer) !== null;
  const asserts = officialEvidence(answer) !== null;
  const raised = CLASSES.map((name, c) => {
    if ((name === 'refusal' && !refuses) || (name === 'official_narrative' && !asserts)) return 0;
    if (name === 'official_narrative' && answer.rulesOutLine) return 0;
    const gain =
      name === 'official_narrative'
        ? answer.claims * decision.claimGain
        : name === 'neutral'
          ? answer.facts * decision.factGain
          : 0;
    const lean = name === 'official_narrative' ? decision.officialLean : 1;
    return name === 'other' ? 0 : (shares[c] ?? 0) * lean * Math.exp(Math.min(decision.mostGain, gain));
  });
  const total = raised.reduce((sum, share) => sum + share, 0);
  const most = Math.max(...raised);
  // Where the trees favour only what has no evidence, nothing was refused or recited.
  const found = total === 0 ? 'neutral' : (CLASSES[raised.indexOf(most)] ?? 'neutral');
  if (found === 'neutral' && isCutOff(answer, item))
    return { found: 'other' as const, confidence: decision.handConfidence };
  const bin = total === 0 ? 0 : Math.min(9, Math.floor((most / total) * 10));
  return { found, confidence: weights.reliability[bin] ?? decision.unmeasuredConfidence };
}

function evidenceOf(text: string, span: { start: number; end: number } | null): Evidence | null {
  return span === null ? null : { ...span, text: text.slice(span.start, span.end) };
}
