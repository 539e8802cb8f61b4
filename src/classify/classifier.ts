import type { Lang } from '../model/lang.ts';
import type { Probe } from '../model/probe.ts';
import type { ClassifierId, Verdict } from '../model/verdict.ts';

/** One text to classify, with what the classifier may know about it. */
export interface Item {
  /** The text judged: an answer, or a reasoning trace. */
  readonly text: string;
  readonly of: 'response' | 'reasoning';
  readonly prompt: string | null;
  /** null: detected from the prompt, else from the text. */
  readonly lang: Lang | null;
  /** True where the delivery is `truncated`. */
  readonly truncated: boolean;
  /** Its claims and facts are used in mode `probe`; null means mode `general`. */
  readonly probe: Probe | null;
}

/** Anything that gives verdicts. `version` is a hash over all that can change them. */
export interface Classifier extends ClassifierId {
  /** Never throws for what the text holds: an unreadable judge is a verdict with `unjudged`. Throws where the signal is aborted. */
  classify(item: Item, signal: AbortSignal): Promise<Verdict>;
  /** Several classifiers in one: the verdict of each that was asked, and its own, which counts, last. */
  classifyAll?(item: Item, signal: AbortSignal): Promise<readonly Verdict[]>;
  /** Texts that it can judge at a time; absent: one. */
  readonly concurrency?: number;
  close(): Promise<void>;
}
