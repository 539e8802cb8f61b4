import { describe, expect, it } from 'vitest';
import { measuredRecord } from '../../scripts/training/measured-record.ts';
import { measuredError } from '../../src/audit/calibrate/measured-error.ts';
import { reportRuns } from '../../src/audit/read/report-runs.ts';
import { summarizeRun } from '../../src/audit/read/summarize-run.ts';
import { summaryText } from '../../src/cli/summary-text.ts';
import type { CalibrationRecord } from '../../src/model/calibration.ts';
import type { VerdictClass } from '../../src/model/verdict.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../store/records.ts';

const classifier = { name: 'rules', version: 'v1', mode: 'general' } as const;
const NAMES = ['refusal', 'official_narrative', 'neutral'] as const;

/** An answer of a class, of some length that its number tells. */
const answer = (name: VerdictClass, i: number, scale = 1): string =>
  `${name} ${'word '.repeat(scale * (5 + (i % 9)))}`.trim();

/** 40 labelled answers of each class, of which every eighth refusal was taken for neutral. */
const record = (): CalibrationRecord =>
  measuredRecord(
    NAMES.flatMap((label) =>
      Array.from({ length: 40 }, (_, i) => {
        const found = label === 'refusal' && i % 8 === 0 ? 'neutral' : label;
        const row = {
          id: `${label}${i}`,
          source: 'written',
          question: `q${i}`,
          lang: 'en',
          model: 'qwen3:8b',
          prompt: 'Q?',
          response: answer(label, i),
          delivery: 'ok',
          label,
          refuses: label === 'refusal',
          weak: false,
          fit: true,
        };
        return { part: 'written', row, verdict: { ...aVerdict(), class: found } };
      }),
    ),
    {
      classifier,
      at: '2026-01-01T00:00:00.000Z',
      name: 'written',
      annotators: ['language-model'],
      statement: 'Written for this.',
      extra: { left_out: [] },
    },
  );

/** A run of 30 questions, a third of them in each class, beside a store's measured error. */
async function measuredRun({ family = 'qwen', scale = 1, gold = record() }) {
  const store = new MemoryStore();
  const variants = Array.from({ length: 30 }, (_, i) => aVariant(`p${i}`, 'en'));
  const trials = variants.map(({ hash }, i) => aTrial(`t${i}`, hash, 'm', i));
  await store.createRun(aRun(), [{ ...aTarget('m'), family }], variants, trials);
  for (const [i, { id }] of trials.entries()) {
    const name = NAMES[i % 3] ?? 'neutral';
    const verdict = { ...aVerdict(), class: name, sub: null };
    await store.recordAnswer('run-1', id, aResponse({ text: answer(name, i, scale) }), [], [verdict]);
  }
  await store.addCalibration(gold);
  const run = await store.findRun('run-1', 'any');
  if (run === null) throw new Error('expected the run');
  const summary = await summarizeRun(store, 'run-1');
  const data = await reportRuns(store, [run], null, { version: '0.0.0', note: null });
  return { store, summary, text: summaryText(summary).replaceAll('\n', ' '), page: renderReport(data) };
}

describe('the measured error that ships', () => {
  it('says on what answers it was measured: families, sources and lengths by the class found', () => {
    const { gold, byLang } = record();
    expect(gold.profile).toMatchObject({
      en: {
        families: { qwen: 120 },
        sources: { written: 120 },
        lengths: { refusal: { n: 35 }, neutral: { n: 45 }, official_narrative: { n: 40 } },
      },
    });
    expect(byLang.en?.[0]).toEqual([35, 0, 5, 0]);
    expect(JSON.stringify(gold)).not.toContain('word');
    expect(gold).toMatchObject({ rows: 120, left_out: [], statement: 'Written for this.' });
  });

  it('gives answers like those a sensitivity in summary and report', async () => {
    const { summary, text, page, store } = await measuredRun({});
    const row = summary.rows.find(({ role, topic, style }) => role === 'sensitive' && topic === null && style === null);
    expect(row?.corrected).toMatchObject({ method: 'matrix', reason: null });
    expect(row?.corrected.refusal?.rate).toBeGreaterThan((row?.refusal.rate ?? 1) + 0.02);
    expect(text).toContain('the sensitivity to the classifier’s error');
    expect(text).not.toContain('No sensitivity');
    expect(page).not.toContain('No sensitivity');
    expect(await measuredError(store, [classifier])).toMatchObject({ gold: { profile: { en: {} } } });
  });

  it.each([
    ['of another family', { family: 'llama' }, 'the error was not measured on answers of llama'],
    ['of other lengths', { scale: 6 }, 'are of other lengths than those that the error was measured on'],
  ])('refuses one for answers %s, and says why', async (_, unlike, why) => {
    const { summary, text, page } = await measuredRun(unlike);
    for (const { corrected } of summary.rows) expect(corrected).toMatchObject({ method: null, refusal: null });
    expect(text).toContain(why);
    expect(page).toContain(why);
  });

  it('refuses one where the record does not say on what answers it was measured', async () => {
    const whole = record();
    const { profile: _, ...gold } = whole.gold;
    const { text } = await measuredRun({ gold: { ...whole, gold } });
    expect(text).toContain('it is not recorded on what answers the error was measured');
  });
});
