import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a local port that can be cut and mended. */
export interface CutProxy {
  readonly port: number;
  /** `silent`: nothing comes through and nobody says so; the connections of before are ended when it is mended. `refused`: connections end, and new ones at once. */
  cut(how: 'silent' | 'refused'): void;
  mend(): void;
  close(): Promise<void>;
}

/** Starts it on a free loopback port. */
export async function startCutProxy(to: number): Promise<CutProxy> {
  let state: 'whole' | 'silent' | 'refused' = 'whole';
  const pairs = new Set<readonly [Socket, Socket]>();
  /** Connections that nothing has come through since the cut. */
  const mute = new Set<Socket>();
  const drop = (): void => {
    for (const socket of [...[...pairs].flat(), ...mute]) socket.destroy();
    pairs.clear();
    mute.clear();
  };
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (state === 'refused') return near.destroy();
    if (state === 'silent') return mute.add(near.pause());
    const far = connect(to, '127.0.0.1');
    far.on('error', () => undefined);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, other] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (part) => state === 'whole' && other.write(part));
      from.once('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
    return undefined;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    cut(how) {
      state = how;
      if (how === 'refused') drop();
    },
    mend() {
      drop();
      state = 'whole';
    },
    async close() {
      drop();
      await new Promise((done) => server.close(done));
    },
  };
}
