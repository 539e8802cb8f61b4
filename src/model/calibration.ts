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

/** The counts as stores keep them. */
export const confusionByLangSchema = z.record(z.string(), z.array(z.array(z.number())));

/** What a judge replied, as it came, and whose version it was. */
export interface JudgeReplyRecord {
  readonly classifier: ClassifierId;
  readonly text: string;
  readonly at: string;
}
