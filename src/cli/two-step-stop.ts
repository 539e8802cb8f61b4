import type { CliIo } from './cli-io.ts';

/** Ctrl-C in two steps: the first lets the calls under way end, the second breaks them off. */
export interface TwoStepStop {
  readonly signal: AbortSignal;
  readonly abort: AbortSignal;
  /** From here on Ctrl-C no longer ends the process. */
  arm(): void;
  release(): void;
}

/** Prepares for Ctrl-C; until `arm` is called it ends the process as usual. */
export function twoStepStop(io: CliIo): TwoStepStop {
  const drain = new AbortController();
  const abort = new AbortController();
  let release = (): void => undefined;
  return {
    signal: drain.signal,
    abort: abort.signal,
    arm() {
      release = io.onInterrupt(() => {
        if (drain.signal.aborted) abort.abort();
        else io.stderr.write('Finishing the calls under way; once more stops at once.\n');
        drain.abort();
      });
    },
    release: () => release(),
  };
}
