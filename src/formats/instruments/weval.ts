import { detectLang } from '../../reading/detect-lang.ts';
import type { InstrumentItem, InstrumentNote, InstrumentStatement, ReadInstrument } from './instrument.ts';
import { isMapping, parseDocuments, saidText } from './parse-documents.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** Names under which a blueprint may list what an answer should hold. */
const POINTS = ['should', 'points', 'expect', 'expects', 'expectations'];
const PROMPT_KEYS = ['prompt', 'promptText', 'messages', ...POINTS, 'should_not'];

/**
 * Weval's blueprints: a header and prompts in one document or several, a list or stream of prompts, or the JSON of old. Plain points become
 * facts; points that look for words become facts with marks. `should_not` says what an answer should not be, which is no state's claim: left out.
 */
export const readWeval: ReadInstrument = async (file) => {
  const documents = parseDocuments(file).filter((document) => document !== null);
  const [first] = documents;
  const isHeader = isMapping(first) && !PROMPT_KEYS.some((key) => key in first);
  const header: Mapping = isHeader ? first : {};
  const inside = Array.isArray(header.prompts) ? (header.prompts as unknown[]) : [];
  const listed = [...inside, ...(isHeader ? documents.slice(1) : documents).flat()] as unknown[];
  const notes: InstrumentNote[] = [];
  const shared = [header.system ?? header.systemPrompt].flat().filter((one) => saidText(one) !== null);
  if (shared.length > 0)
    notes.push({
      place: 'header',
      reason: 'its system prompt is not part of a probe set: give it as system of the target, or as an arm',
    });
  const items = listed.flatMap((value, index) => itemOf(value, index, header, notes));
  if (items.length === 0 && notes.length === 0) throw new SyntaxError('expected prompts of a blueprint, got none');
  const title = saidText(header.title ?? header.configTitle);
  const license = licenseIn(file.text);
  return { ...(title === null ? {} : { title }), ...(license === null ? {} : { license }), items, notes };
};

/** A licence that a file names for itself: some are taken from works under another one. */
function licenseIn(text: string): string | null {
  const [, named] =
    /\blicen[cs]e\w*\W[^\n]{0,60}?\b(CC[ -]BY(?:[ -](?:SA|NC|ND))*[ -]\d\.\d|MIT|Apache[ -]2\.0|GPL-\S+)/i.exec(text) ??
    [];
  return named === undefined ? null : named.replaceAll(' ', '-').toUpperCase().replace('APACHE', 'Apache');
}

function itemOf(value: unknown, index: number, header: Mapping, notes: InstrumentNote[]): InstrumentItem[] {
  const id = isMapping(value) ? saidText(value.id) : null;
  const place = id ?? `prompt ${index + 1}`;
  const leave = (reason: string): InstrumentItem[] => {
    notes.push({ place, reason });
    return [];
  };
  if (!isMapping(value)) return leave('expected a prompt, got something else');
  const prompt = saidText(value.prompt ?? value.promptText) ?? onlyQuestion(value.messages);
  if (prompt === null) return leave('expected one question, got none or a conversation');
  if (saidText(value.system) !== null) return leave('it has a system prompt of its own');
  const citation = saidText(value.citation);
  const left: string[] = [];
  const defined = isMapping(header.point_defs) ? header.point_defs : {};
  const facts = POINTS.flatMap((key) => pointsOf(value[key], left, defined)).map((fact) =>
    fact.source === undefined && citation !== null ? { ...fact, source: citation } : fact,
  );
  if (value.should_not !== undefined) left.push('should_not');
  if (left.length > 0)
    notes.push({ place, reason: `without ${[...new Set(left)].join(', ')}, which no fact can hold` });
  const tags = Array.isArray(header.tags) ? header.tags.flatMap((tag) => saidText(tag) ?? []) : [];
  return [{ id, place, ask: { [detectLang(prompt)]: prompt }, tags, facts, official: [] }];
}

/** The text of a conversation that is one question of the user. */
function onlyQuestion(messages: unknown): string | null {
  const [only, ...more] = Array.isArray(messages) ? (messages as unknown[]) : [];
  if (more.length > 0 || !isMapping(only)) return null;
  return saidText(only.user) ?? (only.role === 'user' ? saidText(only.content) : null);
}

/** The facts of a list of points; alternatives in lists of their own are facts as well. What cannot be one is named in `left`. */
function pointsOf(points: unknown, left: string[], defined: Mapping): InstrumentStatement[] {
  if (!Array.isArray(points)) return [];
  return (points as unknown[]).flatMap((point): InstrumentStatement[] => {
    if (Array.isArray(point)) return pointsOf(point, left, defined);
    if (isMapping(point) && '$ref' in point) {
      // A definition that is a text is a program, which is run and not looked for.
      const known = defined[saidText(point.$ref) ?? ''];
      return pointsOf([isMapping(known) && !('$ref' in known) ? known : { $js: '' }], left, {});
    }
    const plain = saidText(point);
    if (plain !== null) return [{ claim: plain }];
    if (!isMapping(point)) return [];
    const text = saidText(point.point ?? point.text);
    const source = saidText(point.citation);
    const cited = source === null ? {} : { source };
    if (text !== null) return [{ claim: text, ...cited }];
    const fn = saidText(point.fn);
    if (fn !== null) return wordsOf(fn, point.arg ?? point.fnArgs, left).map((fact) => ({ ...fact, ...cited }));
    return Object.entries(point).flatMap(([key, value]): InstrumentStatement[] => {
      if (key.startsWith('$')) return wordsOf(key.slice(1), value, left);
      const said = saidText(value);
      return [{ claim: key.trim(), ...(said === null ? {} : { source: said }) }];
    });
  });
}

/** A check for words as facts with marks: one for any of them, one each where all must stand. */
function wordsOf(fn: string, args: unknown, left: string[]): InstrumentStatement[] {
  const words = (Array.isArray(args) ? (args as unknown[]) : [args]).flatMap((word) => saidText(word) ?? []);
  if (/^i?contains(?:_any_of)?$/.test(fn) && words.length > 0)
    return [{ claim: `Names ${words.join(' or ')}`, marks: words }];
  if (/^i?contains_all_of$/.test(fn) && words.length > 0)
    return words.map((word) => ({ claim: `Names ${word}`, marks: [word] }));
  left.push(`$${fn}`);
  return [];
}
