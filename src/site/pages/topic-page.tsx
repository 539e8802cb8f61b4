import type { Probe } from '../../model/probe.ts';
import { counted, inWords, titled } from '../../report/figures.ts';
import { findingRows } from '../../report/finding-rows.ts';
import { modelGroups } from '../../report/model-groups.ts';
import { Topics } from '../../report/page/topics.tsx';
import type { ReportData } from '../../report/view-model.ts';
import { probeAddress, relativeAddress, topicAddress } from '../addresses.ts';
import { newestOf, type SiteData } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';

/** A topic: all models beside their controls, each in its newest run, and the questions. */
export function topicPage(topic: string, site: SiteData): Page {
  const path = topicAddress(topic);
  const data = onTopic(topic, site);
  const groups = modelGroups(data, findingRows(data));
  const probes = [...site.all.probes.values()].filter((probe) => probe.topic === topic);
  const ofRole = (role: Probe['role']): Probe[] =>
    probes.filter((probe) => probe.role === role).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    path,
    title: titled(topic),
    kicker: 'Topic',
    heading: titled(topic),
    charts: true,
    body: (
      <>
        <p class="lead">
          {counted(ofRole('sensitive').length, 'sensitive question')}, {counted(ofRole('control').length, 'control')}.
          Figures of each model are those of its newest run.
        </p>
        <Topics data={data} groups={groups} />
        <section aria-labelledby="questions">
          <h2 id="questions">Questions on {inWords(topic)}</h2>
          {(['sensitive', 'control', 'neutral'] as const).map((role) => {
            const own = ofRole(role);
            return own.length === 0 ? null : (
              <>
                <h3>{ROLE_TITLES[role]}</h3>
                <ul class="plain">
                  {own.map(({ id, control }) => (
                    <li>
                      <a href={relativeAddress(path, probeAddress(id))}>{id}</a>
                      {control !== null && site.all.probes.has(control) && (
                        <>
                          {' '}
                          <small>
                            against <a href={relativeAddress(path, probeAddress(control))}>{control}</a>
                          </small>
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              </>
            );
          })}
        </section>
      </>
    ),
  };
}

const ROLE_TITLES = { sensitive: 'Sensitive', control: 'Controls', neutral: 'Neutral' } as const;

/** What the newest run of each model found on one topic. */
function onTopic(topic: string, { models, runs, all }: SiteData): ReportData {
  const newest = models.map((model) => ({ target: model.target, run: newestOf(model) }));
  return {
    ...all,
    runs: runs.flatMap((run) => {
      const own = new Set(newest.filter((one) => one.run === run).map(({ target }) => target));
      const { summary } = run.reported;
      if (own.size === 0) return [];
      const rows = summary.rows.filter(({ target }) => own.has(target));
      const contrasts = summary.contrasts.filter((one) => own.has(one.target) && (one.topic ?? topic) === topic);
      return [{ ...run.reported, summary: { ...summary, rows, contrasts } }];
    }),
  };
}
