import { wasNeverAsked } from '../../model/answer.ts';
import type { RunRecord, VariantRecord } from '../../model/run.ts';
import type { StoredTrial } from '../../model/stored-trial.ts';
import type { Withdrawal } from '../../model/withdrawal.ts';
import type { Evidence } from '../../report/view-model.ts';
import { withSiteAddresses } from '../../site/evidence-addresses.ts';
import type { SiteData, SiteRun } from '../../site/site-data.ts';
import { framed, type Page } from '../../site/site-frame.tsx';
import type { Store } from '../../store/store.ts';
import type { ClassifierChoice } from '../read/observations.ts';
import { readEvidence } from '../read/report-evidence.ts';
import type { Annotators } from './annotators.ts';
import { withoutThought } from './held-thought.ts';
import type { SiteFolder } from './site-folder.ts';

/** What pages are written with. */
export interface Builder {
  readonly store: Store;
  readonly site: SiteData;
  readonly files: SiteFolder;
  readonly classifier: ClassifierChoice | null;
  readonly annotators: Annotators;
  readonly withdrawn: ReadonlyMap<string, Withdrawal>;
  readonly runsById: ReadonlyMap<string, SiteRun>;
}

/** Writes a page whose figures are of a run, and of a target where it has one. */
export async function putPage(
  { site, files, runsById }: Builder,
  page: Page,
  run: string,
  target: string | null = null,
): Promise<void> {
  await files.put(page.path, withSiteAddresses(framed(page, site.settings), page.path, { run, target }, runsById));
}

/** An answer as a site publishes it: without people's names, and without traces and texts that may hold one unless they are asked for. null: nothing came. */
export async function publishedAnswer(
  { store, classifier, annotators, site }: Builder,
  run: RunRecord,
  trial: StoredTrial,
  variant: VariantRecord,
): Promise<Evidence | null> {
  if (trial.response === null || wasNeverAsked(trial.response)) return null;
  const read = await readEvidence(store, run, trial, variant, classifier);
  if (read === null) return null;
  const answer = unnamed(read, annotators);
  return site.settings.traces ? answer : withoutThought(answer);
}

function unnamed(answer: Evidence, annotators: Annotators): Evidence {
  const { later } = answer;
  const verdicts = answer.verdicts.map((verdict) => ({ ...verdict, by: annotators.by(verdict.by) }));
  if (later === undefined) return { ...answer, verdicts };
  const turns = later.map((turn) => ({
    ...turn,
    verdicts: turn.verdicts.map((verdict) => ({ ...verdict, by: annotators.by(verdict.by) })),
  }));
  return { ...answer, verdicts, later: turns };
}
