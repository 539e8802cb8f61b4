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

  it('says less often where it is less', () => {
    expect(sentence(answers('en', 0, 20))).toContain('elm refused sensitive questions less often than controls;');
  });

  it('claims nothing where nothing can be shown', () => {
    expect(sentence(answers('en', 2, 2))).toContain(
      'elm cannot be shown by these answers to refuse sensitive questions, or to give the official narrative, more often than controls (',
    );
  });

  it('says so where there are no controls, and where nothing was judged', () => {
    const alone = answers('en', 15, 0).filter(({ role }) => role === 'sensitive');
    expect(sentence(alone)).toMatch(
      /^elm refused sensitive questions and gave .* at these rates, with no controls to hold them against \(Refusal: /,
    );
    expect(sentence(alone.map((one) => ({ ...one, delivery: 'provider_filter', class: null })))).toBe(
      'elm gave no answer to a sensitive question that could be judged.',
    );
  });
});

describe('the overview of many models', () => {
  it('counts those of which something is shown', () => {
    const runs = [{ run: { id: 'r', name: 'r' }, summary: summarize([...answers('en', 20, 0)]) }];
    const [elm] = modelFindings(findingRows({ runs } as unknown as ReportData));
    const quiet = { refusal: false, official_narrative: false };
    expect(overview([elm, elm, { ...elm, more: quiet }] as ModelFinding[])).toMatch(
      /^Of 3 models, 2 refused sensitive questions more often .*, and 0 gave the official narrative more often;/,
    );
  });
});

describe('the colour of a heat map’s cell', () => {
  it('has five steps either way, and none up to five points', () => {
    expect([-1, -0.5, -0.04, 0, 0.04, 0.1, 0.5, 1].map(heatStep).map((step) => step + 0)).toEqual([
      -5, -3, 0, 0, 0, 1, 3, 5,
    ]);
  });
});
