/** Classes of errors by which PostgreSQL says that its files are damaged: data and index. */
const DAMAGED = new Set(['XX001', 'XX002']);

/** True where a database says that its own file is damaged. */
export function isCorrupt(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_CORRUPT') || DAMAGED.has(code);
}
