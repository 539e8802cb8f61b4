import { readCcpBench } from './ccp-bench.ts';
import type { ReadInstrument } from './instrument.ts';
import { readPromptfooTests } from './promptfoo-tests.ts';
import { readWeval } from './weval.ts';

/** A public instrument: how its files are read, and the licence under which its makers give its items; null: each file has its own. */
interface InstrumentFormat {
  readonly read: ReadInstrument;
  readonly license: string | null;
  /** Whether its ids are its own over all its files, and so stand as they are. */
  readonly ownIds: boolean;
}

/** The instruments that `candor probes import` takes. Add one by registering it here. */
export const INSTRUMENT_FORMATS = {
  // LICENSE-DATA.md of dzoba/ccp-bench; held-out items have none.
  'ccp-bench': { read: readCcpBench, license: 'CC-BY-4.0', ownIds: true },
  // README.md of weval-org/configs: blueprints are given to the public domain.
  weval: { read: readWeval, license: 'CC0-1.0', ownIds: false },
  promptfoo: { read: readPromptfooTests, license: null, ownIds: false },
} as const satisfies Readonly<Record<string, InstrumentFormat>>;
export type InstrumentFormatName = keyof typeof INSTRUMENT_FORMATS;
