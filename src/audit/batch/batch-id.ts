/** The name of a request in a batch file: its trial, and the turn of the conversation behind the first. */
export function batchId(trial: string, turn: number): string {
  return turn === 1 ? trial : `${trial}.${turn}`;
}

/** The trial and turn that a name means. */
export function readBatchId(id: string): { readonly trial: string; readonly turn: number } {
  const [, trial, turn] = /^(.+)\.(\d+)$/.exec(id) ?? [];
  return trial === undefined ? { trial: id, turn: 1 } : { trial, turn: Number(turn) };
}
