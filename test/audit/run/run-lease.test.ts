import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { leaseRun, removeRun } from '../../../src/audit/run/run-lease.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { MemoryStore } from '../../../src/store/memory.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { aRun } from '../../store/records.ts';

const at = (now: number) => ({ clock: { ...systemClock, now: () => now }, random: Math.random });
const NOW = Date.parse('2026-01-01T00:00:00Z');

describe.each<[string, () => Promise<Store>]>([
  ['memory', async () => new MemoryStore()],
  ['sqlite', () => openSqliteStore(':memory:')],
])('a run in a store (%s)', (_, open) => {
  async function stored(owner?: { name: string; heartbeatAt: string }): Promise<Store> {
    const store = await open();
    await store.createRun({ ...aRun(), ...(owner === undefined ? {} : { owner }) }, [], [], []);
    return store;
  }

  it('has one owner, until that one lets go', async () => {
    const store = await stored();
    const lease = await leaseRun('run-1', store, at(NOW));
    await expect(leaseRun('run-1', store, at(NOW + 3_000))).rejects.toThrow(
      `carried out by process ${process.pid} on ${hostname()}, last heard of 3 s ago`,
    );
    await lease.release();
    expect((await store.findRun('run-1'))?.owner).toBeUndefined();
    await (await leaseRun('run-1', store, at(NOW))).release();
  });

  it('is taken over only from an owner that is silent, and only where that is asked for', async () => {
    const store = await stored({ name: 'elsewhere/7/x', heartbeatAt: '2026-01-01T00:00:00.000Z' });
    await expect(leaseRun('run-1', store, at(NOW + 30_000), true)).rejects.toThrow('process 7 on elsewhere');
    await expect(leaseRun('run-1', store, at(NOW + 90_000))).rejects.toThrow('--take-over takes the run from it');
    const lease = await leaseRun('run-1', store, at(NOW + 90_000), true);
    expect(await store.beatRun('run-1', { name: 'elsewhere/7/x', heartbeatAt: 'later' })).toBe(false);
    expect((await store.findRun('run-1'))?.owner?.heartbeatAt).toBe('2026-01-01T00:01:30.000Z');
    await store.releaseRun('run-1', 'elsewhere/7/x');
    expect((await store.findRun('run-1'))?.owner).toBeDefined();
    await lease.release();
  });

  it('is not removed while somebody carries it out', async () => {
    const store = await stored({ name: 'elsewhere/7/x', heartbeatAt: '2026-01-01T00:00:00.000Z' });
    await expect(removeRun('run-1', store, at(NOW + 30_000))).rejects.toThrow('process 7 on elsewhere');
    expect(await store.listRuns()).toHaveLength(1);
    await removeRun('run-1', store, at(NOW + 90_000));
    expect(await store.listRuns()).toHaveLength(0);
  });

  it('is free where its owner was a process of this machine that is no more', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    const store = await stored({ name: `${hostname()}/${pid}/x`, heartbeatAt: '2026-01-01T00:00:00.000Z' });
    await (await leaseRun('run-1', store, at(NOW + 1_000))).release();
  });
});
