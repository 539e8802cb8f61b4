import { z } from 'zod';

/** What a draw rests on, as far as it concerns one stratum. */
export const sampleDesignSchema = z.object({
  /** Of the order in which answers are taken. */
  seed: z.number().int(),
  /** By what answers were divided into strata. */
  fields: z.array(z.string()),
  /** When the sample was first drawn, ISO 8601: strata go by the verdicts of that time. */
  since: z.string(),
  /** The part of the run that it was drawn from, and how many answers that had. */
  part: z.object({ target: z.string().nullable(), lang: z.string().nullable() }),
  frame: z.number().int().positive(),
  /** Answers of the stratum, and how many of them the sample has. */
  answers: z.number().int().positive(),
  drawn: z.number().int().positive(),
});
export type SampleDesign = Readonly<z.infer<typeof sampleDesignSchema>>;

/** An answer of a sample drawn for labelling. Each draw holds the whole sample as it stands; the newest counts. */
export interface SampledTrial {
  readonly trial: string;
  /** 1 for the first draw; an extension is the next. */
  readonly draw: string;
  readonly stratum: string;
  /** Above 0, at most 1. */
  readonly probability: number;
  readonly at: string;
  readonly design: SampleDesign;
}

/** Whose labels those of people are, in `by` of {@link LabelSample}. */
export const PEOPLE = 'human';

/** The sample that was drawn from a run for labelling, and how far it is labelled. */
export interface LabelSample {
  /** Whose labels count: `human`, or the name of a judge or panel. */
  readonly by: string;
  /** Names of the people whose labels count; empty for a judge. */
  readonly people: readonly string[];
  readonly drawn: number;
  readonly labelled: number;
  /** Labelled answers on which people differ and nobody has decided; each label counts as its share. */
  readonly undecided: number;
  /** Drawn answers without a label that come before labelled ones of their stratum: the labelled part is a random one only if they were passed over at random. */
  readonly passedOver: number;
  /** Labels of drawn answers that are not used, because too many before them in the queue have none: they were not labelled in their turn. */
  readonly setAside: number;
  /** Answers that came after the draw and could not be drawn. */
  readonly late: number;
}
