import { ROLES, STYLES } from '../../model/probe.ts';
import { csvRecords } from '../csv-records.ts';
import type {
  InstrumentFile,
  InstrumentItem,
  InstrumentNote,
  InstrumentStatement,
  ReadInstrument,
} from './instrument.ts';
import { isMapping, parseDocuments, saidText } from './parse-documents.ts';
import { fill, questionOf } from './promptfoo-question.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** One test, from whatever file. */
interface Test {
  readonly place: string;
  readonly vars: Mapping;
  readonly metadata: Mapping;
  readonly asserts: readonly Assert[];
  /** What stands before and behind the question. */
  readonly round: readonly [string, string];
}

interface Assert {
  readonly type: string;
  readonly value: unknown;
}

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
  const shared = assertsIn(defaults.assert);
  for (const type of new Set(shared.filter((one) => factsOf(one, {}) === null).map((one) => one.type)))
    notes.push({ place: 'defaultTest', reason: `without ${type}, which no fact can hold` });
  const tests = listed.flatMap((value, index): Test[] => {
    if (!isMapping(value)) {
      const said = saidText(value);
      notes.push({
        place: `test ${index + 1}`,
        reason: said === null ? 'expected a test, got something else' : `tests that stand elsewhere: import ${said}`,
      });
      return [];
    }
    const place = saidText(value.description) ?? `test ${index + 1}`;
    return [
      {
        place,
        vars: { ...mapping(defaults.vars), ...mapping(value.vars) },
        metadata: { ...mapping(defaults.metadata), ...mapping(value.metadata) },
        asserts: [...shared.filter((one) => factsOf(one, {}) !== null), ...assertsIn(value.assert)],
        round: ['', ''],
      },
    ];
  });
  return { tests, template, title: saidText(config?.description) };
}

function assertsIn(list: unknown): Assert[] {
  const given = Array.isArray(list) ? (list as unknown[]) : [];
  return given.flatMap((one) => (isMapping(one) ? [{ type: saidText(one.type) ?? '', value: one.value }] : []));
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
    const special = (name: string): string => fields[header?.indexOf(`__${name}`) ?? -1] ?? '';
    tests.push({
      place: special('description').trim() || `line ${line}`,
      round: [special('prefix'), special('suffix')],
      vars: Object.fromEntries(cells.filter(([name]) => !name.startsWith('__'))),
      metadata: Object.fromEntries(
        cells.flatMap(([name, value]) =>
          name.startsWith('__metadata:') ? [metadataOf(name.slice('__metadata:'.length), value)] : [],
        ),
      ),
      asserts: cells.flatMap(([name, value]) => (/^__expected\d*$/.test(name) ? [expectedOf(value)] : [])),
    });
  }
  return tests;
}

/** `tags[]` is a list; `\\,` in it is no comma between two. */
function metadataOf(name: string, value: string): [string, unknown] {
  if (!name.endsWith('[]')) return [name, value];
  const parts = value.split(/(?<!\\),/).map((part) => part.replaceAll('\\,', ',').trim());
  return [name.slice(0, -'[]'.length), parts];
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
  const { place, vars, metadata, round } = test;
  const lang = [metadata.lang, metadata.language, vars.lang, vars.language].map(saidText).find((one) => one !== null);
  const ask = questionOf(vars, { template, named, lang: lang ?? undefined, round });
  if (ask === null) {
    const names = Object.keys(vars).join(', ') || 'none';
    notes.push({ place, reason: `expected the question in a variable, got ${names}: name it with --question` });
    return [];
  }
  const field = (...names: string[]) => {
    for (const name of names) {
      const said = saidText(metadata[name]) ?? saidText(vars[name]);
      if (said !== null && !Object.values(ask).includes(said)) return said;
    }
    return undefined;
  };
  const left: string[] = [];
  const facts = test.asserts.flatMap((assert) => {
    const found = factsOf(assert, vars);
    if (found === null) left.push(assert.type === '' ? 'an assertion' : assert.type);
    return found ?? [];
  });
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
      ask,
      tags: [metadata.tags].flat().flatMap((tag) => saidText(tag) ?? []),
      ...(topic === undefined ? {} : { topic }),
      ...(role === undefined ? {} : { role }),
      ...(style === undefined ? {} : { style }),
      ...(state === undefined ? {} : { state }),
      facts,
      official: [],
    },
  ];
}

/** What an assertion checks, as facts, its variables filled in; null: no fact can hold it. */
function factsOf({ type, value }: Assert, vars: Mapping): InstrumentStatement[] | null {
  const words = [value].flat().flatMap((word) => {
    const said = saidText(word);
    return said === null ? [] : [fill(said, vars)];
  });
  if (words.length === 0) return null;
  if (/^i?contains(?:-any)?$/.test(type)) return [{ claim: `Names ${words.join(' or ')}`, marks: words }];
  if (/^i?contains-all$/.test(type)) return words.map((word) => ({ claim: `Names ${word}`, marks: [word] }));
  if (/^(?:llm-rubric|grade|factuality|model-graded-factuality|g-eval)$/.test(type))
    return words.map((claim) => ({ claim }));
  return null;
}
