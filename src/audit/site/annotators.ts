import type { ReportData } from '../../report/view-model.ts';

const LABELLED = /^human \((.*)\)$/s;

/** Gives people who labelled numbers in the place of their names, the same one each time, in the order in which they come. */
export class Annotators {
  readonly #numbers = new Map<string, string>();

  /** What a page says of a person. */
  person(name: string): string {
    const known = this.#numbers.get(name) ?? `annotator ${this.#numbers.size + 1}`;
    this.#numbers.set(name, known);
    return known;
  }

  /** Who judged, without a person's name. */
  by(by: string): string {
    const [, name] = LABELLED.exec(by) ?? [];
    return name === undefined ? by : `human (${this.person(name)})`;
  }

  /** What a report holds, with numbers for names. Answers that shared a note share one again. */
  unnamed(data: ReportData): ReportData {
    const notes = new Map<ReportData['answers'][number], ReportData['answers'][number]>();
    const answers = data.answers.map((note) => {
      const known = notes.get(note);
      if (known !== undefined) return known;
      const given = new Map([...note.given].map(([by, found]) => [this.by(by), found]));
      const renamed = { ...note, given };
      notes.set(note, renamed);
      return renamed;
    });
    const runs = data.runs.map((one) =>
      one.sample == null
        ? one
        : { ...one, sample: { ...one.sample, people: one.sample.people.map((name) => this.person(name)) } },
    );
    return { ...data, answers, runs };
  }
}
