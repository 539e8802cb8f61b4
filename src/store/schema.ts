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
  label_samples: LabelSampleTable;
  watch_state: WatchStateTable;
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
  owner: string | null;
  heartbeat_at: string | null;
  discarded: string | null;
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
  name: string | null;
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
  phrasing: number | null;
  cluster: string | null;
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
  arm: string | null;
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
  served_model: string | null;
  served_by: string | null;
  system_fingerprint: string | null;
  served_region: string | null;
  reasoning_tokens: number | null;
  answer_end: number | null;
  first_tokens: string | null;
  worker: string | null;
  turn: number;
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
  worker: string | null;
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
  line_of: string | null;
  unsure: number;
  codebook: number;
  turn: number;
  judged_facts: string | null;
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

/** A trial drawn for labelling, with the probability that it was drawn. */
interface LabelSampleTable {
  id: Generated<number>;
  run_id: number;
  trial_id: number;
  /** Which draw it belongs to. */
  draw: string;
  stratum: string;
  inclusion_probability: number;
  drawn_at: string;
  /** Strata, sizes, seed and estimand of the draw, as JSON. */
  design: string;
}

/** What a watch remembers of a source of releases. */
interface WatchStateTable {
  source: string;
  key: string;
  value: string;
  at: string;
}

export type NewVerdictRow = Insertable<VerdictTable>;
export type NewAttemptRow = Insertable<AttemptTable>;
export type NewResponseRow = Insertable<ResponseTable>;
