import type { Generated, Insertable } from 'kysely';

/** The tables. JSON is kept as text; times are ISO 8601 in UTC; booleans are 0 and 1. */
export interface Database {
  runs: RunTable;
  run_targets: TargetTable;
  identities: IdentityTable;
  probes: ProbeTable;
  variants: VariantTable;
  trials: TrialTable;
  responses: ResponseTable;
  attempts: AttemptTable;
  classifiers: ClassifierTable;
  verdicts: VerdictTable;
  calibrations: CalibrationTable;
  judge_replies: JudgeReplyTable;
}

interface RunTable {
  id: Generated<number>;
  key: string;
  name: string | null;
  origin: string;
  started_at: string;
  ended_at: string | null;
  config: string;
  seed: number;
  plan_hash: string;
  package_version: string;
  git_version: string | null;
  probe_sets: string;
}

interface TargetTable {
  id: Generated<number>;
  run_id: number;
  key: string;
  family: string | null;
  kind: string;
  model: string;
  place: string;
  identity_hash: string;
  params: string;
}

interface IdentityTable {
  hash: string;
  identity: string;
}

interface ProbeTable {
  id: Generated<number>;
  run_id: number;
  key: string;
  probe: string;
}

interface VariantTable {
  id: Generated<number>;
  run_id: number;
  probe_id: number;
  hash: string;
  lang: string;
  prompt: string;
  set_version: string;
}

interface TrialTable {
  id: Generated<number>;
  run_id: number;
  key: string;
  variant_id: number;
  target_id: number;
  sample: number;
  seed: number | null;
  position: number;
}

interface ResponseTable {
  id: Generated<number>;
  trial_id: number;
  delivery: string;
  side: string | null;
  kind: string | null;
  flags: string | null;
  reason: string | null;
  finish: string | null;
  text: string;
  reasoning: string | null;
  reasoning_state: string;
  attempts: number;
  asked_at: string | null;
  latency_ms: number | null;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  envelope: string | null;
}

interface AttemptTable {
  id: Generated<number>;
  trial_id: number;
  n: number;
  at: string;
  latency_ms: number;
  status: number | null;
  kind: string | null;
  message: string;
  body: string | null;
}

interface ClassifierTable {
  id: Generated<number>;
  name: string;
  version: string;
  mode: string;
}

interface VerdictTable {
  id: Generated<number>;
  trial_id: number;
  classifier_id: number;
  judged: string;
  class: string | null;
  sub: string | null;
  flags: string | null;
  confidence: number | null;
  evidence_start: number | null;
  evidence_end: number | null;
  unjudged: number;
  note: string | null;
  at: string;
  author: string | null;
}

interface CalibrationTable {
  id: Generated<number>;
  classifier_id: number;
  at: string;
  gold: string;
  by_lang: string;
}

interface JudgeReplyTable {
  call: string;
  classifier_id: number;
  reply: string;
  at: string;
}

export type NewVerdictRow = Insertable<VerdictTable>;
export type NewResponseRow = Insertable<ResponseTable>;
