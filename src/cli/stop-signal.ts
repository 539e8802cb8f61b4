import { type CliIo, tell } from './cli-io.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/** Ctrl-C in two steps: the first lets the calls under way end, the second breaks them off. */
export interface TwoStepStop {
  readonly signal: AbortSignal;
  readonly abort: AbortSignal;
  /** From here on Ctrl-C no longer ends the process. */
  arm(): void;
  release(): void;
}

/** Prepares for Ctrl-C; until `arm` is called it ends the process as usual. `howLong` says how long the calls under way may take. */
export function twoStepStop(io: CliIo, howLong: () => string | null = () => null): TwoStepStop {
  const drain = new AbortController();
  const abort = new AbortController();
  let release = (): void => undefined;
  return {
    signal: drain.signal,
    abort: abort.signal,
    arm() {
      release = io.onInterrupt(() => {
        if (drain.signal.aborted) abort.abort();
        else {
          const time = howLong();
          void tell(
            io,
            `Finishing the calls under way${time === null ? '' : ` (${time})`}; once more stops at once.\n`,
          );
        }
        drain.abort();
      });
    },
    release: () => release(),
  };
}

/** Gives the work a signal that Ctrl-C aborts; what is aborted so ends with the exit code for it, and throws nothing. */
export async function withStopSignal(
  io: CliIo,
  end: (code: ExitCode) => void,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const release = io.onInterrupt(() => stop.abort());
  try {
    await work(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    release();
  }
  if (stop.signal.aborted) end(EXIT.interrupted);
}

/** Waits for Ctrl-C. */
export function interruption(io: CliIo): Promise<void> {
  return new Promise((resolved) => {
    const takeBack = io.onInterrupt(() => {
      takeBack();
      resolved();
    });
  });
}
