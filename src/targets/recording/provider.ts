import type { Provider } from '../provider.ts';

/** Answers that were collected before, from an exported file. */
export const recording: Provider = {
  shorthand: 'recording:FILE.jsonl[#TARGET]',
  parse(rest) {
    const [, file = '', target] = /^(.*?)(?:#([^#]*))?$/s.exec(rest) ?? [];
    if (file === '') return null;
    const name = target ?? file.replace(/^.*[\\/]/, '').replace(/\.jsonl$/, '');
    return target ? { name, file, model: target } : { name, file };
  },
  keyOnTheSpot: false,
  needs: ['file'],
  takes: ['file', 'model'],
  address: null,
  concurrency: 8,
  isFile: () => false,
  params: () => ({}),
  think: () => ({ refused: 'no think for a recording, whose answers were asked for before' }),
  deaf: () => [],
  body: (_asked, own) => own,
  can: { offline: true, grammar: true, seeds: false },
  servers: [],
  engine: null,
  create: async (spec, io) => (await import('./recording.ts')).createRecordingTarget(spec, io),
};
