import { type CliIo, tell } from './cli-io.ts';

interface Preparation {
  readonly type: 'download' | 'hash' | 'load';
  readonly target: string;
  readonly file: string;
  readonly done: number;
  readonly total: number | null;
}

/** Tells of downloads and long readings while targets are made ready, every ten per cent or 256 MiB. */
export function targetProgress(io: CliIo): (event: Preparation) => void {
  const told = new Map<string, number>();
  return ({ type, target, file, done, total }) => {
    if (type !== 'download') return;
    const step = total === null ? Math.floor(done / 2 ** 28) : Math.floor((done / total) * 10);
    const key = `${target}/${file}`;
    if (told.get(key) === step) return;
    told.set(key, step);
    const size = `${(done / 1e6).toFixed(0)} MB${total === null ? '' : ` of ${(total / 1e6).toFixed(0)} MB`}`;
    void tell(io, `${target}: downloading ${file}, ${size}\n`);
  };
}
