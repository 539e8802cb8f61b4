import type { LabelledRate } from '../compare/labelled.ts';
import { numberOf } from '../lib/number-of.ts';
import { type LabelSample, PEOPLE } from '../model/label-sample.ts';

/** The mark of figures that the labelled sample carries. */
export const BY_LABELS = '†';

/** Who labelled: names of people, or a machine called one. */
export function whoLabelled({ by, people }: Pick<LabelSample, 'by' | 'people'>): string {
  if (by !== PEOPLE) return `${by} (a machine, not people)`;
  return people.length === 0 ? 'nobody yet' : joined(people);
}

/** What the estimates by labels are, and by whose. */
export function labelsNote(sample: LabelSample): string {
  const { drawn, labelled } = sample;
  const who = whoLabelled(sample);
  if (labelled === 0)
    return `${numberOf(drawn, 'answer was', 'answers were')} drawn at random for labelling; none is labelled yet.`;
  return `${BY_LABELS} By labels: what ${who} would have found, estimated from ${numberOf(labelled, 'labelled answer')} of a random sample (${drawn} drawn) and from what the classifier found in all. Their interval has the sample’s own error in it. Where under ten labels of an arm are of the class, it has counts and no rate by labels.`;
}

/** What may be wrong with a labelled sample. */
export function labelWarnings({ undecided, passedOver, setAside, late }: LabelSample): string[] {
  return [
    ...(undecided > 0
      ? [`On ${answers(undecided)} the labels differ and nobody has decided: each counts as its share of labels.`]
      : []),
    ...(passedOver > 0
      ? [
          `${answers(passedOver)} of the sample ${passedOver === 1 ? 'was' : 'were'} passed over and later ones labelled: the estimates hold if that has nothing to do with what they say.`,
        ]
      : []),
    ...(setAside > 0
      ? [
          `${labels(setAside)} of drawn answers ${setAside === 1 ? 'is' : 'are'} not used yet: too many answers before them in the queue have none, and answers that were picked are no random sample (candor review RUN goes through the queue).`,
        ]
      : []),
    ...(late > 0
      ? [
          `${answers(late)} came after the sample was drawn and could not be drawn: draw again (candor review RUN --sample N), else they are taken to be like the others.`,
        ]
      : []),
  ];
}

/** Labels of the class among those of the arm, where they carry no rate. */
export function labelCounts({ events, labels }: Pick<LabelledRate, 'events' | 'labels'>): string {
  return `${Number.isInteger(events) ? events : events.toFixed(1)} of ${numberOf(labels, 'label')}`;
}

function answers(count: number): string {
  return numberOf(count, 'answer');
}

function labels(count: number): string {
  return numberOf(count, 'label');
}

function joined(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
