export { type CalibrationReport, calibrateClassifier } from './audit/calibrate/calibrate-classifier.ts';
export { type Imported, type ImportRequest, importAnswers } from './audit/collect/import-answers.ts';
export { type Labelled, labelAnswer, labelAnswers } from './audit/collect/label-answers.ts';
export { baselineOf, sideOfBaseline } from './audit/compare/baseline-file.ts';
export { type CompareSidesOptions, compareHome, compareSides, compareWithin } from './audit/compare/compare-runs.ts';
export { gateSides } from './audit/compare/gate-runs.ts';
export { type GateSide, sideOfExport, sideOfStore } from './audit/compare/gate-sides.ts';
export { type Classified, classifyRun } from './audit/judge/classify-run.ts';
export { type ClassifierRequest, type ClassifierSource, openClassifier } from './audit/judge/open-classifier.ts';
export { exportRows, exportToFile } from './audit/read/export-run.ts';
export type { ClassifierChoice } from './audit/read/observations.ts';
export { reportRuns } from './audit/read/report-runs.ts';
export { requireRun, resolveSide, type Side } from './audit/read/resolve-side.ts';
export { type ShownTrial, showTrials } from './audit/read/show-trials.ts';
export { type RunSummary, summarizeRun } from './audit/read/summarize-run.ts';
export type { AuditEvent, TrialEvent } from './audit/run/audit-event.ts';
export type { AuditIo } from './audit/run/audit-io.ts';
export type { AuditPlan } from './audit/run/audit-plan.ts';
export type { AuditResult, Shortfall } from './audit/run/audit-result.ts';
export { type EmbeddedAudit, embeddedAudit } from './audit/run/embedded-audit.ts';
export { planAudit } from './audit/run/plan-audit.ts';
export { type ResumeOptions, resumeAudit } from './audit/run/resume-audit.ts';
export { type AuditOptions, runAudit } from './audit/run/run-audit.ts';
export { systemIo } from './audit/run/system-io.ts';
export { type BuiltSite, buildSite, type SiteRequest } from './audit/site/build-site.ts';
export { withdrawAnswer, withdrawals } from './audit/site/withdrawals.ts';
export type { Classifier, Item } from './classify/classifier.ts';
export { createRulesClassifier } from './classify/rules.ts';
export type { Comparison } from './compare/compare.ts';
export type { GateResult } from './compare/gate.ts';
export type { GateCheck } from './compare/gate-check.ts';
export type { HomeRow } from './compare/home.ts';
export type { AuditConfig, ConfiguredTarget, GateConfig, GateMargin } from './config/config.ts';
export { DEFAULT_GATE } from './config/gate-config.ts';
export { DEFAULT_CONFIG, loadConfig, loadGate, parseConfig } from './config/load-config.ts';
export { type AuditFlags, mergeFlags } from './config/merge-flags.ts';
export { type Row, rowSchema } from './formats/row.ts';
export { CandorError, ConfigError, StoreError, TargetError, UsageError } from './lib/errors.ts';
export { packageVersion } from './lib/package-version.ts';
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
export { loadProbeMap } from './probes/probe-map.ts';
export { loadProbes } from './probes/shipped.ts';
export { gateJunit } from './report/gate-junit.ts';
export { gateMarkdown } from './report/gate-markdown.ts';
export { renderReport } from './report/render-report.ts';
export { reportJson } from './report/report-json.ts';
export { reportMarkdown } from './report/report-markdown.ts';
export { MemoryStore } from './store/memory.ts';
export { openSqliteStore } from './store/sqlite.ts';
export type { Store, TrialFilter } from './store/store.ts';
export { createTarget } from './targets/create-target.ts';
export type { Ask, Target, TargetIo } from './targets/target.ts';
