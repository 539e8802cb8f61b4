/** A case that was met, with the lines of its first different examples. */
interface Noted {
  count: number;
  readonly examples: Map<string, number>;
}

/** What a reader took for granted, counted, so that it is said once however many lines it is true of. */
export class ImportNotes {
  readonly #noted = new Map<string, Noted>();

  /** Counts a case of `what` ("cells with … are read as empty"); `example` is a part of the input. */
  add(what: string, line: number, example = ''): void {
    const noted = this.#noted.get(what) ?? { count: 0, examples: new Map() };
    this.#noted.set(what, noted);
    noted.count += 1;
    if (noted.examples.size < MOST_EXAMPLES && !noted.examples.has(example)) noted.examples.set(example, line);
  }

  /** Says all of it, in the order in which it was first met. */
  tell(onNote: ((note: string) => void) | undefined): void {
    for (const [what, { count, examples }] of this.#noted) {
      const shown = [...examples].map(([text, line]) => `${text === '' ? '' : `"${short(text)}" in `}line ${line}`);
      const more = count > shown.length ? ', …' : '';
      onNote?.(`${what} (${count === 1 ? '' : `${count} times: `}${shown.join(', ')}${more})`);
    }
  }
}

const MOST_EXAMPLES = 5;
const SHOWN = 40;

function short(text: string): string {
  const one = text.replace(/\s+/g, ' ').trim();
  return one.length > SHOWN ? `${one.slice(0, SHOWN)}…` : one;
}
