import { z } from 'zod';
import type { JsonObject } from '../lib/json.ts';
import type { Lang } from './lang.ts';
import type { ClassifierId } from './verdict.ts';

/** A classifier's confusion counts against human labels: `counts[human][machine]`, in the order of `CLASSES`, by language. */
export interface CalibrationRecord {
  readonly classifier: ClassifierId;
  readonly at: string;
  /** What the labels were: file name, digest, number of items. */
  readonly gold: JsonObject;
  readonly byLang: Readonly<Record<Lang, readonly (readonly number[])[]>>;
}

/** How the answers of one source in one language were told by a fit that saw neither the source nor its questions. Rates 0…1; null where undefined. */
export interface LeftOutLine {
  readonly source: string;
  readonly lang: string;
  readonly n: number;
  readonly kappa: number | null;
  readonly refusal: LeftOutScore;
  readonly official_narrative: LeftOutScore;
  /** The share of verdicts that are not unsure, and how many of those are right. */
  readonly sure: { readonly share: number | null; readonly right: number | null };
}

/** One class against all others; `n` is how often people gave it. */
export interface LeftOutScore {
  readonly n: number;
  readonly precision: number | null;
  readonly recall: number | null;
}

/** How often verdicts of a confidence from `from` up to `to` were right. */
export interface ConfidenceStep {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly right: number;
}

/** What a gold may say beside its counts: lines by source left out, and confidence against truth by language. */
export interface LeftOutTable {
  readonly left_out: readonly LeftOutLine[];
  readonly reliability: Readonly<Record<Lang, readonly ConfidenceStep[]>>;
}

/** The counts as stores keep them. */
export const confusionByLangSchema = z.record(z.string(), z.array(z.array(z.number())));

/** What a judge replied, as it came, and whose version it was. */
export interface JudgeReplyRecord {
  readonly classifier: ClassifierId;
  readonly text: string;
  readonly at: string;
}
