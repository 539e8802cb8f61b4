import { compareText } from '../lib/compare-text.ts';
import { escapeXml } from '../report/escape-xml.ts';
import { targetLabel } from '../report/finding-rows.ts';
import { findingText, modelFindings } from '../report/model-sentence.ts';
import { askedText } from '../report/what-was-asked.ts';
import { canaryAddress, FEED, FRONT, runAddress } from './addresses.ts';
import { type CanaryChange, changesOf, changeWords } from './canary-words.ts';
import { pairWords, releaseName, releaseWords } from './release-words.ts';
import type { SiteCanary, SiteData, SiteRun } from './site-data.ts';

/** Sentences of a run that an entry holds at most. */
const MOST = 60;

/**
 * The runs and their findings, and the days from which on a watched name answers otherwise, as an Atom feed (RFC 4287), the newest first. Its times are those of the runs, so that the same store gives the same
 * feed. Where the site's address is not known, entries have no links that a reader elsewhere could follow but relative ones.
 */
export function atomFeed(site: SiteData): string {
  const { settings, runs, canaries } = site;
  const newest = [...runs].reverse();
  const at = (path: string): string =>
    escapeXml(settings.baseURL === null ? path : new URL(path, settings.baseURL).href);
  const entries = [
    ...newest.map((run) => ({ updated: timeOf(run), text: entryOf(run, site, at) })),
    ...canaries.flatMap((canary) =>
      changesOf(canary).map((change) => ({ updated: change.alarm.at, text: changeEntry(canary, change, at) })),
    ),
  ].sort((a, b) => compareText(b.updated, a.updated));
  const updated = entries[0]?.updated ?? '1970-01-01T00:00:00.000Z';
  const id = settings.baseURL ?? `urn:candor:site:${newest.at(-1)?.reported.run.id ?? 'empty'}`;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>${escapeXml(settings.title)}</title>
  <id>${escapeXml(id)}</id>
  <updated>${escapeXml(updated)}</updated>
  <link rel="self" type="application/atom+xml" href="${at(FEED)}"/>
  <link rel="alternate" type="text/html" href="${at(FRONT)}"/>
  <author><name>${escapeXml(settings.title)}</name></author>
  <generator>Candor</generator>
${settings.license === null ? '' : `  <rights>${escapeXml(settings.license)}</rights>\n`}${entries.map(({ text }) => text).join('')}</feed>
`;
}

function entryOf(run: SiteRun, { models, familyPairs, comparisons }: SiteData, at: (path: string) => string): string {
  const { run: record, targets } = run.reported;
  const steps = models.flatMap(({ name, steps: own }) =>
    own.filter(({ candidate }) => candidate === run).map((step) => `${name}: ${releaseWords(step, comparisons)}`),
  );
  const pairs = familyPairs.filter((pair) => pair.run === run).map((pair) => pairWords(pair, comparisons));
  const sentences = [...modelFindings(run.rows).map(findingText), ...steps, ...pairs];
  const rest = sentences.length - MOST;
  const text = [
    askedText(
      run.data,
      targets.map(({ id }) => targetLabel(run.data, record.id, id)),
    ),
    ...sentences.slice(0, MOST),
    ...(rest > 0 ? [`And ${rest} more sentences on the run’s page.`] : []),
  ].join('\n');
  return `  <entry>
    <title>${escapeXml(`Run ${releaseName(run)}`)}</title>
    <id>${escapeXml(`urn:candor:run:${encodeURIComponent(record.id)}`)}</id>
    <updated>${escapeXml(timeOf(run))}</updated>
    <link rel="alternate" type="text/html" href="${at(runAddress(record.id))}"/>
    <content type="text">${escapeXml(text)}</content>
  </entry>
`;
}

/** That a watched name answers otherwise, told on the day of the alarm. */
function changeEntry(canary: SiteCanary, change: CanaryChange, at: (path: string) => string): string {
  const { target, name } = canary;
  const said = `${name} answers otherwise ${changeWords(change)}`;
  return `  <entry>
    <title>${escapeXml(said)}</title>
    <id>${escapeXml(`urn:candor:canary:${encodeURIComponent(target)}:${change.alarm.day}`)}</id>
    <updated>${escapeXml(change.alarm.at)}</updated>
    <link rel="alternate" type="text/html" href="${at(canaryAddress(target))}"/>
    <content type="text">${escapeXml(`${said}. The day is an estimate. One such alarm a year is expected by chance at most where days are independent; why answers differ it does not say.`)}</content>
  </entry>
`;
}

/** When a run was over, as far as it is known. */
function timeOf({ reported: { run } }: SiteRun): string {
  return run.endedAt ?? run.startedAt;
}
