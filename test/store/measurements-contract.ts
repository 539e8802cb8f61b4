import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CalibrationRecord, JudgeReplyRecord } from '../../src/model/calibration.ts';
import type { ClassifierId } from '../../src/model/verdict.ts';
import type { Store } from '../../src/store/store.ts';

const CLASSIFIERS: readonly ClassifierId[] = [
  { name: 'rules', version: 'v1', mode: 'general' },
  { name: 'rules', version: 'v1', mode: 'probe' },
  { name: 'rules', version: 'v2', mode: 'general' },
  { name: 'judge:m', version: 'v1', mode: 'general' },
];

/** What every store must do with measured errors and with replies of judges. */
export function describeMeasurements(name: string, open: () => Promise<Store>): void {
  describe(`${name} store, measurements`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('finds the measured error of exactly that classifier, version and mode', async () => {
      const measured = CLASSIFIERS.map(
        (classifier, rows): CalibrationRecord => ({
          classifier,
          at: `2026-01-0${rows + 1}T00:00:00.000Z`,
          gold: { rows },
          byLang: {
            en: [
              [rows, 1],
              [0, 2],
            ],
          },
        }),
      );
      for (const [i, one] of measured.entries()) {
        expect(await store.findCalibration(one.classifier)).toBeNull();
        await store.addCalibration(one);
        for (const earlier of measured.slice(0, i + 1)) {
          expect(await store.findCalibration(earlier.classifier)).toEqual(earlier);
        }
      }
    });

    it('keeps replies to several calls apart, with who gave them and when', async () => {
      const replies = CLASSIFIERS.map(
        (classifier, i): JudgeReplyRecord => ({
          classifier,
          text: `{"n": ${i}}`,
          at: `2026-01-0${i + 1}T00:00:00.000Z`,
        }),
      );
      for (const [i, reply] of replies.entries()) await store.keepJudgeReply(`call-${i}`, reply);
      for (const [i, reply] of replies.entries()) expect(await store.findJudgeReply(`call-${i}`)).toEqual(reply);
      expect(await store.findJudgeReply('call-4')).toBeNull();
    });

    it('remembers the newest value of a key of a source, and tells sources apart', async () => {
      expect(await store.remembered('batch:run-1')).toEqual([]);
      await store.remember('batch:run-1', 'b', 'two', '2026-01-02T00:00:00.000Z');
      await store.remember('batch:run-1', 'a', 'one', '2026-01-01T00:00:00.000Z');
      await store.remember('batch:run-2', 'a', 'other', '2026-01-01T00:00:00.000Z');
      await store.remember('batch:run-1', 'b', 'three', '2026-01-03T00:00:00.000Z');
      expect(await store.remembered('batch:run-1')).toEqual([
        { key: 'a', value: 'one', at: '2026-01-01T00:00:00.000Z' },
        { key: 'b', value: 'three', at: '2026-01-03T00:00:00.000Z' },
      ]);
    });
  });
}
