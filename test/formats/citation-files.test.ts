import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { citationCff, type Publication, zenodoJson } from '../../src/formats/citation-files.ts';
import { readCreator } from '../../src/formats/creator.ts';
import { licenceOf } from '../../src/formats/licences.ts';

const publication: Publication = {
  title: 'Audit: a <b>test</b> & more',
  description: 'Two answers <script> & more.',
  creators: [readCreator('Doe, Jane; 0000-0002-1825-0097'), readCreator('Some Lab')],
  licence: licenceOf('cc-by-4.0'),
  candor: '1.2.3',
};

describe('how a study is deposited and cited', () => {
  it('says what Zenodo takes, its description as HTML in which no markup of others works', () => {
    expect(JSON.parse(zenodoJson(publication))).toEqual({
      title: 'Audit: a <b>test</b> & more',
      upload_type: 'dataset',
      description: '<p>Two answers &lt;script&gt; &amp; more.</p>',
      creators: [{ name: 'Doe, Jane', orcid: '0000-0002-1825-0097' }, { name: 'Some Lab' }],
      access_right: 'open',
      license: 'cc-by-4.0',
      keywords: expect.arrayContaining(['language models']),
      notes: expect.stringContaining('Candor 1.2.3'),
    });
  });

  it('says what the Citation File Format 1.2.0 asks for: persons by two names, others by one', () => {
    expect(parse(citationCff(publication))).toMatchObject({
      'cff-version': '1.2.0',
      message: expect.any(String),
      title: publication.title,
      type: 'dataset',
      license: 'CC-BY-4.0',
      authors: [
        { 'family-names': 'Doe', 'given-names': 'Jane', orcid: 'https://orcid.org/0000-0002-1825-0097' },
        { name: 'Some Lab' },
      ],
    });
  });

  it('reads creators, and refuses what names nobody or no ORCID', () => {
    expect(readCreator(' van der Berg ,  Ana ')).toMatchObject({ family: 'van der Berg', given: 'Ana', orcid: null });
    expect(readCreator('张伟')).toMatchObject({ family: null, name: '张伟' });
    expect(readCreator('A, B; https://orcid.org/0000-0002-1694-233x').orcid).toBe('0000-0002-1694-233X');
    for (const bad of ['', ' ; ', 'Doe,', ', Jane', 'a, b, c', 'Doe; 0000-0002-1825-0098', 'Doe; 12', 'a; b; c'])
      expect(() => readCreator(bad), bad).toThrow('expected');
  });

  it('knows licences of data in any letters, and no others', () => {
    expect(licenceOf('odbl-1.0')).toEqual({ spdx: 'ODbL-1.0', zenodo: 'odbl-1.0' });
    expect(() => licenceOf('cc-by-40')).toThrow('Did you mean "CC-BY-4.0"');
  });
});
