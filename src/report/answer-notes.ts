import type { VerdictClass } from '../model/verdict.ts';
import { type AnswerNote, countedVerdict, type Evidence, type ShownVerdict } from './view-model.ts';

/** Notes of answers; those that are alike in all of it share one, so that a million need the room of their different kinds. */
export class AnswerNotes {
  readonly #known = new Map<string, AnswerNote>();

  of(answer: Evidence): AnswerNote {
    const { run, target, lang, probe, delivery, askedAt, verdicts } = answer;
    const counted = countedVerdict(answer);
    const [found, sub] = [counted?.class ?? null, counted?.sub ?? null];
    const day = askedAt?.slice(0, 10) ?? null;
    const given = givenBy(verdicts);
    const key = JSON.stringify([run, target, lang, probe, delivery, day, found, sub, ...given]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const note = { run, target, lang, probe, delivery, day, class: found, sub, given };
    this.#known.set(key, note);
    return note;
  }
}

/** The newest class by each who judged the answer itself. */
function givenBy(verdicts: readonly ShownVerdict[]): Map<string, VerdictClass | null> {
  const newest = new Map<string, ShownVerdict>();
  for (const one of verdicts) {
    if (one.of !== 'response') continue;
    const before = newest.get(one.by);
    if (before === undefined || one.at >= before.at) newest.set(one.by, one);
  }
  return new Map([...newest].map(([by, { class: found }]) => [by, found]));
}
