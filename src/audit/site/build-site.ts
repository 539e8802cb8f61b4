import { groupBy } from '../../compare/tally.ts';
import { wasNeverAsked } from '../../model/answer.ts';
import type { RunRecord, VariantRecord } from '../../model/run.ts';
import { targetLabel } from '../../report/finding-rows.ts';
import { countedVerdict as countedShown, type Evidence } from '../../report/view-model.ts';
import { FEED, MISSING, STYLE } from '../../site/addresses.ts';
import { atomFeed } from '../../site/feed.ts';
import { answerPage } from '../../site/pages/answer-page.tsx';
import { dataPage } from '../../site/pages/data-page.tsx';
import { frontPage } from '../../site/pages/front-page.tsx';
import { type ListedAnswer, listPage } from '../../site/pages/list-page.tsx';
import { methodPage } from '../../site/pages/method-page.tsx';
import { missingPage } from '../../site/pages/missing-page.tsx';
import { modelPage } from '../../site/pages/model-page.tsx';
import { type BriefCell, excerptOf, probePage } from '../../site/pages/probe-page.tsx';
import { runPage } from '../../site/pages/run-page.tsx';
import { topicPage } from '../../site/pages/topic-page.tsx';
import { releaseName } from '../../site/release-words.ts';
import type { SiteData, SiteRun, SiteSettings } from '../../site/site-data.ts';
import { framed } from '../../site/site-frame.tsx';
import { siteStyle } from '../../site/site-style.ts';
import type { Store } from '../../store/store.ts';
import { type ClassifierChoice, countedVerdict } from '../read/observations.ts';
import { Annotators } from './annotators.ts';
import { putCanary } from './put-canary.ts';
import { type Builder, publishedAnswer, putPage } from './site-builder.ts';
import { siteFigures } from './site-figures.ts';
import { type FolderChanges, SiteFolder } from './site-folder.ts';
import { keyOf } from './withdrawals.ts';
import { writeData } from './write-data.ts';

/** What a site is made of, and where it goes. */
export interface SiteRequest {
  readonly runs: readonly RunRecord[];
  readonly folder: string;
  readonly settings: SiteSettings;
  readonly classifier?: ClassifierChoice | null;
  readonly version: string;
  /** Watched targets that are published though no run here asked them; those that one asked are in any case. */
  readonly canaries?: readonly string[];
  /** Told after each question whose answers are written. */
  readonly onQuestion?: (done: number, all: number) => void;
}

/** What came of it. */
export interface BuiltSite extends FolderChanges {
  /** Pages of answers, those of calls without one among them. */
  readonly answers: number;
  /** Those that brought no answer: failed, withheld or empty. */
  readonly unanswered: number;
  readonly withdrawn: number;
}

/**
 * Writes runs as a site of static pages into a folder that is new, empty or such a site. The same store gives the same files; only what differs is
 * written. Texts are read one question at a time. Throws UsageError where no run has an answer or the folder holds something else, OutputError.
 */
export async function buildSite(
  store: Store,
  { runs, folder, settings, classifier = null, version, canaries = [], onQuestion }: SiteRequest,
): Promise<BuiltSite> {
  const files = await SiteFolder.open(folder);
  const annotators = new Annotators();
  const site = await siteFigures(store, runs, classifier, { settings, version, annotators, canaries });
  const builder: Builder = { store, site, files, classifier, annotators, ...withdrawnIn(site) };
  await files.put(STYLE, siteStyle());
  await files.put('.nojekyll', '');
  const counts = await putQuestions(builder, onQuestion);
  await putLists(builder);
  for (const run of site.runs) {
    await writeData(store, run.reported.run, files, { ...builder, settings });
    await putPage(builder, runPage(run, site), run.reported.run.id);
  }
  const newest = site.runs.at(-1)?.reported.run.id ?? '';
  for (const model of site.models) {
    const own = model.dated.at(-1) ?? model.undated.at(-1);
    await putPage(builder, modelPage(model, site), own?.reported.run.id ?? newest, model.target);
  }
  const topics = new Set([...site.all.probes.values()].map(({ topic }) => topic));
  for (const topic of topics) await putPage(builder, topicPage(topic, site), newest);
  for (const canary of site.canaries) await putCanary(builder, canary, newest);
  for (const page of [methodPage(site), dataPage(site), frontPage(site)]) await putPage(builder, page, newest);
  await files.put(MISSING, missingPage(settings));
  await files.put(FEED, atomFeed(site));
  return { ...(await files.close()), ...counts, withdrawn: site.withdrawn.length };
}

function withdrawnIn({ withdrawn, runs }: SiteData): Pick<Builder, 'withdrawn' | 'runsById'> {
  return {
    withdrawn: new Map(withdrawn.map((one) => [keyOf(one), one])),
    runsById: new Map(runs.map((run) => [run.reported.run.id, run])),
  };
}

/** Writes every question with its answers, one question at a time. Gives the number of their pages, and of those without an answer. */
async function putQuestions(
  builder: Builder,
  onQuestion: SiteRequest['onQuestion'],
): Promise<Pick<BuiltSite, 'answers' | 'unanswered'>> {
  const { site, files, store } = builder;
  const asked = new Set(site.all.probes.keys());
  const variants = new Map<string, Map<string, VariantRecord[]>>();
  for (const { reported } of site.runs) {
    variants.set(
      reported.run.id,
      groupBy(await store.variants(reported.run.id), ({ probe }) => probe.id),
    );
  }
  let [answers, unanswered] = [0, 0];
  let done = 0;
  for (const [id, probe] of [...site.all.probes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const cells: BriefCell[] = [];
    for (const run of site.runs) {
      for (const variant of variants.get(run.reported.run.id)?.get(id) ?? []) {
        for (const cell of await readCells(builder, run, variant)) {
          cells.push(briefOf(cell, builder));
          answers += cell.answers.length;
          unanswered += cell.answers.filter(({ delivery }) => delivery !== 'ok' && delivery !== 'truncated').length;
          await putAnswers(cell, builder);
        }
      }
    }
    await files.put(probePage(probe, [], asked).path, framed(probePage(probe, cells, asked), site.settings));
    done += 1;
    onQuestion?.(done, asked.size);
  }
  return { answers, unanswered };
}

/** The answers of one model in one run to one wording. */
interface ReadCell {
  readonly run: SiteRun;
  readonly variant: VariantRecord;
  readonly target: string;
  readonly model: string;
  readonly answers: readonly Evidence[];
}

async function readCells(builder: Builder, run: SiteRun, variant: VariantRecord): Promise<ReadCell[]> {
  const { store } = builder;
  const id = run.reported.run.id;
  const byTarget = new Map<string, Evidence[]>();
  for await (const trial of store.trials(id, { variant: variant.hash })) {
    const answer = await publishedAnswer(builder, run.reported.run, trial, variant);
    if (answer === null) continue;
    byTarget.set(trial.target, [...(byTarget.get(trial.target) ?? []), answer]);
  }
  return [...byTarget]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, answers]) => {
      const model = targetLabel(run.data, id, target);
      return { run, variant, target, model, answers: answers.sort((a, b) => a.sample - b.sample) };
    });
}

function briefOf({ run, variant, target, model, answers }: ReadCell, { withdrawn }: Builder): BriefCell {
  const first = answers.find((one) => one.text !== '' && !withdrawn.has(keyOf(one)));
  return {
    lang: variant.lang,
    prompt: variant.prompt,
    target,
    model,
    release: releaseName(run),
    answers: answers.map((one) => ({
      run: one.run,
      trial: one.trial,
      sample: one.sample,
      delivery: one.delivery,
      verdict: countedShown(one),
      withdrawn: withdrawn.has(keyOf(one)),
    })),
    excerpt: first === undefined ? null : excerptOf(first.text, countedShown(first)?.span ?? null),
  };
}

async function putAnswers({ run, variant, model, answers }: ReadCell, builder: Builder): Promise<void> {
  const { site, files, withdrawn } = builder;
  for (const answer of answers) {
    const page = answerPage({
      answer,
      probe: variant.probe,
      run,
      model,
      repeats: answers.filter((one) => one !== answer),
      withdrawn: withdrawn.get(keyOf(answer)) ?? null,
      traces: site.settings.traces,
    });
    await files.put(page.path, framed(page, site.settings));
  }
}

/** Writes what stands behind figures: the answers of each model in each language, read without their texts. */
async function putLists(builder: Builder): Promise<void> {
  const { site, store, classifier } = builder;
  for (const run of site.runs) {
    const id = run.reported.run.id;
    const variants = new Map((await store.variants(id)).map((variant) => [variant.hash, variant]));
    for (const [target, langs] of run.langs) {
      for (const lang of langs) {
        const answers: ListedAnswer[] = [];
        for await (const trial of store.trials(id, { target, lang, texts: false })) {
          const probe = variants.get(trial.variant)?.probe;
          if (probe === undefined || probe.knowledge !== undefined) continue;
          if (trial.response === null || wasNeverAsked(trial.response)) continue;
          const { topic, role } = probe;
          const { delivery } = trial.response;
          const found = countedVerdict(trial, classifier)?.class ?? null;
          answers.push({ trial: trial.id, probe: probe.id, topic, role, sample: trial.sample, delivery, class: found });
        }
        answers.sort((a, b) => (a.probe < b.probe ? -1 : a.probe > b.probe ? 1 : a.sample - b.sample));
        const model = targetLabel(run.data, id, target);
        await putPage(builder, listPage({ run, target, model, lang }, answers), id);
      }
    }
  }
}
