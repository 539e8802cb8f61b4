import { describe, expect, it } from 'vitest';
import { rateCorrection } from '../../src/compare/corrected-rates.ts';
import { summarize } from '../../src/compare/summarize.ts';
import { NOT_ASKED, wasNeverAsked } from '../../src/model/answer.ts';
import type { Observation } from '../../src/model/observation.ts';
import { deliveryRows } from '../../src/report/delivery-rows.ts';
import type { ReportData } from '../../src/report/view-model.ts';
import { callCounts, headingText } from '../../src/report/what-was-asked.ts';

function trial(n: number, came: Partial<Observation>): Observation {
  return {
    run: 'r',
    trial: `t${n}`,
    target: 'elm',
    family: null,
    set: 's',
    probe: `p${n}`,
    variant: `v${n}`,
    lang: 'en',
    topic: 't',
    style: 'factual',
    role: 'sensitive',
    state: null,
    control: null,
    sample: 0,
    delivery: 'ok',
    class: 'neutral',
    unjudged: false,
    ...came,
  };
}

describe('questions that a target was given up before', () => {
  const failed = { delivery: 'error', class: null } as const;
  const observations = [
    trial(1, {}),
    trial(2, failed),
    trial(3, { ...failed, neverAsked: true }),
    trial(4, { delivery: null, class: null }),
  ];
  const summary = summarize(observations);

  it('count as never asked, and as errors for machines as before', () => {
    expect(summary.rows[0]).toMatchObject({ n: 4, delivered: 1, errors: 2, never_asked: 2 });
  });

  it('are told apart from calls that failed', () => {
    const data = { runs: [{ run: { id: 'r', name: 'r', origin: 'run' }, summary }] } as unknown as ReportData;
    expect(deliveryRows(data)[0]).toMatchObject({ planned: 4, ok: 1, error: 1, unasked: 2 });
    expect(callCounts(data)).toMatchObject({ planned: 4, made: 2, answered: 1, failed: 1 });
  });

  it('make the heading of a report say how few answers came', () => {
    const headed = (trials: readonly Observation[]): string => {
      const runs = [{ run: { id: 'r', name: 'r', origin: 'run' }, summary: summarize(trials) }];
      return headingText({ runs } as unknown as ReportData, 'elm').replaceAll('\u00a0', ' ');
    };
    expect(headed(observations)).toBe('Only 1 of 4 calls brought an answer from elm');
    expect(headed([trial(1, {}), trial(2, {}), trial(3, failed)])).toBe('Did elm answer, and whose framing came back?');
    expect(headed([trial(1, { class: null, unjudged: true }), trial(2, failed)])).toBe(
      'The one answer of elm could not be judged',
    );
    expect(headed([trial(1, failed)])).toBe('No answer came back from elm');
  });

  it('are known by having made no call, not by words of a server', () => {
    const stored = { delivery: 'error', reason: `${NOT_ASKED}: the target was given up`, attempts: 0 } as const;
    expect(wasNeverAsked(stored)).toBe(true);
    expect(wasNeverAsked({ ...stored, attempts: 1 })).toBe(false);
    expect(wasNeverAsked({ ...stored, reason: 'connect ECONNREFUSED' })).toBe(false);
  });
});

describe('a sensitivity to the measured error', () => {
  it('is left out with its reason where no share fits what was found', () => {
    const classifier = { name: 'rules', version: 'v', mode: 'probe' } as const;
    // Every second answer that is no refusal was called one, and here none is.
    const byLang = {
      en: [
        [20, 0, 0, 0],
        [0, 9, 0, 0],
        [100, 0, 300, 0],
        [0, 0, 0, 0],
      ],
    };
    const calibration = { classifier, gold: {}, at: '2026-01-01', byLang, shipped: false } as never;
    const found = rateCorrection([classifier], calibration)(Array.from({ length: 200 }, (_, i) => trial(i, {})));
    expect(found.refusal).toBeNull();
    expect(found.reason).toContain('cannot be that of these');
  });
});
