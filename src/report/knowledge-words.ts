import type { KnowledgeRow } from '../compare/knowledge.ts';
import { pointsText } from '../model/share-words.ts';

/** What a decomposition by knowledge does and does not say. */
export const KNOWLEDGE_NOTE =
  'Differences to the controls in percentage points, over the pairs of question and control, as the sum of three parts: questions of which the target shows elsewhere that it knows a fact, those whose checks it failed (incapacity: it could not have told), and those without a check. A target that keeps its knowledge back in the checks too counts as one that does not know.';

/** A difference with its part that is no suppression: `of +18, 11 incapacity`; empty where there is no rise, or every check was passed. */
export function knowledgeWords({ target, lang, kept, diff, incapacity }: KnowledgeRow): string[] {
  const points = Math.round(incapacity * 100);
  if (diff <= 0 || points <= 0) return [];
  const what = kept === 'refusal' ? 'refusals' : 'omissions';
  return [`${target}, ${lang}: of ${pointsText(diff)} ${what}, ${points} incapacity.`];
}
