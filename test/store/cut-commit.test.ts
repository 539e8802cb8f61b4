import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/postgres.ts';
import {
  emptyDatabase,
  type PostgresServer,
  postgresPrograms,
  startPostgres,
  withClient,
} from '../servers/postgres-server.ts';
import { aResponse, aRun, aTarget, aTrial, aVariant, aVerdict } from './records.ts';

/** A way to a database on which the reply to the next COMMIT is lost, as often as `cuts` says. */
async function losingCommits(to: number) {
  const state = { cuts: 0, cut: 0 };
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    let isCut = false;
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    near.on('data', (part) => {
      if (state.cuts > 0 && /commit/i.test(part.toString('latin1'))) {
        state.cuts -= 1;
        state.cut += 1;
        isCut = true;
      }
      far.write(part);
    });
    // What the server says of it is the sign that it was done.
    far.on('data', (part) => (isCut ? near.destroy() : near.write(part)));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { state, port: (server.address() as AddressInfo).port, close: () => server.close() };
}

describe.skipIf(postgresPrograms() === null)('a store whose connection is cut while it commits', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  it('holds a run, its answers, verdicts and the ends of its jobs once, and says so', async () => {
    const address = await emptyDatabase(server.address);
    const proxy = await losingCommits(Number(new URL(address).port));
    const store = await openPostgresStore(address.replace(/:\d+\//, `:${proxy.port}/`));
    const variant = aVariant('p1', 'en');
    const trials = Array.from({ length: 20 }, (_, i) => ({ ...aTrial(`t${i}`, variant.hash, 'qwen', i), sample: i }));
    proxy.state.cuts = 1;
    await store.createRun(aRun(), [aTarget('qwen')], [variant], trials);
    expect(proxy.state.cut).toBe(1);
    const queue = await store.queue();
    await queue.put(
      'run-1',
      'qwen',
      trials.map(({ id }) => id),
    );
    const jobs = await queue.take('run-1', 'qwen', 20);
    proxy.state.cuts = 2;
    await Promise.all(jobs.map((job) => store.recordWork('run-1', job.trial, aResponse(), [], [aVerdict()], { job })));
    expect(proxy.state.cut).toBe(3);
    proxy.state.cuts = 1;
    const again = { ...aVerdict(), at: '2026-02-01T00:00:00.000Z' };
    await store.addVerdicts('run-1', [{ trial: 't1', verdict: again }]);
    expect(proxy.state.cut).toBe(4);
    expect(await store.overview('run-1')).toMatchObject({ trials: 20, delivered: 20 });
    const counts = await withClient(
      address,
      async (client) =>
        (
          await client.query(`select (select count(*) from runs) runs, (select count(*) from responses) answers,
            (select count(*) from verdicts) verdicts, (select count(*) from pgboss.job where state = 'completed') done`)
        ).rows[0],
    );
    expect(counts).toEqual({ runs: '1', answers: '20', verdicts: '21', done: '20' });
    // The same run made by another call is another run of its id.
    await expect(store.createRun(aRun(), [aTarget('qwen')], [variant], trials)).rejects.toThrow('duplicate');
    await store.close();
    proxy.close();
  });
});
