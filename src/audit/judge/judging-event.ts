import type { AttemptRecord } from '../../model/answer.ts';
import type { ClassifierId, Verdict } from '../../model/verdict.ts';
import type { JudgeUsage } from './judge-meter.ts';

/** What happens while judges look at the answers of a run; `judge` is the classifier's name. */
export type JudgingEvent =
  | { readonly type: 'judge_warning'; readonly judge: string; readonly message: string }
  | { readonly type: 'judge_retrying'; readonly judge: string; readonly attempt: AttemptRecord }
  /** It is waited for. */
  | { readonly type: 'judge_away'; readonly judge: string; readonly reason: string }
  | { readonly type: 'judging'; readonly judge: string; readonly verdict: Verdict }
  | {
      readonly type: 'judged';
      readonly classifier: ClassifierId;
      readonly judged: number;
      readonly unjudged: number;
      /** Answers whose class differs from the verdict before. */
      readonly changed: number;
      readonly usage: JudgeUsage;
    }
  | { readonly type: 'judge_missing'; readonly judge: string; readonly reason: string };
