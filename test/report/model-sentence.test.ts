import { describe, expect, it } from 'vitest';
import { summarize } from '../../src/compare/summarize.ts';
import type { Observation } from '../../src/model/observation.ts';
import { findingRows } from '../../src/report/finding-rows.ts';
import { heatStep } from '../../src/report/heat-map.ts';
import { findingText, type ModelFinding, modelFindings, overview } from '../../src/report/model-sentence.ts';
import type { ReportData } from '../../src/report/view-model.ts';

const PROBES = 30;

/** Answers of a model to 30 questions with controls; so many of either are refused. */
function answers(lang: string, refused: number, refusedControls: number): Observation[] {
  return Array.from({ length: PROBES * 2 }, (_, i) => {
    const control = i >= PROBES;
    const n = i % PROBES;
    const id = `${control ? 'control' : 'sensitive'}-${n}`;
    return {
      run: 'r',
      trial: `${id}-${lang}`,
      target: 'elm',
      family: null,
      set: 's',
      probe: id,
      variant: `${id}-${lang}`,
      lang,
      topic: 't',
      style: 'factual',
      role: control ? 'control' : 'sensitive',
      state: null,
      control: control ? null : `control-${n}`,
      sample: 0,
      delivery: 'ok',
      class: n < (control ? refusedControls : refused) ? 'refusal' : 'neutral',
      unjudged: false,
    };
  });
}

function sentence(observations: readonly Observation[]): string {
  const runs = [{ run: { id: 'r', name: 'r' }, summary: summarize(observations) }];
  return modelFindings(findingRows({ runs } as unknown as ReportData))
    .map(findingText)
    .join('\n');
}

describe('the sentence of a model', () => {
  it('says more often only where the interval leaves 0 out, language by language', () => {
    const said = sentence([...answers('en', 20, 0), ...answers('zh-Hans', 2, 1)]).replaceAll('\u00a0', ' ');
    expect(said).toContain(
      'elm refused sensitive questions more often than controls in English, not clearly so in Simplified Chinese; that it gave the official narrative more often cannot be shown (Refusal: English 67 % against 0 %, +67 [+',
    );
    expect(said).toContain(' · Simplified Chinese 7 % against 3 %, +3 [−');
    expect(said).toContain('; Official narrative: English 0 % against 0 %, 0 [−');
  });

  it('says of a model of which nothing is judged whether it was asked, and whether calls failed', () => {
    const never = (trials: readonly Observation[]): Observation[] =>
      trials.map((one) => ({ ...one, delivery: null, class: null }));
    const failed = (trials: readonly Observation[]): Observation[] =>
      trials.map((one) => ({ ...one, delivery: 'error', class: null }));
    const all = answers('en', 0, 0);
    expect(sentence(never(all))).toBe('elm was asked no sensitive question.');
    expect(sentence(failed(all))).toBe('elm brought no answer to a sensitive question: all 30 calls with one failed.');
    expect(sentence([...failed(all.slice(0, 1)), ...never(all.slice(1))])).toBe(
      'elm brought no answer to a sensitive question: the one call with one failed.',
    );
    const unjudged = all.map((one) => ({ ...one, class: null, unjudged: true }));
    expect(sentence(unjudged)).toBe('elm gave no answer to a sensitive question that could be judged.');
    const chinese = answers('zh-Hans', 0, 0);
    expect(sentence([...all, ...never(chinese)])).toContain(
      '; in Simplified Chinese no sensitive question was asked (Refusal',
    );
    expect(sentence([...all, ...failed(chinese)])).toContain(
      '; in Simplified Chinese nothing could be judged (Refusal',
    );
  });

  it('says less often where it is less', () => {
    expect(sentence(answers('en', 0, 20))).toContain('elm refused sensitive questions less often than controls;');
  });

  it('says where unsure verdicts could undo it, with the least and the most that they leave open', () => {
    const unsure = answers('en', 20, 2).map((one) =>
      one.class === 'refusal' && one.role === 'sensitive' ? { ...one, unsure: true as const } : one,
    );
    expect(sentence(unsure).replaceAll('\u00a0', ' ')).toContain(
      '; unsure verdicts could undo this (refusal in English at least 0 % against at most 7 % of controls) (Refusal: English 67 % against 7 %',
    );
    expect(sentence(answers('en', 20, 2))).not.toContain('undo');
    // Few unsure ones leave it standing.
    expect(
      sentence(unsure.map(({ unsure: _, ...one }, i) => (i === 0 ? { ...one, unsure: true as const } : one))),
    ).not.toContain('undo');
  });

  it('claims nothing where nothing can be shown', () => {
    expect(sentence(answers('en', 2, 2))).toContain(
      'elm cannot be shown by these answers to refuse sensitive questions, or to give the official narrative, more often than controls (',
    );
  });

  it('says so where there are no controls, and where nothing was judged', () => {
    const alone = answers('en', 15, 0).filter(({ role }) => role === 'sensitive');
    expect(sentence(alone).replaceAll('\u00a0', ' ')).toMatch(
      /^elm has no controls to be held against; in English, with no controls, it refused 50 % and gave the official narrative in 0 % of 30 answers \(Refusal: English 50 % \[\d+–\d+\], no controls;/,
    );
    // A stopped run, whose controls were planned and never asked, has controls: none of them stands beside a question.
    const unasked = answers('en', 15, 0).map((one) =>
      one.role === 'control' ? { ...one, delivery: null, class: null } : one,
    );
    expect(sentence(unasked).replaceAll('\u00a0', ' ')).toMatch(
      /^elm has no matched controls to be held against; in English, with no matched controls, it refused 50 % .*Refusal: English 50 % \[\d+–\d+\], no matched controls;/,
    );
    expect(sentence(alone.map((one) => ({ ...one, delivery: 'provider_filter', class: null })))).toBe(
      'elm gave no answer to a sensitive question that could be judged.',
    );
  });
});

describe('a model with controls in one language only', () => {
  const alone = answers('zh-Hans', 25, 0).filter(({ role }) => role === 'sensitive');

  it('is not acquitted in the other: its rate is said', () => {
    const said = sentence([...answers('en', 2, 2), ...alone]).replaceAll('\u00a0', ' ');
    expect(said).toContain(
      'more often than controls in English; in Simplified Chinese, with no controls, it refused 83 % and gave the official narrative in 0 % of 30 answers (',
    );
  });

  it('is said to refuse more often only where it was compared', () => {
    expect(sentence([...answers('en', 20, 0), ...alone])).toContain(
      'elm refused sensitive questions more often than controls in English; that it gave the official narrative more often in English cannot be shown;',
    );
  });
});

describe('the sentences of many models', () => {
  /** The same answers under another name, each to a question so many further on. */
  const named = (target: string, by: number, own: readonly Observation[]): Observation[] => {
    const on = (probe: string): string => probe.replace(/\d+/, (n) => String((Number(n) + by) % PROBES));
    return own.map((one) => {
      const control = one.control === null ? null : on(one.control);
      return { ...one, target, trial: `${target} ${one.trial}`, probe: on(one.probe), control };
    });
  };

  it('are one family: what one model alone would show is not said of one among many', () => {
    const alone = answers('en', 7, 1);
    expect(sentence(alone)).toContain('elm refused sensitive questions more often than controls');
    const many = [alone, ...Array.from({ length: 9 }, (_, i) => named(`oak-${i}`, i * 3, answers('en', 7, 1)))].flat();
    expect(sentence(many)).toContain('elm cannot be shown by these answers to refuse sensitive questions');
  });
});

describe('the figures of a line', () => {
  it('are over the same pairs: the difference is that of its two rates', () => {
    // Ten refused questions more, without a control.
    const odd = answers('en', 30, 0)
      .filter(({ role }) => role === 'sensitive')
      .map((one) => ({ ...one, probe: `odd-${one.probe}`, trial: `odd-${one.trial}`, control: null }));
    const runs = [{ run: { id: 'r', name: 'r' }, summary: summarize([...answers('en', 15, 3), ...odd]) }];
    const [row] = findingRows({ runs } as unknown as ReportData);
    const refusal = row?.contrasts.find(({ class: name }) => name === 'refusal');
    expect(row?.found.refusal.rate).toBe(0.75);
    expect(row?.sensitive.refusal).toMatchObject({ rate: 0.5, k: 15, n: 30 });
    expect(row?.control?.refusal.rate).toBeCloseTo(0.1, 12);
    expect(refusal?.diff).toBeCloseTo(0.4, 12);
  });
});

describe('the overview of many models', () => {
  it('counts and names those of which something is shown', () => {
    const runs = [{ run: { id: 'r', name: 'r' }, summary: summarize([...answers('en', 20, 0)]) }];
    const [elm] = modelFindings(findingRows({ runs } as unknown as ReportData));
    const quiet = { ...elm, more: { refusal: false, official_narrative: false } };
    const less = { ...quiet, less: { refusal: true, official_narrative: false } };
    const bare = { ...quiet, compared: 0, uncompared: 1 };
    expect(overview([elm, elm, quiet, less, bare] as ModelFinding[]).replaceAll('\u00a0', ' ')).toBe(
      'Of 5 models, 2 refused sensitive questions more often than controls in at least one language, and none gave the official narrative more often; 1 (elm) did one of these less often and neither more often; 1 (elm) has no controls; for the other 1 neither can be shown by these answers where there are controls.',
    );
    expect(overview([quiet, quiet] as ModelFinding[]).replaceAll('\u00a0', ' ')).toContain('; for these 2 neither can');
  });
});

describe('the colour of a heat map’s cell', () => {
  it('has five steps either way, and none up to five points', () => {
    expect([-1, -0.5, -0.04, 0, 0.04, 0.1, 0.5, 1].map(heatStep).map((step) => step + 0)).toEqual([
      -5, -3, 0, 0, 0, 1, 3, 5,
    ]);
  });
});
