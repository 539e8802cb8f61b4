import { detectLang } from '../../reading/detect-lang.ts';
import { saidText } from './parse-documents.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** How the question of a test is found. */
export interface QuestionPlace {
  /** The prompt that variables stand in; null: none is known. */
  readonly template: string | null;
  /** The variable that holds it, where it was named. */
  readonly named: string | undefined;
  /** Its language, where the test says so. */
  readonly lang: string | undefined;
  /** What stands before and behind it. */
  readonly round: readonly [string, string];
}

/** Variables in which the question is looked for, in this order, where none is named and no prompt says how they are put together. */
const QUESTION_NAMES = ['question', 'prompt', 'query', 'input', 'message'];

/** A language tag at the end of a variable's name. */
const LANGUAGE = /^[a-z]{2,3}(?:-(?:[A-Z][a-z]{3}|[A-Z]{2}))?$/i;

/** The question of a test by language: `prompt_en` beside `prompt_zh` are one question in two. Null: it was not found. */
export function questionOf(vars: Mapping, place: QuestionPlace): Record<string, string> | null {
  const { template, named, lang, round } = place;
  const whole = (text: string): string => `${round[0]}${text}${round[1]}`.trim();
  const single = (text: string) => ({ [lang ?? detectLang(text)]: whole(text) });
  if (template !== null) {
    const filled = fill(template, vars);
    if (!/\{\{|\{%/.test(filled)) return single(filled);
    return null;
  }
  for (const name of named === undefined ? QUESTION_NAMES : [named]) {
    const own = saidText(vars[name]);
    if (own !== null) return single(own);
    const byLang = Object.entries(vars).flatMap(([key, value]) => {
      const said = saidText(value);
      const [, tag = ''] = key.startsWith(name) ? (/^[_-](.+)$/.exec(key.slice(name.length)) ?? []) : [];
      const code = tag.replaceAll('_', '-');
      return said === null || !LANGUAGE.test(code) ? [] : [[code, whole(said)] as const];
    });
    if (byLang.length > 0) return Object.fromEntries(byLang);
  }
  if (named !== undefined) return null;
  const texts = Object.values(vars).flatMap((value) => saidText(value) ?? []);
  return texts.length === 1 ? single(texts[0] ?? '') : null;
}

/** A text with its `{{variables}}` filled in; one that is not known stays. */
export function fill(text: string, vars: Mapping): string {
  return text.replace(/\{\{-?\s*([\w.]+)\s*-?\}\}/g, (whole, name: string) => saidText(vars[name]) ?? whole);
}
