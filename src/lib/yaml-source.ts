import { isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Mistake } from './errors.ts';

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
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const place = (offset: number | undefined) => {
    if (offset === undefined) return { line: null, column: null };
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const mistakes = [...document.errors, ...document.warnings].map((error) => {
    return { file, ...place(error.pos[0]), message: `expected valid YAML, got a mistake: ${error.message}` };
  });
  return {
    file,
    value: document.errors.length > 0 ? null : document.toJS(),
    mistakes,
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
