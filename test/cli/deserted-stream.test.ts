import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { isDeserted, write } from '../../src/cli/cli-io.ts';

describe('a stream whose reader went away', () => {
  it('is known by its first broken write, though it does not call itself destroyed, and gets no further one', async () => {
    let writes = 0;
    // As a process's own output to a pipe: it goes on to take writes.
    const stream = new Writable({
      autoDestroy: false,
      write(_part, _encoding, done) {
        writes += 1;
        done(writes === 1 ? null : Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
      },
    });
    stream.on('error', () => undefined);
    await write(stream, 'a');
    expect(isDeserted(stream)).toBe(false);
    await write(stream, 'b');
    expect([isDeserted(stream), stream.destroyed]).toEqual([true, false]);
    await write(stream, 'c');
    expect(writes).toBe(2);
  });
});
