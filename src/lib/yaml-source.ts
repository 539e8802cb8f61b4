import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseAllDocuments,
  parseDocument,
  YAMLParseError,
  type YAMLWarning,
} from 'yaml';
import type { Mistake } from './errors.ts';
import { DEEPEST, TOO_DEEP, yamlMistake } from './yaml-mistake.ts';

/** Keys and indices that lead from the top of a document to a value. */
export type Path = readonly PropertyKey[];

/** A parsed YAML file that knows where each value stands. */
export interface YamlSource {
  readonly file: string;
  /** Plain data; null where the file is empty or broken. */
  readonly value: unknown;
  /** Mistakes of YAML itself: syntax, duplicate keys, unknown tags. */
  readonly mistakes: readonly Mistake[];
  /** A mistake at a value, or at the nearest value round it that exists. */
  mistakeAt(path: Path, message: string): Mistake;
  /** A mistake at the last key of a path. */
  mistakeAtKey(path: Path, message: string): Mistake;
}

/** Parses YAML 1.2. Never throws for what the text holds. `file` is the name shown in messages. */
export function parseYamlSource(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parsed(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const place = (offset: number | undefined) => {
    if (offset === undefined) return { line: null, column: null };
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const plain = plainOf(document);
  const mistakes = saidErrors(document).map((error) => {
    return { file, ...place(error.pos[0]), message: yamlMistake(error, text, isNamedYaml(file)) };
  });
  return {
    file,
    value: plain.value,
    mistakes:
      plain.problem === null ? mistakes : [...mistakes, { file, line: null, column: null, message: plain.problem }],
    mistakeAt(path, message) {
      return { file, ...place(startOf(nodeAt(document.contents, path))), message };
    },
    mistakeAtKey(path, message) {
      const parent = nodeAt(document.contents, path.slice(0, -1));
      const key = isMap(parent) ? keyOf(parent, path.at(-1)) : null;
      return { file, ...place(startOf(key ?? parent)), message };
    },
  };
}

/** The documents of a YAML or JSON file as plain data. Throws SyntaxError, which quotes nothing of a text that is another's. */
export function parseYamlDocuments(text: string): unknown[] {
  const lines = new LineCounter();
  const documents = everyDocument(text, lines);
  return documents.map((document) => {
    const [first] = saidErrors({ errors: document.errors, warnings: [] });
    if (first !== undefined) {
      const { line, col } = lines.linePos(first.pos[0]);
      throw new SyntaxError(`line ${line}, column ${col}: ${yamlMistake(first, text, false)}`);
    }
    const { value, problem } = plainOf(document);
    if (problem !== null) throw new SyntaxError(problem);
    return value;
  });
}

function everyDocument(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false, version: '1.2' });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError(TOO_DEEP, { cause: error });
    throw error;
  }
}

/** What is wrong with a document; where it is too deep for the parser, that alone, once. */
function saidErrors({ errors, warnings }: Pick<Document, 'errors' | 'warnings'>): (YAMLParseError | YAMLWarning)[] {
  const deep = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  return deep === undefined ? [...errors, ...warnings] : [deep];
}

/** Whether a file says of itself that it is YAML: what stands in another is not quoted. */
function isNamedYaml(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

/** A document; one that is nested too deeply to be parsed is empty, with a mistake. */
function parsed(text: string, options: Parameters<typeof parseDocument>[1]): ReturnType<typeof parseDocument> {
  try {
    return parseDocument(text, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const document = parseDocument('', options);
    document.errors.push(new YAMLParseError([0, 0], 'RESOURCE_EXHAUSTION', ''));
    return document;
  }
}

/** What a document holds as plain data, or why that cannot be had: aliases that multiply, parts that hold themselves or too many others. */
function plainOf(document: Pick<Document, 'errors' | 'toJS'>): {
  readonly value: unknown;
  readonly problem: string | null;
} {
  if (document.errors.length > 0) return { value: null, problem: null };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 1000 });
    if (isWithin(value, DEEPEST)) return { value, problem: null };
    return {
      value: null,
      problem: TOO_DEEP,
    };
  } catch (error) {
    if (error instanceof RangeError) return { value: null, problem: TOO_DEEP };
    if (!(error instanceof ReferenceError)) throw error;
    return { value: null, problem: 'expected references (*NAME) that stand for at most 1000 parts, got more' };
  }
}

function isWithin(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isWithin(item, depth - 1));
}

/** The value at a path in plain data; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}

function nodeAt(root: Node | null, path: Path): Node | null {
  let node = root;
  for (const key of path) {
    const child = childOf(node, key);
    if (child === null) return node;
    node = child;
  }
  return node;
}

function childOf(node: Node | null, key: PropertyKey): Node | null {
  if (node === null || !('get' in node)) return null;
  const child = (node as { get(key: unknown, keepScalar: true): unknown }).get(key, true);
  return isNode(child) ? child : null;
}

function keyOf(map: Node & { items: readonly unknown[] }, key: PropertyKey | undefined): Node | null {
  for (const pair of map.items) {
    if (isPair(pair) && isScalar(pair.key) && String(pair.key.value) === String(key)) return pair.key;
  }
  return null;
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
