import { ROLES, STYLES } from '../../model/probe.ts';
import { detectLang } from '../../reading/detect-lang.ts';
import { csvRecords } from '../csv-records.ts';
import type {
  InstrumentFile,
  InstrumentItem,
  InstrumentNote,
  InstrumentStatement,
  ReadInstrument,
} from './instrument.ts';
import { isMapping, parseDocuments, saidText } from './parse-documents.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** One test, from whatever file. */
interface Test {
  readonly place: string;
  readonly vars: Mapping;
  readonly metadata: Mapping;
  readonly asserts: readonly { readonly type: string; readonly value: unknown }[];
}

/** Variables in which the question is looked for, in this order, where none is named and no prompt says how they are put together. */
const QUESTION_NAMES = ['question', 'prompt', 'query', 'input', 'message'];

/**
 * promptfoo's tests: a configuration with `prompts` and `tests`, a list of tests (YAML, JSON, JSONL), or CSV with `__expected` columns. Assertions
 * that look for words become facts with marks, rubrics facts without; variables and metadata named as fields of a probe are taken for them.
 */
export const readPromptfooTests: ReadInstrument = async (file, { question }) => {
  const notes: InstrumentNote[] = [];
  const { tests, template, title } = /\.csv$/i.test(file.name)
    ? { tests: await csvTests(file), template: null, title: null }
    : configured(parseDocuments(file), notes);
  if (tests.length === 0) throw new SyntaxError('expected tests, got none');
  const items = tests.flatMap((test) => itemOf(test, template, question, notes));
  return { ...(title === null ? {} : { title }), items, notes };
};

function configured(documents: readonly unknown[], notes: InstrumentNote[]) {
  const [first] = documents;
  const config = isMapping(first) && ('tests' in first || 'prompts' in first) ? first : null;
  const listed = config === null ? documents.flat() : Array.isArray(config.tests) ? (config.tests as unknown[]) : [];
  if (typeof config?.tests === 'string')
    throw new SyntaxError(`expected the tests themselves, got a reference to them: import ${config.tests}`);
  const prompts = (Array.isArray(config?.prompts) ? (config.prompts as unknown[]) : [config?.prompts]).flatMap(
    (prompt) => saidText(isMapping(prompt) ? (prompt.raw ?? prompt.label) : prompt) ?? [],
  );
  const [template = null] = prompts.filter((prompt) => !prompt.startsWith('file:'));
  if (prompts.length > 1) notes.push({ place: 'prompts', reason: `${prompts.length} of them: the first is taken` });
  if (prompts.length > 0 && template === null)
    notes.push({
      place: 'prompts',
      reason: 'they stand in other files: the question is looked for among the variables',
    });
  const defaults = isMapping(config?.defaultTest) ? config.defaultTest : {};
  const tests = listed.flatMap((value, index): Test[] => {
    if (!isMapping(value)) return [];
    const place = saidText(value.description) ?? `test ${index + 1}`;
    const asserts = [defaults.assert, value.assert].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
    return [
      {
        place,
        vars: { ...mapping(defaults.vars), ...mapping(value.vars) },
        metadata: { ...mapping(defaults.metadata), ...mapping(value.metadata) },
        asserts: asserts.flatMap((one) =>
          isMapping(one) ? [{ type: saidText(one.type) ?? '', value: one.value }] : [],
        ),
      },
    ];
  });
  return { tests, template, title: saidText(config?.description) };
}

function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

async function csvTests({ text }: InstrumentFile): Promise<Test[]> {
  async function* parts() {
    yield text;
  }
  const tests: Test[] = [];
  let header: readonly string[] | null = null;
  for await (const { line, fields } of csvRecords(parts())) {
    if (header === null) {
      header = fields.map((name) => name.trim());
      continue;
    }
    const cells = header.flatMap((name, place) => {
      const value = fields[place]?.trim() ?? '';
      return value === '' ? [] : [[name, value] as const];
    });
    tests.push({
      place: `line ${line}`,
      vars: Object.fromEntries(cells.filter(([name]) => !name.startsWith('__'))),
      metadata: Object.fromEntries(
        cells.flatMap(([name, value]) =>
          name.startsWith('__metadata:') ? [[name.slice(11).replace(/\[\]$/, ''), value]] : [],
        ),
      ),
      asserts: cells.flatMap(([name, value]) => (/^__expected\d*$/.test(name) ? [expectedOf(value)] : [])),
    });
  }
  return tests;
}

/** `contains-any: a, b` of a CSV cell; without a type it is an exact answer. */
function expectedOf(cell: string): Test['asserts'][number] {
  const [, type, rest = ''] = /^([a-z]+(?:-[a-z]+)*)(?:\([^)]*\))?:\s*([\s\S]+)$/.exec(cell) ?? [];
  if (type === undefined) return { type: 'equals', value: cell };
  return { type, value: /-(?:any|all)$/.test(type) ? rest.split(',') : rest };
}

function itemOf(
  test: Test,
  template: string | null,
  named: string | undefined,
  notes: InstrumentNote[],
): InstrumentItem[] {
  const { place, vars, metadata } = test;
  const prompt = questionOf(vars, template, named);
  if (prompt === null) {
    const names = Object.keys(vars).join(', ') || 'none';
    notes.push({ place, reason: `expected the question in a variable, got ${names}: name it with --question` });
    return [];
  }
  const field = (...names: string[]) => {
    for (const name of names) {
      const said = saidText(metadata[name]) ?? saidText(vars[name]);
      if (said !== null && said !== prompt) return said;
    }
    return undefined;
  };
  const left: string[] = [];
  const facts = test.asserts.flatMap((assert) => factsOf(assert, left));
  if (left.length > 0)
    notes.push({ place, reason: `without ${[...new Set(left)].join(', ')}, which no fact can hold` });
  const topic = field('topic', 'subject', 'category');
  const state = field('state');
  const role = ROLES.find((one) => one === field('role'));
  const style = STYLES.find((one) => one === field('style'));
  return [
    {
      id: field('id', 'probe') ?? null,
      place,
      ask: { [field('lang', 'language') ?? detectLang(prompt)]: prompt },
      ...(topic === undefined ? {} : { topic }),
      ...(role === undefined ? {} : { role }),
      ...(style === undefined ? {} : { style }),
      ...(state === undefined ? {} : { state }),
      facts,
      official: [],
    },
  ];
}

function questionOf(vars: Mapping, template: string | null, named: string | undefined): string | null {
  if (named !== undefined) return saidText(vars[named]);
  if (template !== null) {
    const filled = template.replace(
      /\{\{-?\s*([\w.]+)\s*-?\}\}/g,
      (whole, name: string) => saidText(vars[name]) ?? whole,
    );
    return /\{\{|\{%/.test(filled) ? null : filled.trim();
  }
  const name = QUESTION_NAMES.find((one) => saidText(vars[one]) !== null);
  const texts = Object.values(vars).flatMap((value) => saidText(value) ?? []);
  return name === undefined ? (texts.length === 1 ? (texts[0] ?? null) : null) : saidText(vars[name]);
}

/** What an assertion checks, as facts; what cannot be one is named in `left`. */
function factsOf({ type, value }: Test['asserts'][number], left: string[]): InstrumentStatement[] {
  const words = (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((word) => saidText(word) ?? []);
  const [first] = words;
  if (first !== undefined) {
    if (/^i?contains(?:-any)?$/.test(type)) return [{ claim: `Names ${words.join(' or ')}`, marks: words }];
    if (/^i?contains-all$/.test(type)) return words.map((word) => ({ claim: `Names ${word}`, marks: [word] }));
    if (/^(?:llm-rubric|grade|factuality|model-graded-factuality|g-eval)$/.test(type))
      return words.map((claim) => ({ claim }));
  }
  left.push(type === '' ? 'an assertion' : type);
  return [];
}
