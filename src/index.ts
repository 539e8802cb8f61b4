export { type CalibrationReport, calibrateClassifier } from './audit/calibrate/calibrate-classifier.ts';
export { type Imported, importAnswers } from './audit/collect/import-answers.ts';
export { type Labelled, labelAnswers } from './audit/collect/label-answers.ts';
export { compareSides, compareWithin } from './audit/compare/compare-runs.ts';
export { type Classified, classifyRun } from './audit/judge/classify-run.ts';
export { type ClassifierRequest, type ClassifierSource, openClassifier } from './audit/judge/open-classifier.ts';
export { exportRows, exportToFile } from './audit/read/export-run.ts';
export { openStore } from './audit/read/open-store.ts';
export { resolveSide, type Side } from './audit/read/resolve-side.ts';
export { type RunSummary, summarizeRun } from './audit/read/summarize-run.ts';
export type { AuditEvent } from './audit/run/audit-event.ts';
export { auditRequest } from './audit/run/audit-request.ts';
export { createRun, newRunId } from './audit/run/create-run.ts';
export { type Execution, executeRun } from './audit/run/execute-run.ts';
export { type AuditRequest, type PreparedRun, prepareRun } from './audit/run/prepare-run.ts';
export { type ResumedRun, resumeRun } from './audit/run/resume-run.ts';
export type { Classifier, Item } from './classify/classifier.ts';
export { createJudge, type Judge, type JudgeOptions } from './classify/judge/judge.ts';
export { createPanel, type Panel } from './classify/panel.ts';
export type { PanelRule } from './classify/panel-rule.ts';
export { createRulesClassifier } from './classify/rules.ts';
export { type Comparison, compare, compareAcross } from './compare/compare.ts';
export { type Summary, summarize } from './compare/summarize.ts';
export type { AuditConfig } from './config/config.ts';
export { loadConfig, parseConfig } from './config/load-config.ts';
export { type Row, rowSchema } from './formats/row.ts';
export { CandorError, ConfigError, StoreError, TargetError, UsageError } from './lib/errors.ts';
export { DELIVERIES, type Delivery } from './model/delivery.ts';
export type { Identity } from './model/identity.ts';
export type { Observation } from './model/observation.ts';
export type { Probe, ProbeSet, Variant } from './model/probe.ts';
export type { Reply } from './model/reply.ts';
export type { TargetSpec } from './model/target-spec.ts';
export {
  CLASSES,
  SUB_CLASSES,
  VERDICT_FLAGS,
  type Verdict,
  type VerdictClass,
  verdictSchema,
} from './model/verdict.ts';
export { lintProbeSets } from './probes/lint.ts';
export { loadProbeSets } from './probes/load-probe-set.ts';
export { selectProbes } from './probes/select.ts';
export { variantsOf } from './probes/variant.ts';
export { deliveryOf } from './reading/delivery.ts';
export { deliveryOfCollected } from './reading/delivery-of-collected.ts';
export { openSqliteStore } from './store/sqlite.ts';
export type { Store } from './store/store.ts';
export { createTarget } from './targets/create-target.ts';
export type { Ask, Target, TargetIo } from './targets/target.ts';
