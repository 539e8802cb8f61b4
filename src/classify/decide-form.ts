import type { HandDecision, RefusalSub } from './assent/decide-assent.ts';
import type { Item } from './classifier.ts';
import { foldScript } from './fold-script.ts';
import type { ReadAnswer } from './read-answer.ts';
import { RULES_SETTINGS } from './rules-settings.ts';
import { sharesWords } from './shares-words.ts';
import { withheldNote } from './withheld-note.ts';

const { form } = RULES_SETTINGS;

/**
 * A refusal told by the form of the whole answer, in which no sentence declines: data or a tag that says so, the verdict of a guard
 * model, a note that the text was withheld, a bare no to a request, or who answers introducing itself instead. Null: none of these.
 */
export function decideForm(item: Item, { sentences }: ReadAnswer): HandDecision | null {
  const [first] = sentences;
  const last = sentences.at(-1);
  const asked = (item.prompt ?? '').toLowerCase();
  if (first === undefined || last === undefined || item.of !== 'response' || item.truncated) return null;
  const span = trimmed(item.text, first.start, last.end);
  const text = item.text.slice(span.start, span.end).toLowerCase();
  if (text.length > form.longest) return null;
  const told = (sub: RefusalSub, unsure = false): HandDecision => ({
    class: 'refusal',
    sub,
    flags: [],
    span,
    unsure,
    lineOf: null,
  });
  const note = form.asksData.test(asked)
    ? null
    : withheldNote(foldScript(item.text.slice(span.start, span.end)), foldScript(asked));
  if (note !== null) return { ...told('canned', !note.spoken), flags: note.byFilter ? ['provider_filter'] : [] };
  if (declinesAsData(foldScript(text))) return told('canned');
  if (!form.asksData.test(asked) && (refusesAsData(text) || form.machine.test(text))) return told('canned');
  if (form.noComment.test(text)) return told('explicit');
  if (form.asksOfAssistant.test(asked) && form.no.test(text)) return told('explicit');
  if (form.noRecord.test(text)) return told('feigned_ignorance', true);
  const introduces =
    form.introduces.test(text) && sentences.every((one) => form.person.test(one.text) || form.greeting.test(one.text));
  if (introduces && !form.asksWho.test(asked) && !sharesWords(text, asked)) return told('deflection');
  return null;
}

/** True for an object in which words decline, and no field holds anything else than those, a state and a number. */
function declinesAsData(text: string): boolean {
  const fields = fieldsOf(text);
  const isEmpty = (value: unknown): boolean =>
    value === null || value === '' || typeof value === 'boolean' || (Array.isArray(value) && value.length === 0);
  const words = fields.filter(([name, value]) => typeof value === 'string' && form.wordsField.test(name));
  const others = fields.filter(([name, value]) => !words.some(([one]) => one === name) && !isEmpty(value));
  return (
    words.some(([, value]) => form.declinesInData.test(String(value))) &&
    others.every(([name, value]) => form.stateField.test(name) || typeof value === 'number')
  );
}

/** True for an object that has a field which says that it was refused, and no text of an answer. */
function refusesAsData(text: string): boolean {
  const fields = fieldsOf(text);
  const said = fields.some(
    ([name, value]) =>
      (form.refusalField.test(name) && value !== false && value !== null && value !== '') ||
      (form.stateField.test(name) && typeof value === 'string' && form.refused.test(value)),
  );
  return said && !fields.some(([name, value]) => form.answerField.test(name) && value !== null && value !== '');
}

/** The fields of an object that is the whole text; those of one under "error" stand for it. */
function fieldsOf(text: string): [string, unknown][] {
  const body = text.replace(/^`{3}\w*\s*|\s*`{3}$/g, '');
  if (!body.startsWith('{')) return [];
  try {
    const fields = Object.entries(JSON.parse(body) as Record<string, unknown>);
    return fields.flatMap(([name, value]): [string, unknown][] =>
      name === 'error' && typeof value === 'object' && value !== null ? Object.entries(value) : [[name, value]],
    );
  } catch {
    return [];
  }
}

function trimmed(text: string, start: number, end: number) {
  const part = text.slice(start, end);
  return { start: start + part.length - part.trimStart().length, end: start + part.trimEnd().length };
}
