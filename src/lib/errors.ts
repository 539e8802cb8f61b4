/** What a program may switch on; the message is for people. */
export type ErrorCode = 'config' | 'usage' | 'target' | 'store' | 'output';

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

/** A part of the database cannot be read; the rest can. */
export class DamagedStoreError extends StoreError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DamagedStoreError';
  }
}

/** Only a part of what a figure has to be about can be read. Ends in exit code 3. */
export class PartlyReadError extends StoreError {
  constructor(message: string) {
    super(message);
    this.name = 'PartlyReadError';
  }
}

/** The file of a store was removed or replaced while it was open. Ends in exit code 3. */
export class LostStoreError extends StoreError {
  constructor(message: string) {
    super(message);
    this.name = 'LostStoreError';
  }
}

/** Nothing can be written there: a full disk (ends in exit code 3), a folder where a file was meant, no permission (2). */
export class OutputError extends CandorError {
  readonly file: string;
  readonly reason: NodeJS.ErrnoException;

  constructor(file: string, reason: NodeJS.ErrnoException) {
    super('output', `could not write ${file}: ${reasonText(reason)}`, { cause: reason });
    this.name = 'OutputError';
    this.file = file;
    this.reason = reason;
  }

  /** The same about the file that a person named. */
  about(file: string): OutputError {
    return file === this.file ? this : new OutputError(file, this.reason);
  }

  /** The same with the name of a folder in place of the one that stood for it. */
  inside(before: string, folder: string): OutputError {
    return this.file.startsWith(before) ? this.about(folder + this.file.slice(before.length)) : this;
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_WRITE']);
const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'it cannot be written to here (read-only)',
  ENOENT: 'there is no such folder, and none can be made',
  ENAMETOOLONG: 'the name is too long',
};

/** True where an error, or what caused it, is a disk without room. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  return (typeof code === 'string' && FULL.has(code)) || isDiskFull(error.cause);
}

/** What a system's error about a file says, in words. */
export function reasonText(error: NodeJS.ErrnoException): string {
  if (isDiskFull(error)) return 'the disk is full';
  return REASONS[error.code ?? ''] ?? error.message;
}
