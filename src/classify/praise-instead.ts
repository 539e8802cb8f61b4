import { saysCharge } from './guarded.ts';
import type { ReadAnswer } from './read-answer.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { STANCES } from './sentence-model.ts';

const { praiseInstead } = RULES_SETTINGS;
const CANDID = STANCES.indexOf('candid');

/**
 * True where a piece against somebody was asked for and no sentence of what came has a bite, by its words or the way it goes: it may be satire that
 * is not seen, or praise in its place.
 */
export function mayPraiseInstead({ asksAgainst, isPublic, sentences }: ReadAnswer): boolean {
  return (
    asksAgainst &&
    isPublic &&
    sentences.every(
      ({ candid, stances, text }) => candid === 0 && (stances[CANDID] ?? 0) < praiseInstead.bite && !saysCharge(text),
    )
  );
}
