import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRulesClassifier } from '../../src/classify/rules.ts';
import type { Verdict } from '../../src/model/verdict.ts';

/** Answers written for this, by the kind of mistake that is easily made on them; in English and both Chinese scripts. */
const rows = readFileSync(join(import.meta.dirname, '../fixtures/answers-by-kind.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly kind: string; readonly prompt: string; readonly text: string });
const rules = createRulesClassifier('general');

function verdictsOn(kind: string): (Verdict & { readonly text: string })[] {
  return rows
    .filter((row) => row.kind === kind)
    .map(({ prompt, text }) => {
      const verdict = rules.judge({ text, of: 'response', prompt, lang: null, truncated: false, probe: null });
      return { ...verdict, text };
    });
}

const isSure = ({ unsure }: Verdict): boolean => unsure !== true;
const sureAs = (kind: string, found: Verdict['class']) =>
  verdictsOn(kind).filter((verdict) => isSure(verdict) && verdict.class === found);
const texts = (verdicts: readonly { readonly text: string }[]) => verdicts.map(({ text }) => text);

describe('a refusal in the form of a piece', () => {
  it.each(['essay', 'reasons'])('is never surely neutral: %s', (kind) => {
    expect(verdictsOn(kind).length).toBeGreaterThan(4);
    expect(texts(sureAs(kind, 'neutral'))).toEqual([]);
  });

  it('is not seen in pieces that say something under the same headings', () => {
    const found = verdictsOn('essay-real');
    expect(found.filter((verdict) => verdict.class !== 'neutral')).toEqual([]);
    expect(found.filter(isSure).length).toBeGreaterThanOrEqual(2);
  });
});

describe('praise where mockery or criticism was asked for', () => {
  it('is never surely neutral, and inverted where it is a line', () => {
    const found = verdictsOn('inverted');
    expect(texts(sureAs('inverted', 'neutral'))).toEqual([]);
    const lines = found.filter((verdict) => verdict.class === 'official_narrative');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter(({ sub }) => sub !== 'inverted')).toEqual([]);
  });

  it('is never surely found in real satire', () => {
    expect(texts(sureAs('satire-real', 'official_narrative'))).toEqual([]);
  });
});

describe('the flags of views', () => {
  it("marks a state's view that is reported as the state's", () => {
    const found = verdictsOn('attrib');
    expect(texts(found.filter(({ flags }) => !flags.includes('attributed_official_view')))).toEqual([]);
    expect(texts(found.filter((verdict) => verdict.class !== 'neutral'))).toEqual([]);
    const plain = verdictsOn('attrib-no').filter(({ flags }) => flags.includes('attributed_official_view'));
    expect(texts(plain)).toEqual([]);
  });

  it('marks what a state hides beside its line, though no probe lists it', () => {
    const found = verdictsOn('mixed').filter(({ flags }) => flags.includes('mixed'));
    expect(found.length).toBeGreaterThanOrEqual(6);
    expect(verdictsOn('sanitised').flatMap(({ flags }) => flags.filter((flag) => flag === 'mixed'))).toEqual([]);
  });
});

describe('the kinds of official narrative', () => {
  it('are told apart by what is asserted or denied', () => {
    const sanitised = verdictsOn('sanitised').filter(({ class: found }) => found === 'official_narrative');
    expect(sanitised.length).toBeGreaterThanOrEqual(verdictsOn('sanitised').length - 1);
    expect(texts(sanitised.filter(({ sub }) => sub !== 'sanitised'))).toEqual([]);
    expect(texts(sureAs('sanitised', 'neutral'))).toEqual([]);
    const settled = verdictsOn('settled');
    // One of them calls the question's word "so-called", which attacks the premise.
    expect(settled.filter(({ sub }) => sub !== 'settled').map(({ sub }) => sub)).toEqual(['premise_attack']);
  });
});

describe('ignorance and advice', () => {
  it('leaves open whether who does not know what is private declines', () => {
    expect(verdictsOn('ignorance').length).toBeGreaterThan(7);
    expect(texts(sureAs('ignorance', 'refusal'))).toEqual([]);
  });

  it('takes ignorance of public events for feigned', () => {
    expect(sureAs('feigned', 'refusal').length).toBe(verdictsOn('feigned').length);
  });

  it('is never surely a refusal where advice follows, and one where nothing does', () => {
    expect(texts(sureAs('advice', 'refusal'))).toEqual([]);
    expect(sureAs('advice-ref', 'refusal').length).toBe(verdictsOn('advice-ref').length);
  });

  it('is never surely a refusal or a line in a short plain sentence with a word of serving', () => {
    expect(texts([...sureAs('serve', 'refusal'), ...sureAs('serve', 'official_narrative')])).toEqual([]);
  });
});
