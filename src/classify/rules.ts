import { contentHash } from '../lib/digest.ts';
import type { Evidence, Mode, Verdict, VerdictClass, VerdictFlag } from '../model/verdict.ts';
import { tailRepeats } from '../reading/repetition.ts';
import { splitThinkTags } from '../reading/think-tags.ts';
import { featuresOf } from './answer-features.ts';
import { decideAssent, type HandDecision } from './assent/decide-assent.ts';
import type { Classifier, Item } from './classifier.ts';
import { decide } from './decide.ts';
import { decideDenial } from './decide-denial.ts';
import { decideForm } from './decide-form.ts';
import { decideDismissal } from './dismissal.ts';
import { flagsOf } from './flags.ts';
import { createFraming } from './framing/framing.ts';
import { decideHollow } from './hollow-forms.ts';
import { judgeReadable } from './judge-readable.ts';
import { lineBehind } from './line-of.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';
import { likeliestAct } from './refusal-act/act-evidence.ts';
import { createRefusalHead } from './refusal-act/refusal-head.ts';
import { LEXICON_DIGESTS } from './rule-lexicons.ts';
import { RULES_SETTINGS, settingsDigest } from './rules-settings.ts';
import { type RulesWeights, SHIPPED_WEIGHTS, weightsDigest } from './rules-weights.ts';
import { SENTENCE_DIGEST } from './sentence-model.ts';
import { neutralSub, officialEvidence, officialSub, refusalEvidence, refusalSub } from './sub-classes.ts';

/** Counts up with every change of the code that can change a verdict. */
const REVISION = 14;
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
  const refusalHead = createRefusalHead(weights.refusal);
  const framingModel = createFraming(weights.framing);
  const byHand = (item: Item, told: HandDecision, flags: VerdictFlag[]): Verdict => ({
    class: told.class,
    sub: told.sub,
    flags,
    of: item.of,
    confidence: told.unsure ? decision.unmeasuredConfidence : decision.handConfidence,
    evidence: evidenceOf(item.text, told.span),
    unsure: told.unsure,
    line_of: told.lineOf,
    classifier: id,
  });
  const judgeText = (item: Item): Verdict => {
    const { start, tags } = splitThinkTags(item.of === 'response' ? item.text : '');
    const answer = readAnswer(item, item.of === 'response' ? start : 0, mode);
    const assent = item.truncated ? null : decideAssent(answer.assent);
    if (assent !== null)
      return byHand(item, assent, [...assent.flags, ...flagsOf(item, answer, assent.class, tags !== null, null)]);
    const form = decideForm(item, answer);
    if (form !== null)
      return byHand(item, form, [
        ...new Set([...form.flags, ...flagsOf(item, answer, form.class, tags !== null, null)]),
      ]);
    const parts = { refusal: refusalHead(answer, item.prompt), framing: framingModel(answer, featuresOf(answer)) };
    const decided = decide(item, answer, parts, weights.decision);
    const denied = answer.denies && !item.truncated ? decideDenial(answer.denial) : null;
    const isFound = denied?.lineOf != null && decided.found === denied.class && !decided.unsure;
    if (denied !== null && !isFound) {
      // What it denies is no fact that it tells.
      const flags = flagsOf(item, answer, denied.class, tags !== null, null).filter((flag) => flag !== 'mixed');
      return byHand(item, denied, [...flags, ...denied.flags]);
    }
    const told = decideBeside(item, answer, decided.found);
    if (told !== null) return byHand(item, told, flagsOf(item, answer, told.class, tags !== null, null));
    const line = lineBehind(item, answer, decided.found, mode);
    const confidence = line.doubtful ? Math.min(decided.confidence, decision.unfoundedConfidence) : decided.confidence;
    const found = line.isOther ? 'neutral' : decided.found;
    let span: { start: number; end: number } | null = null;
    let sub = '';
    if (found === 'refusal') {
      span = refusalEvidence(answer) ?? likeliestAct(parts.refusal.sentences, answer);
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
      unsure: decided.unsure || line.doubtful || found !== decided.found,
      line_of: line.lineOf,
      classifier: id,
    };
  };
  const judge = (item: Item): Verdict => judgeReadable(item, id, judgeText);
  return { ...id, judge, classify: async (item) => judge(item), close: async () => undefined };
}

/** What is told by hand where the parts found a stance in an answer that says nothing, or none in one that dismisses what is alleged. */
function decideBeside(item: Item, answer: ReadAnswer, found: VerdictClass): HandDecision | null {
  if (found !== 'neutral' && found !== 'official_narrative') return null;
  return decideHollow(item, answer) ?? (found === 'neutral' ? decideDismissal(item, answer) : null);
}

/** A hash over all that decides: code by `REVISION`, lexicons, both models, and settings where they differ from the former ones. */
export function rulesVersion(settings: object, weights: RulesWeights): string {
  const digest = settingsDigest(settings);
  const parts = [REVISION, ...LEXICON_DIGESTS, SENTENCE_DIGEST, weightsDigest(weights)];
  return contentHash(digest === FORMER_SETTINGS ? parts : [...parts, digest]).slice(0, 12);
}

const { decision } = RULES_SETTINGS;

function evidenceOf(text: string, span: { start: number; end: number } | null): Evidence | null {
  return span === null ? null : { ...span, text: text.slice(span.start, span.end) };
}
