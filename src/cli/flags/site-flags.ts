import type { WrittenSite } from '../../config/schema.ts';
import { UsageError } from '../../lib/errors.ts';
import type { SiteSettings } from '../../site/site-data.ts';

/** The title of a site that has none. */
const TITLE = 'Candor audit';

/** The settings of a site as they stand on the command line. */
export interface SiteFlags {
  readonly title?: string;
  readonly baseUrl?: string;
  readonly license?: string;
  readonly probesLicense?: string;
  readonly noindex?: true;
  readonly traces?: true;
}

/** The settings of a site: flags before those of the file. Throws UsageError. */
export function siteSettings(flags: SiteFlags, written: Partial<WrittenSite>): SiteSettings {
  const baseURL = flags.baseUrl ?? written.baseURL ?? null;
  if (flags.baseUrl !== undefined && !/^https?:\/\/[^\s/?#]+(?:\/[^\s?#]*)?$/.test(flags.baseUrl))
    throw new UsageError(`expected --base-url with an address that begins with https://, got "${flags.baseUrl}"`);
  return {
    title: flags.title ?? written.title ?? TITLE,
    baseURL: baseURL === null ? null : baseURL.replace(/\/*$/, '/'),
    license: flags.license ?? written.license ?? null,
    probesLicense: flags.probesLicense ?? written.probesLicense ?? null,
    noindex: flags.noindex ?? written.noindex ?? false,
    traces: flags.traces ?? false,
  };
}
