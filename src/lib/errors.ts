/** What a program may switch on; the message is for people. */
export type ErrorCode = 'config' | 'usage' | 'target' | 'store';

/** The parent of every error that Candor throws on purpose; anything else is a bug. */
export class CandorError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CandorError';
    this.code = code;
  }
}

/** One mistake in a file: 1-based line and column, and what was expected and found. */
export interface Mistake {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** `file:line:col: message`, without the parts that are not known. */
export function formatMistake(mistake: Mistake): string {
  const place = [mistake.file, mistake.line, mistake.column].filter((part) => part !== null).join(':');
  return `${place}: ${mistake.message}`;
}

/** Wrong configuration or input, with every mistake that was found in it. Ends in exit code 2. */
export class ConfigError extends CandorError {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[], options?: ErrorOptions) {
    super('config', mistakes.map(formatMistake).join('\n'), options);
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

/** Wrong usage: a flag, an id or a combination that cannot be meant. Ends in exit code 2. */
export class UsageError extends CandorError {
  constructor(message: string, options?: ErrorOptions) {
    super('usage', message, options);
    this.name = 'UsageError';
  }
}

/** A target that cannot be asked at all (a missing engine, file or server). A failed trial is data, not this. */
export class TargetError extends CandorError {
  readonly status: number | null;
  readonly attempts: number;

  constructor(message: string, details: { status?: number; attempts?: number } = {}, options?: ErrorOptions) {
    super('target', message, options);
    this.name = 'TargetError';
    this.status = details.status ?? null;
    this.attempts = details.attempts ?? 1;
  }
}

/** The database cannot be opened, read or written. Nothing stored is harmed. */
export class StoreError extends CandorError {
  constructor(message: string, options?: ErrorOptions) {
    super('store', message, options);
    this.name = 'StoreError';
  }
}
