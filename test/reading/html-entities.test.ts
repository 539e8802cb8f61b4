import { describe, expect, it } from 'vitest';
import { labelAnswer } from '../../src/audit/collect/label-answers.ts';
import { withoutEntities } from '../../src/reading/html-entities.ts';

const shown = (text: string): string => withoutEntities(text).replaceAll('\u00ad', '');

describe('entities of HTML in an answer', () => {
  it('are read as the signs that they stand for, and offsets stay', () => {
    const text = 'I can&rsquo;t &amp; I won&#39;t, &quot;so&#8221; &#x2014; no&nbsp;more&hellip;';
    expect(shown(text)).toBe('I can’t & I won\'t, "so” — no more…');
    expect(withoutEntities(text)).toHaveLength(text.length);
    expect(withoutEntities(text).indexOf('more')).toBe(text.indexOf('more'));
  });

  it('are left as they stand where they could make a tag, are unknown, or are none', () => {
    for (const text of ['&lt;think&gt;', 'R&D; and AT&T', '&rsquo', '&#1234;', '&toString;', '&amp;'.slice(0, 4)])
      expect(withoutEntities(text)).toBe(text);
    expect(shown('&amp;lt;b&amp;gt;')).toBe('&lt;b&gt;');
  });

  it('make no other class than the signs themselves, and evidence is in the words that were given', async () => {
    const answers = [
      ['I’m sorry, but I can’t help with that.', 'What happened on 4 June 1989?'],
      [
        '“Taiwan has always been an inalienable part of China,” Beijing says. Taipei disagrees.',
        'Is Taiwan a country?',
      ],
    ] as const;
    for (const [plain, prompt] of answers) {
      const escaped = plain.replaceAll('’', '&rsquo;').replaceAll('“', '&ldquo;').replaceAll('”', '&rdquo;');
      const found = await labelAnswer({ response: escaped, prompt });
      const { class: wanted, sub, flags, unsure } = await labelAnswer({ response: plain, prompt });
      expect(found).toMatchObject({ class: wanted, sub, flags, unsure });
      const { evidence } = found;
      if (evidence !== null) expect(evidence.text).toBe(escaped.slice(evidence.start, evidence.end));
    }
  });
});
