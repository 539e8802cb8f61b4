import { describe, expect, it } from 'vitest';
import { exportRows } from '../../../src/audit/read/export-run.ts';
import { shownTrials, showTrials } from '../../../src/audit/read/show-trials.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import type { TrialFilter } from '../../../src/store/store.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from '../../store/records.ts';

const QUESTIONS = 100;
const SAMPLES = 200;

class CountingStore extends MemoryStore {
  read = 0;

  override async *trials(run: string, filter?: TrialFilter): ReturnType<MemoryStore['trials']> {
    for await (const trial of super.trials(run, filter)) {
      this.read += 1;
      yield trial;
    }
  }
}

describe('the answers that are shown', () => {
  it('are read as they are wanted: a reader that goes away leaves the rest unread', async () => {
    const store = new CountingStore();
    const variants = Array.from({ length: QUESTIONS }, (_, i) => aVariant(`p${i}`, 'en'));
    const trials = Array.from({ length: QUESTIONS * SAMPLES }, (_, i) => ({
      ...aTrial(`t${i}`, `p${i % QUESTIONS}-en`, 'a', i),
      sample: Math.floor(i / QUESTIONS),
    }));
    await store.createRun(aRun(), [aTarget('a')], variants, trials);
    for (const { id } of trials) await store.recordAnswer('run-1', id, aResponse(), [], [aVerdict()]);
    for await (const { trial } of shownTrials(store, 'run-1', {})) {
      expect(trial.id).toBe('t0');
      break;
    }
    expect(store.read).toBeLessThanOrEqual(SAMPLES);
  });

  it('stand in the order of questions, targets and samples, whatever the order of the plan', async () => {
    const store = new MemoryStore();
    const variants = [aVariant('p2', 'en'), aVariant('p1', 'en')];
    const planned = ['p1-en b 1', 'p2-en a 0', 'p1-en a 1', 'p2-en b 0', 'p1-en a 0', 'p1-en b 0'];
    const trials = planned.map((key, i) => {
      const [variant = '', target = '', sample] = key.split(' ');
      return { ...aTrial(key, variant, target, i), sample: Number(sample) };
    });
    await store.createRun(aRun(), [aTarget('b'), aTarget('a')], variants, trials);
    for (const { id } of trials) await store.recordAnswer('run-1', id, aResponse(), [], []);
    const shown = (await showTrials(store, 'run-1', {})).map(({ trial }) => trial.id);
    expect(shown).toEqual(['p2-en a 0', 'p2-en b 0', 'p1-en a 0', 'p1-en a 1', 'p1-en b 0', 'p1-en b 1']);
    expect((await showTrials(store, 'run-1', { trialPrefix: 'p1-en a' })).length).toBe(2);
  });

  it.each(['jsonl', 'csv'] as const)('are exported as %s no further than somebody reads', async (format) => {
    const store = new CountingStore();
    const trials = Array.from({ length: 2_000 }, (_, i) => aTrial(`t${i}`, 'p1-en', 'a', i));
    await store.createRun(aRun(), [aTarget('a')], [aVariant('p1', 'en')], trials);
    for (const { id } of trials) await store.recordAnswer('run-1', id, aResponse(), [], [aVerdict()]);
    let isGone = false;
    const write = async (): Promise<void> => {
      isGone = true;
    };
    await exportRows(store, aRun(), format, {}, write, {}, () => isGone);
    expect(store.read).toBeLessThan(500);
  });
});
