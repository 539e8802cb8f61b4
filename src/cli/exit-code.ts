/** What a command ends with; scripts rely on these. */
export const EXIT = {
  done: 0,
  /** The gate found a regression. */
  regression: 1,
  /** Wrong usage, configuration or input. */
  usage: 2,
  /** Undelivered trials, unjudged answers, or too little evidence to decide. */
  incomplete: 3,
  /** A bug of ours. */
  bug: 70,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
