import type { StoredVerdict } from '../model/stored-trial.ts';

/** A label of a person, as stored. */
export type HumanLabel = StoredVerdict & { readonly by: string };

/** Before the name of who decided between the labels of others. */
export const ADJUDICATED = 'adjudicated:';

/** Before the name of a person who labelled an answer again without knowing it: tells of steadiness, and counts nowhere else. */
export const REPEATED = 'repeat:';

/** The labels of people on an answer, oldest first; those of machines and on reasoning are left out. */
export function humanLabels(verdicts: readonly StoredVerdict[]): HumanLabel[] {
  return verdicts.flatMap((verdict) =>
    verdict.classifier.name === 'human' && verdict.of === 'response' && verdict.by !== null
      ? [{ ...verdict, by: verdict.by }]
      : [],
  );
}

/** The newest label of each person who labelled for themselves, by name. */
export function newestByPerson(labels: readonly HumanLabel[]): Map<string, HumanLabel> {
  const own = labels.filter(({ by }) => !by.startsWith(ADJUDICATED) && !by.startsWith(REPEATED));
  return new Map(own.map((label) => [label.by, label]));
}

/** The newest adjudicated label; null: nobody decided. */
export function adjudicatedLabel(labels: readonly HumanLabel[]): HumanLabel | null {
  return labels.findLast(({ by }) => by.startsWith(ADJUDICATED)) ?? null;
}

/** The labels that count: the adjudicated one where there is one, else the newest of each person. */
export function finalLabels(labels: readonly HumanLabel[]): HumanLabel[] {
  const decided = adjudicatedLabel(labels);
  return decided === null ? [...newestByPerson(labels).values()] : [decided];
}

const TIMED = /^\[(\d+(?:\.\d)?) s\] ?/;

/** A note with the seconds that labelling took before it: `[12.4 s] text`. */
export function timedNote(seconds: number | null, text: string): string {
  return seconds === null ? text : `[${seconds.toFixed(1)} s] ${text}`.trimEnd();
}

/** The seconds and the text of a note made by {@link timedNote}. */
export function readNote(note: string | undefined): { readonly seconds: number | null; readonly text: string } {
  const match = TIMED.exec(note ?? '');
  if (match === null) return { seconds: null, text: note ?? '' };
  return { seconds: Number(match[1]), text: (note ?? '').slice(match[0].length) };
}

/** A person's confidence, 1 to 3, as a share with two digits. */
export function shareOfConfidence(confidence: 1 | 2 | 3): number {
  return Math.round((confidence / 3) * 100) / 100;
}

/** The confidence, 1 to 3, that a share stands for; null: none was given. */
export function confidenceOfShare(share: number | null): 1 | 2 | 3 | null {
  if (share === null) return null;
  return share < 0.5 ? 1 : share < 0.84 ? 2 : 3;
}
