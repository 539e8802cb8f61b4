import { nameOfModel } from '../../model/model-name.ts';
import { counted, dayOf, daysOf, languageName } from '../../report/figures.ts';
import { findingRows } from '../../report/finding-rows.ts';
import { modelGroups } from '../../report/model-groups.ts';
import { Languages } from '../../report/page/comparisons.tsx';
import { Deliveries } from '../../report/page/deliveries.tsx';
import { Chart } from '../../report/page/figure.tsx';
import { Findings } from '../../report/page/findings.tsx';
import { Home } from '../../report/page/home.tsx';
import { Topics } from '../../report/page/topics.tsx';
import { dataAddress, listAddress, modelAddress, relativeAddress, runAddress } from '../addresses.ts';
import { changesOf } from '../canary-words.ts';
import { pairWords, releaseName, releaseNote, releaseWords } from '../release-words.ts';
import { newestOf, partOf, type SiteData, type SiteModel, type SiteRun } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';
import { timeline } from '../timeline.ts';
import { CanaryLines } from './canary-page.tsx';

/** A model: what its newest release does, how its releases differ, and where its answers are. */
export function modelPage(model: SiteModel, site: SiteData): Page {
  const path = modelAddress(model.target);
  const newest = newestOf(model);
  const data = partOf(newest.data, model.target);
  const rows = findingRows(data);
  const groups = modelGroups(data, rows);
  const runs = [...model.dated, ...model.undated];
  const names = new Set(runs.map((run) => askedAs(run, model.target)));
  return {
    path,
    title: model.name,
    kicker: model.family === null ? 'Model' : `Model of the family ${model.family}`,
    heading: model.name,
    charts: true,
    body: (
      <>
        <p class="lead">
          {counted(runs.length, 'run')}; figures below are of{' '}
          {model.dated.length > 0 ? 'the newest' : 'the one taken in last, since none says when it answered'},{' '}
          {releaseName(newest)}.
        </p>
        <Findings data={data} rows={rows} groups={groups} />
        <Releases model={model} site={site} />
        <DayByDay model={model} site={site} />
        <Topics data={data} groups={groups} />
        <Languages data={data} groups={groups} />
        <Home data={data} groups={groups} />
        <Deliveries data={data} groups={groups} />
        <section aria-labelledby="runs">
          <h2 id="runs">Runs and answers</h2>
          <ul>
            {runs.map((run) => (
              <RunLine run={run} target={model.target} path={path} named={names.size > 1} />
            ))}
          </ul>
          <Others model={model} path={path} />
        </section>
      </>
    ),
  };
}

/** Release against release: the timeline, and what each release is shown to have changed. */
function Releases({ model, site }: { readonly model: SiteModel; readonly site: SiteData }) {
  const { dated, undated, steps, target } = model;
  const canary = site.canaries.find((one) => one.target === target) ?? null;
  const pairs = site.familyPairs.filter((pair) => [pair.base, pair.candidate].some((one) => one.target === target));
  if (dated.length + undated.length < 2 && pairs.length === 0) return null;
  return (
    <section aria-labelledby="release">
      <h2 id="release">Release against release</h2>
      <ul class="sentences">
        {steps.map((step) => (
          <li>{releaseWords(step, site.comparisons)}</li>
        ))}
        {pairs.map((pair) => (
          <li>{pairWords(pair, site.comparisons)}</li>
        ))}
      </ul>
      {dated.length > 1 && (
        <Chart draw={(room) => timeline(target, dated, room, canary)}>
          Share of judged answers, in per cent, with 95 % intervals, by the day on which each run began to ask. Filled
          marks are sensitive questions, hollow ones their controls. Every mark leads to its answers.
          {canary !== null && changesOf(canary).length > 0 && ` ${FLAGS}`}
        </Chart>
      )}
      {steps.length + pairs.length > 0 && <p class="note">{releaseNote(site.comparisons)}</p>}
      {undated.length > 0 && (
        <p class="warning">
          {counted(undated.length, 'run')} of collected answers {undated.length === 1 ? 'does' : 'do'} not say when the
          answers were given ({undated.map(({ reported: { run } }) => run.name ?? run.id).join(', ')}):{' '}
          {undated.length === 1 ? 'it stands' : 'they stand'} on no timeline and in no comparison of releases.
        </p>
      )}
    </section>
  );
}

const FLAGS = 'A line with a flag is a day on which the model behind the name changed, by its canary.';

/** What is known of the model behind the name from day to day; nothing where it is not watched. */
function DayByDay({ model, site }: { readonly model: SiteModel; readonly site: SiteData }) {
  const canaries = site.canaries.filter(({ target }) => target === model.target);
  if (canaries.length === 0) return null;
  return (
    <section aria-labelledby="days">
      <h2 id="days">The same name, day by day</h2>
      <CanaryLines canaries={canaries} to={(page) => relativeAddress(modelAddress(model.target), page)} />
    </section>
  );
}

/** Runs in which the id stood for another model. */
function Others({ model: { others, target, name }, path }: { readonly model: SiteModel; readonly path: string }) {
  if (others.length === 0) return null;
  return (
    <>
      <p class="warning">
        In {counted(others.length, 'run')} the id {target} stood for another model than {name} is now, by its name,
        family and size: {others.length === 1 ? 'it is no release' : 'they are no releases'} of this one,{' '}
        {others.length === 1 ? 'is' : 'are'} compared with nothing and {others.length === 1 ? 'stands' : 'stand'} on no
        timeline.
      </p>
      <ul>
        {others.map((run) => (
          <RunLine run={run} target={target} path={path} named={true} />
        ))}
      </ul>
    </>
  );
}

/** The model's name as a run asked for it. */
function askedAs({ reported }: SiteRun, target: string): string {
  return nameOfModel(reported.targets.find(({ id }) => id === target)?.identity.model ?? target);
}

function RunLine(props: {
  readonly run: SiteRun;
  readonly target: string;
  readonly path: string;
  /** Say under which name it asked for the model. */
  readonly named: boolean;
}) {
  const { run, target, path, named } = props;
  const to = (page: string): string => relativeAddress(path, page);
  const { run: record, targets } = run.reported;
  const days = run.data.answers.flatMap((one) => (one.target === target && one.day !== null ? [one.day] : [])).sort();
  const [first, last] = [days[0], days.at(-1)];
  const served = targets.find(({ id }) => id === target);
  const digest = served?.identity.digest ?? null;
  return (
    <li>
      <a href={to(runAddress(record.id))}>{record.name ?? record.id}</a>
      {first === undefined || last === undefined
        ? `, taken in on ${dayOf(record.startedAt)}, not known when it answered`
        : `, asked ${first === last ? 'on ' : ''}${daysOf(first, last)}`}
      {named ? `, asked for as ${askedAs(run, target)}` : ''}
      {digest === null ? '' : `, digest ${digest.slice(0, 16)}`}: answers in{' '}
      {(run.langs.get(target) ?? []).map((lang, i) => (
        <>
          {i > 0 && ', '}
          <a href={to(listAddress(record.id, target, lang))}>{languageName(lang)}</a>
        </>
      ))}
      ; <a href={to(dataAddress(record.id, 'data.jsonl'))}>data</a>
    </li>
  );
}
