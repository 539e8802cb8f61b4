import { didYouMean } from '../lib/nearest.ts';
import type { Path } from '../lib/yaml-source.ts';
import type { Lang } from '../model/lang.ts';
import type { Claim, Fact, FactCheck, Marks, Probe, Statement } from '../model/probe.ts';
import { ANSWER } from '../model/turn.ts';
import { type WrittenFollowUp, withFollowUps } from './follow-ups.ts';
import type { WrittenClaim, WrittenFact, WrittenProbe, WrittenSet, WrittenValue } from './schema.ts';

/** A probe as it came out of a written probe or template, and where parts of it stand in the file. */
export interface ExpandedProbe {
  readonly probe: Probe;
  /** Path of the probe or template in its file. */
  readonly path: Path;
  /** Paths of `official` and `facts`, which may stand at a template's value. */
  readonly claimPaths: { readonly official: readonly Path[]; readonly facts: readonly Path[] };
  readonly controlPath: Path;
  /** Id of the probe of another set that is asked again; absent: it was written here. */
  readonly of?: string;
}

/** Something wrong with a template. */
export interface TemplateMistake {
  readonly path: Path;
  readonly message: string;
}

interface Choice {
  readonly variable: string;
  readonly value: WrittenValue;
  readonly path: Path;
}

const PLACEHOLDER = /\{([a-z][a-z0-9_]*)(\.id)?\}/g;

/** The probes of a written probe: one, or one for each combination of its variables' values. */
export function expandProbe(
  set: WrittenSet,
  written: WrittenProbe,
  path: Path,
): { probes: ExpandedProbe[]; mistakes: TemplateMistake[] } {
  const mistakes: TemplateMistake[] = [];
  const probes = combinations(written, path).map((choices) => {
    const filled = new Filler(choices, mistakes);
    const official = placed(written.official, path, choices, 'official', ({ value }) => value.official);
    const facts = placed(written.facts, path, choices, 'facts', ({ value }) => value.facts);
    const ownControl = choices.find(({ value }) => value.control !== undefined);
    const control = ownControl === undefined ? written.control : ownControl.value.control;
    const controlPath = [...(ownControl?.path ?? path), 'control'];
    const ownState = choices.find(({ value }) => value.state !== undefined);
    const state = ownState === undefined ? written.state : ownState.value.state;
    const stakes = [...new Set([...(written.stakes ?? []), ...choices.flatMap(({ value }) => value.stakes ?? [])])];
    const own: Probe = {
      id: filled.id(written.id, [...path, 'id']),
      set: set.id,
      topic: written.topic ?? set.topic ?? set.id,
      role: written.role,
      style: written.style,
      state: state === undefined ? set.state : state,
      tags: [...new Set([...written.tags, ...choices.flatMap(({ value }) => value.tags ?? [])])],
      ask: filled.record(written.ask, [...path, 'ask'], (words, lang, at) =>
        filled.text(listOf(words)[0] ?? '', lang, at),
      ),
      control: control === undefined || control === null ? null : filled.id(control, controlPath),
      official: official.map(({ statement, path: at }) => filled.claim(statement, at)),
      facts: facts.map(({ statement, path: at }) => filled.fact(statement, at)),
      ...phrasingsOf(written, path, filled),
      ...(stakes.length === 0 ? {} : { stakes }),
      ...(written.origin === undefined ? {} : { origin: written.origin }),
      ...(choices.length === 0 ? {} : { template: written.id }),
    };
    const then = thenOf(written, path, filled);
    const probe = then.length === 0 ? own : withFollowUps(own, then);
    const claimPaths = { official: official.map((one) => one.path), facts: facts.map((one) => one.path) };
    return { probe, path, claimPaths, controlPath };
  });
  return { probes, mistakes: unique(mistakes) };
}

function listOf(words: string | readonly string[]): readonly string[] {
  return typeof words === 'string' ? [words] : words;
}

/** What is asked after the answer, the words of a file filled in. `{answer}` is no variable. */
function thenOf({ then = [] }: WrittenProbe, path: Path, filled: Filler): WrittenFollowUp[] {
  return then.map((one, index) => {
    if (typeof one === 'string') return one;
    return filled.record(one, [...path, 'then', index], (words, lang, at) =>
      words
        .split(ANSWER)
        .map((part) => filled.text(part, lang, at))
        .join(ANSWER),
    );
  });
}

/** The wordings after the first, in the languages that have any. */
function phrasingsOf({ ask }: WrittenProbe, path: Path, filled: Filler): Pick<Probe, 'phrasings'> {
  const more = Object.entries(ask).flatMap(([lang, words]) => {
    const others = listOf(words).slice(1);
    const at = (index: number) => [...path, 'ask', lang, index + 1];
    return others.length === 0
      ? []
      : [[lang, others.map((text, index) => filled.text(text, lang, at(index)))] as const];
  });
  return more.length === 0 ? {} : { phrasings: Object.fromEntries(more) };
}

/** Statements of a template, and after them those of its values, with their places. */
function placed<T>(
  own: readonly T[],
  path: Path,
  choices: readonly Choice[],
  field: string,
  ofChoice: (choice: Choice) => readonly T[] | undefined,
): { statement: T; path: Path }[] {
  const at = (start: Path, statements: readonly T[]) =>
    statements.map((statement, index) => ({ statement, path: [...start, field, index] }));
  return [...at(path, own), ...choices.flatMap((choice) => at(choice.path, ofChoice(choice) ?? []))];
}

function combinations(written: WrittenProbe, path: Path): Choice[][] {
  let all: Choice[][] = [[]];
  for (const [variable, values] of Object.entries(written.each ?? {})) {
    all = all.flatMap((before) => {
      return values.map((value, index) => [...before, { variable, value, path: [...path, 'each', variable, index] }]);
    });
  }
  return all;
}

/** Puts values into the texts of a template, and notes what cannot be filled. */
class Filler {
  readonly #choices: ReadonlyMap<string, Choice>;
  readonly #mistakes: TemplateMistake[];

  constructor(choices: readonly Choice[], mistakes: TemplateMistake[]) {
    this.#choices = new Map(choices.map((choice) => [choice.variable, choice]));
    this.#mistakes = mistakes;
  }

  id(text: string, path: Path): string {
    return this.#fill(text, path, ({ value }) => value.id);
  }

  text(text: string, lang: Lang, path: Path): string {
    return this.#fill(text, path, ({ value, variable, path: at }) => {
      const words: unknown = (value as Readonly<Record<string, unknown>>)[lang];
      if (typeof words === 'string') return words;
      this.#mistakes.push({ path: at, message: `expected a field "${lang}" (the text of {${variable}}), got none` });
      return value.id;
    });
  }

  /** A claim of a state; fields that were not written stay absent, so that hashes of older sets do not move. */
  claim({ state, answer, says, ...written }: WrittenClaim, path: Path): Claim {
    return {
      ...this.#statement(written, path),
      ...(state === undefined ? {} : { state }),
      ...(answer === undefined ? {} : { answer }),
      ...(says === undefined
        ? {}
        : { says: this.record(says, [...path, 'says'], (words, lang, at) => this.text(words, lang, at)) }),
    };
  }

  /** A fact, likewise. */
  fact({ kind, check, ...written }: WrittenFact, path: Path): Fact {
    return {
      ...this.#statement(written, path),
      ...(kind === undefined ? {} : { kind }),
      ...(check === undefined ? {} : { check: this.#check(check, [...path, 'check']) }),
    };
  }

  #check({ ask, marks, choices }: NonNullable<WrittenFact['check']>, path: Path): FactCheck {
    return {
      ...(ask === undefined
        ? {}
        : { ask: this.record(ask, [...path, 'ask'], (words, lang, at) => this.text(words, lang, at)) }),
      ...(marks === undefined ? {} : { marks: this.#phrases(marks, [...path, 'marks']) }),
      ...(choices === undefined ? {} : { choices: this.#phrases(choices, [...path, 'choices']) }),
    };
  }

  #statement(written: WrittenFact, path: Path): Statement {
    const source = written.source ?? null;
    const { not, since, checked } = written;
    return {
      claim: this.text(written.claim, 'en', [...path, 'claim']),
      marks: this.#phrases(written.marks, [...path, 'marks']),
      source: source === null ? null : this.text(source, 'en', [...path, 'source']),
      ...(not === undefined ? {} : { not: this.#phrases(not, [...path, 'not']) }),
      ...(since === undefined ? {} : { since }),
      ...(checked === undefined ? {} : { checked }),
    };
  }

  #phrases(written: WrittenFact['marks'], path: Path): Marks {
    return this.record(written, path, (phrases, lang, at) => {
      return phrases.map((phrase, index) => this.text(phrase, lang, [...at, index]));
    });
  }

  record<T, U>(
    record: Readonly<Record<Lang, T>>,
    path: Path,
    fill: (item: T, lang: Lang, at: Path) => U,
  ): Readonly<Record<Lang, U>> {
    return Object.fromEntries(Object.entries(record).map(([lang, item]) => [lang, fill(item, lang, [...path, lang])]));
  }

  #fill(text: string, path: Path, choose: (choice: Choice) => string): string {
    if (this.#choices.size === 0) return text;
    return text.replace(PLACEHOLDER, (whole, variable: string, asId: string | undefined) => {
      const choice = this.#choices.get(variable);
      if (choice !== undefined) return asId === undefined ? choose(choice) : choice.value.id;
      const names = [...this.#choices.keys()];
      const expected = `one of the variables ${names.map((name) => `{${name}}`).join(', ')}`;
      this.#mistakes.push({ path, message: `expected ${expected}, got "${whole}".${didYouMean(variable, names)}` });
      return whole;
    });
  }
}

function unique(mistakes: readonly TemplateMistake[]): TemplateMistake[] {
  return [...new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake])).values()];
}
