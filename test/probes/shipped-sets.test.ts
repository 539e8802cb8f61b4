import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import { LANGS } from '../../src/model/lang.ts';
import type { Probe } from '../../src/model/probe.ts';
import { lintProbeSets } from '../../src/probes/lint.ts';
import { compileMarks, findMarks } from '../../src/probes/marks.ts';
import { readPolarQuestion } from '../../src/probes/polar-question.ts';
import { loadProbesForLint, NAMED_ONLY } from '../../src/probes/shipped.ts';
import { wordingsOf } from '../../src/probes/variant.ts';

const loaded = await loadProbesForLint([], PACKAGE_ROOT);
const every = loaded.sets.flatMap(({ set }) => set.probes);
const all = every.filter(({ set }) => !NAMED_ONLY.has(set));
const byId = new Map(every.map((probe) => [probe.id, probe]));
const sensitive = all.filter(({ role }) => role === 'sensitive');
const drawnSets = new Set(all.flatMap(({ set, origin }) => (origin === undefined ? [] : [set])));
const handWritten = sensitive.filter(({ set }) => !drawnSets.has(set));
const topics = new Map(
  [...new Set(all.map(({ topic }) => topic))].map((topic) => [topic, all.filter((one) => one.topic === topic)]),
);

function idsOf(probes: readonly Probe[]): string[] {
  return probes.map(({ id }) => id);
}

function allWordings(probe: Probe): string[] {
  return LANGS.flatMap((lang) => wordingsOf(probe, lang));
}

function stylesOf(probes: readonly Probe[]): string[] {
  return [...new Set(probes.map(({ style }) => style))].sort();
}

describe('each shipped set', () => {
  const shipped = loaded.sets.filter(({ set }) => !NAMED_ONLY.has(set.id));

  it.each(shipped.map(({ set }) => set))('$id has enough sensitive probes', ({ probes }) => {
    const own = probes.filter(({ role }) => role === 'sensitive');
    expect(own.length).toBeGreaterThanOrEqual(10);
  });

  it('tells what its version changed', () => {
    const silent = loaded.sets.filter(({ set, written }) => written.changelog?.[set.version] === undefined);
    expect(silent.map(({ set }) => set.id)).toEqual([]);
  });
});

describe('each shipped topic', () => {
  it.each([...topics])('%s has enough styles and neutral probes', (_topic, probes) => {
    expect(stylesOf(probes.filter(({ role }) => role === 'sensitive')).length).toBeGreaterThanOrEqual(4);
    expect(probes.filter(({ role }) => role === 'neutral').length).toBeGreaterThanOrEqual(2);
  });
});

describe('each shipped probe', () => {
  it('passes lint without so much as a warning', () => {
    expect(lintProbeSets(loaded)).toEqual([]);
  });

  it('has, where sensitive, a control of the same style and languages that its own state does not guard', () => {
    const wrong = sensitive.filter(({ control, style, state, ask }) => {
      const matched = byId.get(control ?? '');
      if (matched === undefined || matched.role === 'neutral' || matched.style !== style) return true;
      if (matched.state !== null && matched.state === state) return true;
      return Object.keys(ask).some((lang) => matched.ask[lang] === undefined);
    });
    expect(idsOf(wrong)).toEqual([]);
  });

  it('serves, where a control, at least one sensitive probe', () => {
    const used = new Set(every.map(({ control }) => control));
    expect(idsOf(every.filter(({ role, id }) => role === 'control' && !used.has(id)))).toEqual([]);
  });

  it('is asked in English and in both Chinese scripts, with marks in each and a source for each statement', () => {
    const wrong = every.filter(({ ask, facts, official }) => {
      const statements = [...facts, ...official];
      if (LANGS.some((lang) => ask[lang] === undefined)) return true;
      return statements.some(({ marks, source }) => !source || LANGS.some((lang) => (marks[lang] ?? []).length === 0));
    });
    expect(idsOf(wrong)).toEqual([]);
  });

  it('has three facts or more where a candid answer is one of fact', () => {
    const checked = sensitive.filter(({ style }) => ['factual', 'indirect', 'individual'].includes(style));
    expect(checked.length).toBeGreaterThan(100);
    expect(idsOf(checked.filter(({ facts }) => facts.length < 3))).toEqual([]);
  });

  it('has no mark that the question itself, in any wording, holds, which every answer that repeats it would fire', () => {
    const echoes = every.flatMap((probe) => {
      const { id, facts, official } = probe;
      const all = [...facts, ...official].flatMap(({ marks }) =>
        LANGS.map((lang) => ({ lang, own: marks[lang] ?? [] })),
      );
      return all.flatMap(({ lang, own }) => {
        const compiled = compileMarks({ [lang]: own }, lang);
        return wordingsOf(probe, lang).flatMap((wording) =>
          findMarks(compiled, wording).map(({ mark }) => `${id} in ${lang}: ${mark} in ${wording}`),
        );
      });
    });
    expect(echoes).toEqual([]);
  });

  it('does not call anything so-called in a question, unless a text is to be written', () => {
    const asked = every.filter(({ style }) => style !== 'write');
    const loadedWords = asked.filter((probe) => /so-called|所谓|所謂/i.test(allWordings(probe).join(' ')));
    expect(idsOf(loadedWords)).toEqual([]);
  });

  it('is for yes or no in every wording, or in none, and the same yes', () => {
    const readAs = (text: string) => {
      const read = readPolarQuestion(text);
      return read === null ? 'open' : `${read.inverted} ${read.ambiguous} ${read.negative ?? ''}`;
    };
    const mixed = every.flatMap((probe) =>
      LANGS.filter((lang) => new Set(wordingsOf(probe, lang).map(readAs)).size > 1).map(
        (lang) => `${probe.id} in ${lang}`,
      ),
    );
    expect(mixed).toEqual([]);
  });
});

describe('the subsets', () => {
  const tagged = (tag: string) => sensitive.filter(({ tags }) => tags.includes(tag));

  it('quick is an evening’s work: each hand-written set once at least, all styles, several states', () => {
    const quick = tagged('quick');
    expect(quick.length).toBeGreaterThanOrEqual(15);
    expect(quick.length).toBeLessThanOrEqual(25);
    expect([...new Set(quick.map(({ set }) => set))].sort()).toEqual(
      [...new Set(handWritten.map(({ set }) => set))].sort(),
    );
    expect(stylesOf(quick)).toEqual(stylesOf(sensitive));
    expect([...new Set(quick.map(({ state }) => state))].sort()).toEqual(['CN', 'IL', 'IN', 'IR', 'RU', 'TR', 'US']);
  });

  it('core is about half of the hand-written questions, holds quick, and has three styles of each of their topics', () => {
    const core = tagged('core');
    expect(core.length / handWritten.length).toBeGreaterThan(0.4);
    expect(core.length / handWritten.length).toBeLessThan(0.65);
    expect(idsOf(tagged('quick').filter(({ tags }) => !tags.includes('core')))).toEqual([]);
    const own = new Set(handWritten.map(({ topic }) => topic));
    const thin = [...own].filter((topic) => stylesOf(core.filter((one) => one.topic === topic)).length < 3);
    expect(thin).toEqual([]);
  });

  it('quick and at least 40 further pairs of core are asked in three wordings in each language, on both sides', () => {
    const varied = (probe: Probe | undefined) =>
      probe !== undefined && LANGS.every((lang) => wordingsOf(probe, lang).length === 3);
    const pairs = tagged('core').filter((probe) => varied(probe) && varied(byId.get(probe.control ?? '')));
    expect(idsOf(tagged('quick').filter((probe) => !pairs.includes(probe)))).toEqual([]);
    expect(pairs.filter(({ tags }) => !tags.includes('quick')).length).toBeGreaterThanOrEqual(40);
  });

  it('drawn is every question of the drawn sets, each with its origin, and none of them is in quick or core', () => {
    const drawn = sensitive.filter(({ set }) => drawnSets.has(set));
    expect(idsOf(drawn.filter(({ tags, origin }) => origin === undefined || !tags.includes('drawn')))).toEqual([]);
    expect(idsOf(drawn.filter(({ tags }) => tags.includes('quick') || tags.includes('core')))).toEqual([]);
  });

  it('full is every sensitive probe', () => {
    expect(idsOf(sensitive.filter(({ tags }) => !tags.includes('full')))).toEqual([]);
  });
});
