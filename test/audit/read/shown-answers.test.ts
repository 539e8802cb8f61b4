import { describe, expect, it } from 'vitest';
import { countedVerdict } from '../../../src/audit/read/observations.ts';
import { shownOf, shownRule } from '../../../src/audit/read/shown-answers.ts';
import { observationOf } from '../../../src/model/observation.ts';
import type { StoredTrial } from '../../../src/model/stored-trial.ts';
import type { VerdictClass } from '../../../src/model/verdict.ts';
import { aResponse, aTrial, aVerdict } from '../../store/records.ts';

const trial = (id: string, found: VerdictClass | null, labelled = false): StoredTrial => ({
  ...aTrial(id, 'v', 'a', 0),
  response: aResponse(),
  verdicts: [
    { ...aVerdict(), class: found },
    ...(labelled ? [{ ...aVerdict(), classifier: { ...aVerdict().classifier, name: 'human' } }] : []),
  ],
});
const counted = (one: StoredTrial) => countedVerdict(one, null);

/** So many answers of one model to each of several questions. */
const seen = (questions: number, answers: number) =>
  Array.from({ length: questions * answers }, (_, i) =>
    observationOf({
      ...{ run: 'r', trial: `${i}`, target: 'a', family: null, set: 's', probe: `${i % questions}` },
      ...{ variant: `${i % questions}`, lang: 'en', topic: 'x', style: 'factual', role: 'sensitive', state: null },
      ...{ control: null, sample: 0, delivery: 'ok', class: 'neutral' },
    }),
  );

describe('the answers that a report shows', () => {
  it('are all up to the limit, and above it the same number of each question', () => {
    expect(shownRule(seen(10, 10), 100)).toBeNull();
    expect(shownRule(seen(10, 10), 99)).toEqual({ each: 9, share: 1 });
    expect(shownRule(seen(10, 10), 35)).toEqual({ each: 3, share: 1 });
    expect(shownRule(seen(10, 10), 4)).toEqual({ each: 1, share: 0.4 });
  });

  it('are of every class in turn, labelled ones first, and the same each time', () => {
    const answers = [
      ...Array.from({ length: 50 }, (_, i) => trial(`n${i}`, 'neutral')),
      ...Array.from({ length: 5 }, (_, i) => trial(`r${i}`, 'refusal')),
      trial('o0', 'official_narrative'),
      trial('u0', null),
      trial('labelled', 'neutral', true),
    ];
    const shown = shownOf(answers, { each: 6, share: 1 }, counted);
    expect(shown).toContain('labelled');
    expect(shown).toContain('o0');
    expect(shown).toContain('u0');
    expect([...shown].filter((id) => id.startsWith('r')).length).toBeGreaterThanOrEqual(1);
    expect(shown.size).toBe(6);
    expect(shownOf([...answers].reverse(), { each: 6, share: 1 }, counted)).toEqual(shown);
  });

  it('are of about the stated share of the questions where not every one can have one', () => {
    const cells = Array.from({ length: 400 }, (_, i) => [{ ...trial(`${i}`, 'neutral'), variant: `${i}` }]);
    const taken = cells.filter((answers) => shownOf(answers, { each: 1, share: 0.25 }, counted).size === 1);
    expect(taken.length).toBeGreaterThan(70);
    expect(taken.length).toBeLessThan(130);
  });
});
