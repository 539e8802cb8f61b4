import { answerAddress, listAddress, listPart, probeAddress, relativeAddress, runAddress } from './addresses.ts';
import type { SiteRun } from './site-data.ts';

/** What a page is of: its run, and its model where it has one. */
export interface Meant {
  readonly run: string;
  readonly target: string | null;
}

/** Runs by id, for links that name one. */
export type RunsById = ReadonlyMap<string, SiteRun>;

/**
 * A page's HTML in which the report's links to answers (`#target=…&lang=…`, made by `evidenceLink`) lead to the pages of the site, and those to
 * the report's other sections to the page of the run. The run of `meant` is meant where a link names none, and so is its target.
 */
export function withSiteAddresses(html: string, from: string, meant: Meant, runs: RunsById): string {
  return html.replaceAll(/ href="#([^"]*)"/g, (whole, hash: string) => {
    if (!hash.includes('=')) {
      if (html.includes(` id="${hash}"`)) return whole;
      return ` href="${relativeAddress(from, `${runAddress(meant.run)}#${hash}`)}"`;
    }
    const wanted = new URLSearchParams(hash.replaceAll('&amp;', '&'));
    return ` href="${relativeAddress(from, evidenceAddress(wanted, meant, runs))}"`;
  });
}

/** Where the answers behind a figure of the report stand in the site. */
function evidenceAddress(wanted: URLSearchParams, meant: Meant, runs: RunsById): string {
  const run = wanted.get('run') ?? meant.run;
  const [lang, trial, probe] = [wanted.get('lang'), wanted.get('trial'), wanted.get('probe')];
  if (trial !== null) return answerAddress(run, trial);
  if (probe !== null) return `${probeAddress(probe)}${lang === null ? '' : `#${lang}`}`;
  const target = wanted.get('target') ?? meant.target;
  const langs = target === null ? undefined : runs.get(run)?.langs.get(target);
  const first = langs?.[0];
  if (target === null || langs === undefined || first === undefined) {
    return `${runAddress(run)}#${wanted.has('delivery') ? 'deliveries' : 'findings'}`;
  }
  const page = listAddress(run, target, lang !== null && langs.includes(lang) ? lang : first);
  const delivery = wanted.get('delivery');
  if (delivery !== null) return `${page}#${listPart('any', delivery)}`;
  const [role, name] = [wanted.get('role') ?? 'sensitive', wanted.get('class')];
  return name === null ? `${page}#${role}` : `${page}#${listPart(role, name, wanted.get('topic'))}`;
}
