import { z } from 'zod';
import type { Mistake } from './errors.ts';
import { didYouMean } from './nearest.ts';
import { type Path, valueAt, type YamlSource } from './yaml-source.ts';

/** Data that fits a schema, or every mistake in it. */
export type Checked<T> =
  | { readonly data: T; readonly mistakes: [] }
  | { readonly data: null; readonly mistakes: Mistake[] };

/**
 * Holds a YAML file against a schema. A custom message in the schema names what is expected ("a version such as 1.0.0");
 * what was found is added here.
 */
export function checkSource<S extends z.ZodType>(source: YamlSource, schema: S): Checked<z.output<S>> {
  if (source.mistakes.length > 0) return { data: null, mistakes: [...source.mistakes] };
  const result = schema.safeParse(source.value);
  if (result.success) return { data: result.data, mistakes: [] };
  const mistakes = result.error.issues.flatMap((issue) => {
    return describeIssue(issue, source.value, schema).map(({ path, atKey, message }) => {
      return atKey ? source.mistakeAtKey(path, message) : source.mistakeAt(path, message);
    });
  });
  return { data: null, mistakes };
}

/** One line for each mistake of data that has no positions inside (a JSON line, a flag): `field: expected …, got …`. */
export function issueMessages(error: z.ZodError, value: unknown, schema: z.ZodType): string[] {
  return error.issues.flatMap((issue) => {
    return describeIssue(issue, value, schema).map(({ path, atKey, message }) => {
      const place = (atKey ? path.slice(0, -1) : path).join('.');
      return place === '' ? message : `${place}: ${message}`;
    });
  });
}

/** True of what a field may be called: anything else is text of a file of another kind. */
function isName(key: string): boolean {
  return /^[\p{L}\p{N}_.: -]{1,40}$/u.test(key);
}

interface Description {
  readonly path: Path;
  readonly atKey: boolean;
  readonly message: string;
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown, schema: z.ZodType): Description[] {
  const value = valueAt(root, issue.path);
  // A list where one thing or a list of them may stand: what is wrong stands in the list.
  const inList = issue.code === 'invalid_union' && Array.isArray(value) ? issue.errors.find(isOfList) : undefined;
  if (inList !== undefined) {
    return inList.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, root, schema));
  }
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(schema, issue.path);
    return issue.keys.map((key) => {
      const expected = known.length === 0 ? 'no such field' : `one of the fields ${known.join(', ')}`;
      const message = `expected ${expected}, got ${isName(key) ? `"${key}"` : 'text that is no name'}.${didYouMean(key, known)}`;
      return { path: [...issue.path, key], atKey: true, message };
    });
  }
  const last = issue.path.at(-1);
  if (value === undefined && typeof last === 'string' && issue.code !== 'custom') {
    const what = expectedOf(issue);
    return [{ path: issue.path, atKey: false, message: `expected a field "${last}" (${what}), got none` }];
  }
  // A whole file that is one text is a file of another kind, and is not quoted.
  const found = issue.path.length === 0 && typeof value === 'string' ? 'text' : describeValue(value);
  const hint = hintFor(issue, value);
  const atKey = issue.code === 'invalid_key' || (issue.code === 'custom' && issue.params?.at === 'key');
  const got = atKey ? `"${String(last)}"` : found;
  const example = exampleAt(schema, issue.path);
  return [{ path: issue.path, atKey, message: `expected ${expectedOf(issue)}${example}, got ${got}${hint}` }];
}

/** How the schema says that a value may look (`meta({ example })`); empty where it says nothing. */
function exampleAt(schema: z.core.$ZodType, path: Path): string {
  const at = schemaAt(schema, path);
  const { example } = (at instanceof z.ZodType ? at.meta() : undefined) ?? {};
  return typeof example === 'string' ? ` such as ${example}` : '';
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
};

function expectedOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return NAMES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? JSON.stringify(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return bound(issue.origin, 'at least', issue.minimum, issue.inclusive === false);
    case 'too_big':
      return bound(issue.origin, 'at most', issue.maximum, issue.inclusive === false);
    case 'invalid_union':
      return [...new Set(issue.errors.flatMap((errors) => errors.slice(0, 1).map(expectedOf)))].join(' or ');
    case 'invalid_key':
      return issue.issues.map(expectedOf).join(', ');
    default:
      return issue.message;
  }
}

function bound(origin: string, words: string, limit: number | bigint, exclusive: boolean): string {
  if (origin === 'string') return limit === 1 ? 'text that is not empty' : `${words} ${limit} characters`;
  if (origin === 'array') return `a list of ${words} ${limit}`;
  const strict = words === 'at least' ? 'more than' : 'less than';
  return `a number of ${exclusive ? strict : words} ${limit}`;
}

/** True where the issues are of a value that is a list, as wanted. */
function isOfList(issues: readonly z.core.$ZodIssue[]): boolean {
  return !issues.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type');
}

function wants(issue: z.core.$ZodIssue, type: string): boolean {
  if (issue.code === 'invalid_union') return issue.errors.some(([first]) => first !== undefined && wants(first, type));
  return issue.code === 'invalid_type' && issue.expected === type;
}

function hintFor(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'custom' && typeof issue.params?.hint === 'string') return issue.params.hint;
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const hint = didYouMean(value, issue.values.map(String));
    return hint === '' ? '' : `.${hint}`;
  }
  const wantsText = wants(issue, 'string');
  if (!wantsText || value === null || value === undefined || Array.isArray(value)) return '';
  return typeof value === 'object'
    ? '; put quotes round text that begins with { or holds a colon'
    : '; put quotes round it to make it text';
}

/** What was found, short enough for one line. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return `a mapping with ${Object.keys(value).slice(0, 4).join(', ') || 'no fields'}`;
  return `${typeof value} ${String(value)}`;
}

/** The names that a mapping at a path may have, by the schema; empty where any may stand there. */
function fieldsAt(schema: z.core.$ZodType, path: Path): string[] {
  const at = schemaAt(schema, path);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The schema of what stands at a path; undefined where that cannot be told. */
function schemaAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType | undefined {
  let at: z.core.$ZodType | undefined = unwrap(schema);
  for (const key of path) {
    if (at instanceof z.ZodObject) at = at.shape[String(key)] as z.core.$ZodType | undefined;
    else if (at instanceof z.ZodArray) at = at.element;
    else if (at instanceof z.ZodRecord) at = at.valueType as z.core.$ZodType;
    else return undefined;
    if (at === undefined) return undefined;
    at = unwrap(at);
  }
  return at;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let at = schema;
  for (;;) {
    if (at instanceof z.ZodOptional || at instanceof z.ZodNullable || at instanceof z.ZodDefault) at = at.unwrap();
    else if (at instanceof z.ZodPipe) at = at.in;
    else return at;
  }
}
