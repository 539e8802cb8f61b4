import { stringify } from 'yaml';
import type { Creator } from './creator.ts';
import type { Licence } from './licences.ts';

/** What a published study says of itself. */
export interface Publication {
  readonly title: string;
  /** Sentences in plain text. */
  readonly description: string;
  /** At least one. */
  readonly creators: readonly Creator[];
  readonly licence: Licence;
  /** Of the program that made the pack, such as `0.2.0`. */
  readonly candor: string;
}

const KEYWORDS = ['language models', 'audit', 'political refusal', 'official narrative', 'censorship'];

/** The metadata that Zenodo takes from a deposit (`.zenodo.json`), by the fields of its deposit API. */
export function zenodoJson({ title, description, creators, licence, candor }: Publication): string {
  const metadata = {
    title,
    upload_type: 'dataset',
    description: `<p>${escaped(description)}</p>`,
    creators: creators.map(({ name, orcid }) => ({ name, ...(orcid === null ? {} : { orcid }) })),
    access_right: 'open',
    license: licence.zenodo,
    keywords: KEYWORDS,
    notes: `Made with Candor ${candor}. Its figures are computed again from its rows by: candor pack --verify FILE`,
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

/** How a study is cited, by the Citation File Format 1.2.0 (`CITATION.cff`). */
export function citationCff({ title, description, creators, licence }: Publication): string {
  const file = {
    'cff-version': '1.2.0',
    message: 'If you use this data, please cite it as below.',
    type: 'dataset',
    title,
    abstract: description,
    authors: creators.map(({ family, given, name, orcid }) => ({
      ...(family === null || given === null ? { name } : { 'family-names': family, 'given-names': given }),
      ...(orcid === null ? {} : { orcid: `https://orcid.org/${orcid}` }),
    })),
    license: licence.spdx,
    keywords: KEYWORDS,
  };
  return stringify(file, { lineWidth: 0 });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
