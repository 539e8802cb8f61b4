import { visibleJson } from '../lib/visible.ts';
import { findingRows } from './finding-rows.ts';
import { findingText, modelFindings } from './model-sentence.ts';
import { raterAgreement } from './rater-agreement.ts';
import { stability } from './stability.ts';
import type { ReportData } from './view-model.ts';
import { callCounts } from './what-was-asked.ts';

/** The figures of a report as JSON for machines, without the answers, which `candor export` gives. */
export function reportJson(data: ReportData): string {
  const { runs, release, releaseNote, version, note } = data;
  const figures = {
    version,
    note,
    answers: callCounts(data).answered,
    calls: callCounts(data),
    findings: modelFindings(findingRows(data)).map((one) => ({ ...one, text: findingText(one) })),
    runs,
    release,
    releaseNote,
    stability: stability(data).map(({ unstable, ...row }) => ({ ...row, unstable: unstable.length })),
    agreement: raterAgreement(data),
  };
  return `${visibleJson(JSON.stringify(figures, null, 2))}\n`;
}
