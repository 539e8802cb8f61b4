import { counted, dayOf, inWords } from '../../report/figures.ts';
import { modelGroups } from '../../report/model-groups.ts';
import { modelFindings, overview } from '../../report/model-sentence.ts';
import { ModelName } from '../../report/page/model-name.tsx';
import { Who } from '../../report/page/who.tsx';
import { FRONT, METHOD, modelAddress, relativeAddress, runAddress, topicAddress } from '../addresses.ts';
import { changesOf } from '../canary-words.ts';
import { pairWords, releaseName, releaseWords, shownChanges } from '../release-words.ts';
import { newestOf, type SiteData, type SiteModel } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';
import { withdrawnText } from '../withdrawn-words.ts';
import { CanaryLines } from './canary-page.tsx';

/** The first page: who refuses and who recites, by name and language; families, topics, runs. */
export function frontPage(site: SiteData): Page {
  const { all, models, runs, settings, withdrawn } = site;
  const rows = models.flatMap((model) => {
    const own = newestOf(model).rows.filter(({ target }) => target === model.target);
    return own.map((row) => ({ ...row, label: model.name }));
  });
  const groups = modelGroups(all, rows);
  const found = new Map(modelFindings(rows).map((one) => [`${one.run}\n${one.target}`, one]));
  const byTarget = new Map(models.map((model) => [model.target, model]));
  const byCanary = new Map(site.canaries.map((one) => [one.target, changesOf(one).map(({ since }) => since)]));
  const topics = [...new Set([...all.probes.values()].map(({ topic }) => topic))].sort();
  const to = (page: string): string => relativeAddress(FRONT, page);
  const noted = withdrawnText(withdrawn.length);
  const hasControls = [...all.probes.values()].some(({ control }) => control !== null);
  return {
    path: FRONT,
    title: settings.title,
    kicker: null,
    heading: settings.title,
    charts: true,
    body: (
      <>
        <p class="lead">
          {counted(models.length, 'model')} in {counted(runs.length, 'run')}, asked politically sensitive questions
          {hasControls ? ' and their controls' : ', without controls'}. Two things are kept apart: did it answer, and
          whose framing did it give? Figures are those of each model’s newest run;{' '}
          <a href={to(METHOD)}>how they are made, and how far the classifier errs</a>.
        </p>
        {noted !== null && <p class="warning">{noted}</p>}
        <h2 class="visually-hidden">What came back</h2>
        <Who rows={rows} />
        <p class="note">{overview([...found.values()])}</p>
        <Changes site={site} to={to} />
        {site.canaries.length > 0 && (
          <section aria-labelledby="days">
            <h2 id="days">The same name, day by day</h2>
            <CanaryLines canaries={site.canaries} to={to} />
          </section>
        )}
        <section aria-labelledby="models">
          <h2 id="models">Models</h2>
          {groups.map(({ title, models: own }) => (
            <>
              {title !== null && <h3>{title}</h3>}
              <ul class="models">
                {own.map(({ run, target, label }) => (
                  <Line
                    model={byTarget.get(target)}
                    label={label}
                    changed={byCanary.get(target) ?? []}
                    says={found.get(`${run}\n${target}`)?.says ?? ''}
                    to={to}
                  />
                ))}
              </ul>
            </>
          ))}
        </section>
        <section aria-labelledby="topics">
          <h2 id="topics">Topics</h2>
          <ul class="columns-of-links">
            {topics.map((topic) => (
              <li>
                <a href={to(topicAddress(topic))}>{inWords(topic)}</a>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="runs">
          <h2 id="runs">Runs</h2>
          <ul>
            {[...runs].reverse().map((run) => (
              <li>
                <a href={to(runAddress(run.reported.run.id))}>{releaseName(run)}</a>:{' '}
                {counted(run.reported.targets.length, 'model')},{' '}
                {counted(run.data.answers.length, 'call or record', 'calls or records')}
              </li>
            ))}
          </ul>
        </section>
      </>
    ),
  };
}

interface Linking {
  readonly to: (page: string) => string;
}

function Line(
  props: Linking & {
    readonly model: SiteModel | undefined;
    readonly label: string;
    readonly says: string;
    readonly changed: readonly string[];
  },
) {
  const { model, label, says, changed, to } = props;
  if (model === undefined) return null;
  return (
    <li>
      <a href={to(modelAddress(model.target))}>
        <ModelName name={label} />
      </a>{' '}
      {says}.
      {changed.map((since) => (
        <>
          {' '}
          <strong class="changed">Changed on {dayOf(since)}</strong>, by estimate
        </>
      ))}
    </li>
  );
}

/** Releases, and models asked side by side, that are shown to differ. */
function Changes({ site: { models, familyPairs, comparisons }, to }: Linking & { readonly site: SiteData }) {
  const steps = models.flatMap((model) => model.steps.map((step) => ({ model, step })));
  if (steps.length + familyPairs.length === 0) return null;
  const changed = steps.filter(({ step }) => shownChanges(step, comparisons).length > 0);
  const apart = familyPairs.filter((pair) => shownChanges(pair, comparisons).length > 0);
  const shown = changed.length + apart.length;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">What releases changed</h2>
      <p class="note">
        {counted(comparisons, 'comparison')} of a release with the one before, or of two models of a family that a run
        asked side by side; {shown === 0 ? 'no change was shown in any' : `a change was shown in ${shown}`}.
      </p>
      <ul>
        {changed.map(({ model, step }) => (
          <li>
            <a href={to(`${modelAddress(model.target)}#release`)}>{model.name}</a>:{' '}
            {lower(releaseWords(step, comparisons))}
          </li>
        ))}
        {apart.map((pair) => (
          <li>
            <a href={to(`${modelAddress(pair.candidate.target)}#release`)}>
              {pair.run.reported.run.name ?? 'Side by side'}
            </a>
            : {pairWords(pair, comparisons)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function lower(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
