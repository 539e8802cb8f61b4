import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/cli-io.ts';
import { twoStepStop } from '../../src/cli/stop-signal.ts';

function aStop(): { stop: ReturnType<typeof twoStepStop>; interrupt: () => void; said: () => string } {
  const stderr = new PassThrough();
  const handlers = new Set<() => void>();
  const io = {
    stderr,
    onInterrupt(handler: () => void) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
  } as unknown as CliIo;
  const interrupt = (): void => {
    for (const handler of handlers) handler();
  };
  return { stop: twoStepStop(io), interrupt, said: () => String(stderr.read() ?? '') };
}

describe('twoStepStop', () => {
  it('drains at the first Ctrl-C and says how to stop at once, and breaks off at the second', () => {
    const { stop, interrupt, said } = aStop();
    stop.arm();
    expect([stop.signal.aborted, stop.abort.aborted]).toEqual([false, false]);
    interrupt();
    expect([stop.signal.aborted, stop.abort.aborted]).toEqual([true, false]);
    expect(said()).toContain('once more stops at once');
    interrupt();
    expect([stop.signal.aborted, stop.abort.aborted]).toEqual([true, true]);
    expect(said()).toBe('');
  });

  it('leaves Ctrl-C to the process before it is armed and after it is released', () => {
    const { stop, interrupt } = aStop();
    interrupt();
    stop.arm();
    stop.release();
    interrupt();
    expect([stop.signal.aborted, stop.abort.aborted]).toEqual([false, false]);
  });
});
