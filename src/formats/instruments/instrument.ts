import type { Role, Style } from '../../model/probe.ts';

/** A file of somebody else's questions: its name as people know it, and its text. */
export interface InstrumentFile {
  readonly name: string;
  readonly text: string;
}

/** A statement that an item checks answers by. */
export interface InstrumentStatement {
  readonly claim: string;
  /** Words that show it, where the item has any: in the item's own language. */
  readonly marks?: readonly string[];
  /** Where the item has it from; absent: it does not say. */
  readonly source?: string;
  /** Whose line it is (ISO 3166), of an official claim; absent: the state's of the item. */
  readonly state?: string;
}

/** One question of an instrument, with what it knows of it. Absent fields are for the importer to fill. */
export interface InstrumentItem {
  /** As the instrument has it; null: it has none. */
  readonly id: string | null;
  /** Where it stands, for messages. */
  readonly place: string;
  readonly ask: Readonly<Record<string, string>>;
  readonly topic?: string;
  readonly role?: Role;
  readonly style?: Style;
  readonly state?: string | null;
  readonly tags?: readonly string[];
  readonly facts: readonly InstrumentStatement[];
  readonly official: readonly InstrumentStatement[];
}

/** What was left out or needs to be known, and where. */
export interface InstrumentNote {
  readonly place: string;
  readonly reason: string;
}

/** What a file of an instrument holds. */
export interface Instrument {
  /** What the instrument calls itself; absent: nothing. */
  readonly title?: string;
  /** The licence that the file itself names, where it is not the instrument's; absent: it names none. */
  readonly license?: string;
  readonly items: readonly InstrumentItem[];
  readonly notes: readonly InstrumentNote[];
}

/** Reads a file of one instrument. Throws SyntaxError where it is something else. `question`: the variable that holds the question, where tests have several. */
export type ReadInstrument = (
  file: InstrumentFile,
  options: { readonly question?: string | undefined },
) => Promise<Instrument>;
