import type { Comparison } from '../compare/compare.ts';
import type { UsedCalibration } from '../compare/corrected-rates.ts';
import type { DividedPart } from '../compare/divided.ts';
import type { RunFacts } from '../compare/facts.ts';
import type { HomeRow } from '../compare/home.ts';
import type { KnowledgeRow } from '../compare/knowledge.ts';
import type { OriginRank } from '../compare/origin-ranks.ts';
import type { Summary } from '../compare/summarize.ts';
import type { AttemptRecord, ResponseRecord } from '../model/answer.ts';
import type { LabelSample } from '../model/label-sample.ts';
import type { Probe } from '../model/probe.ts';
import type { RunRecord, TargetRecord } from '../model/run.ts';
import type { ServedCount } from '../model/served.ts';
import type { StoredVerdict } from '../model/stored-trial.ts';
import type { ClassifierId, VerdictClass } from '../model/verdict.ts';
import type { KeptRegistration } from './registration-lines.ts';

/** A verdict as the report shows it. */
export interface ShownVerdict extends Pick<StoredVerdict, 'of' | 'class' | 'sub' | 'flags' | 'confidence' | 'at'> {
  /** The class is only the likeliest one. */
  readonly unsure: boolean;
  /** The state whose position the own voice puts forward; null: none, or not looked at. */
  readonly lineOf: string | null;
  /** `rules 1a2b (probe)`, or `human (Ada)` for a person's label. */
  readonly by: string;
  readonly human: boolean;
  /** True for the one verdict that the rates count. */
  readonly counted: boolean;
  /** The span that decided, in UTF-16 code units of the text judged. */
  readonly span: readonly [number, number] | null;
  readonly note: string | null;
}

/** One answer as the report shows it: everything a reader needs to check a figure. */
export interface Evidence extends Omit<ResponseRecord, 'envelope'> {
  readonly run: string;
  readonly trial: string;
  readonly target: string;
  readonly lang: string;
  readonly probe: string;
  readonly prompt: string;
  readonly sample: number;
  readonly seed: number | null;
  readonly envelope: ResponseRecord['envelope'];
  /** Calls that failed before. */
  readonly failed: readonly AttemptRecord[];
  readonly verdicts: readonly ShownVerdict[];
  /** The later turns of the conversation, in order; absent: there are none. */
  readonly later?: readonly LaterTurn[];
  /** Its text is kept back from publication, since it may hold a trace; absent: it is not. */
  readonly held?: true;
}

/** A later turn of a conversation as it is shown. */
export interface LaterTurn {
  readonly turn: number;
  readonly prompt: string;
  readonly delivery: Evidence['delivery'];
  readonly text: string;
  readonly verdicts: readonly ShownVerdict[];
  readonly held?: true;
}

/** One run with what was made of it. */
export interface ReportedRun {
  readonly run: RunRecord;
  readonly targets: readonly TargetRecord[];
  readonly summary: Summary;
  readonly classifiers: readonly ClassifierId[];
  readonly calibrations: readonly UsedCalibration[];
  /** The sample that was drawn for labelling; absent or null: none was. */
  readonly sample?: LabelSample | null;
  readonly languages: readonly Comparison[];
  /** Subjects of each model's own state beside those of others; absent: not looked at. */
  readonly home?: readonly HomeRow[];
  /** What of a difference to the controls is kept back and what is not known; absent or empty: no check was asked. */
  readonly knowledge?: readonly KnowledgeRow[];
  /** Facts that answers tell, contradict and leave out; absent: not looked at. */
  readonly facts?: RunFacts;
  /** Rates of hand-written questions and of those drawn from each frame; absent or empty: all have one origin. */
  readonly origins?: readonly DividedPart[];
  /** How alike both rank the models; absent or empty likewise. */
  readonly originRanks?: readonly OriginRank[];
  /** When the first and the last of its answers were given; null: they do not say. */
  readonly asked: { readonly first: string; readonly last: string } | null;
  /** Which of its answers stand in the page with their texts: of each question in a language to a target so many, and of which share of those; null: all. */
  readonly shownRule: { readonly each: number; readonly share: number } | null;
  /** Why calls failed or were not made, a line a target and reason; absent: all brought an answer. */
  readonly failures?: readonly string[];
  /** How it kept to what was registered before it; absent or null: nothing was. */
  readonly registration?: KeptRegistration | null;
  /** By target: who answered, as the answers say. */
  readonly served: ReadonlyMap<string, readonly ServedCount[]>;
}

/** What figures are made of in an answer. */
export interface AnswerNote extends Pick<Evidence, 'run' | 'target' | 'lang' | 'probe' | 'delivery'> {
  /** The day of asking (UTC); null: not known. */
  readonly day: string | null;
  /** By the verdict that counts; null: none does, or it gives no class. */
  readonly class: VerdictClass | null;
  readonly sub: string | null;
  /** The newest class that each classifier or person gave it; null: none. */
  readonly given: ReadonlyMap<string, VerdictClass | null>;
}

/** An answer whose text stands in the page. */
export interface ShownAnswer {
  readonly note: AnswerNote;
  readonly trial: string;
  readonly sample: number;
  readonly prompt: string;
  /** Of the verdict that counts. */
  readonly confidence: number | null;
}

/** All that a report holds. `release` compares the first run with the second, where there are two. */
export interface ReportData {
  readonly runs: readonly ReportedRun[];
  readonly release: Comparison | null;
  /** Why there is no comparison of two runs. */
  readonly releaseNote: string | null;
  /** Every answer, by run, question, language, target and sample: what figures are made of. */
  readonly answers: readonly AnswerNote[];
  /** Those that stand in the page, in the same order: all, or where there are too many of them those that a rule takes. */
  readonly shown: readonly ShownAnswer[];
  /** Their texts, packed; empty where nobody asked for them. */
  readonly pages: readonly string[];
  /** True where some question was asked more than once of a target in a language. */
  readonly askedAgain: boolean;
  /** Every question that was answered, by id. */
  readonly probes: ReadonlyMap<string, Probe>;
  readonly version: string;
  /** A sentence of the author's for the first screen. */
  readonly note: string | null;
}

/** The verdict of an answer that the rates count; null: there is none. */
export function countedVerdict({ verdicts }: Evidence): ShownVerdict | null {
  return verdicts.find(({ counted }) => counted) ?? null;
}
