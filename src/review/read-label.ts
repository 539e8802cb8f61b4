import { z } from 'zod';
import { STATE_CODES } from '../lib/state-codes.ts';
import type { StoredVerdict } from '../model/stored-trial.ts';
import type { VerdictClass, VerdictFlag } from '../model/verdict.ts';
import { CODEBOOK_CLASSES, CODEBOOK_FLAGS } from './codebook.ts';
import { shareOfConfidence, timedNote } from './human-labels.ts';

/** A label as the form gave it, checked against the answer. */
export type GivenLabel = Pick<StoredVerdict, 'class' | 'sub' | 'flags' | 'confidence' | 'evidence'> & {
  /** Whose line it is (ISO 3166); null: no state's, or not said. */
  readonly line_of: string | null;
  readonly note: string;
};

const classIds = CODEBOOK_CLASSES.map(({ id }) => id);
const flagIds = CODEBOOK_FLAGS.map(({ id }) => id);

const numberOrNone = z.preprocess(
  (value) => (value === '' || value === undefined ? null : Number(value)),
  z.number().nullable(),
);

const formSchema = z.object({
  class: z.enum(classIds as [VerdictClass, ...VerdictClass[]]),
  flags: z.array(z.enum(flagIds as [VerdictFlag, ...VerdictFlag[]])),
  confidence: z.enum(['', '1', '2', '3']).default(''),
  start: numberOrNone,
  end: numberOrNone,
  seconds: numberOrNone,
  line_of: z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => code === '' || STATE_CODES.has(code), 'two letters of a state (ISO 3166), such as CN, or nothing')
    .default(''),
  note: z.string().max(4000).default(''),
});

/** Reads a label from a posted form; a string says what is wrong with it. `text` is the answer as given. */
export function readLabel(form: FormData, text: string): GivenLabel | string {
  const parsed = formSchema.safeParse({
    ...Object.fromEntries([...form.entries()].filter(([, value]) => typeof value === 'string')),
    flags: form.getAll('flag'),
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `expected a label with a class, got ${issue?.path.join('.')}: ${issue?.message}`;
  }
  const { class: chosen, flags, confidence, start, end, seconds, line_of: line, note } = parsed.data;
  const subs: readonly string[] = CODEBOOK_CLASSES.find(({ id }) => id === chosen)?.subs.map(({ id }) => id) ?? [];
  const sub = String(form.get(`sub_${chosen}`) ?? '');
  if (sub !== '' && !subs.includes(sub)) return `expected a sub-class of ${chosen}, got ${JSON.stringify(sub)}`;
  const span = spanOf(start, end, text, chosen);
  if (typeof span === 'string') return span;
  const took = seconds === null || seconds < 0 ? null : Math.min(seconds, 3600);
  return {
    class: chosen,
    sub: sub === '' ? null : sub,
    flags: flagIds.filter((id) => flags.includes(id)),
    confidence: confidence === '' ? null : shareOfConfidence(Number(confidence) as 1 | 2 | 3),
    evidence: span,
    line_of: line === '' ? null : line,
    note: timedNote(took, note.trim()),
  };
}

/** The marked span; where none is marked, the whole answer stands for it in the classes that need evidence. */
function spanOf(
  start: number | null,
  end: number | null,
  text: string,
  chosen: VerdictClass,
): StoredVerdict['evidence'] | string {
  if (start === null || end === null) {
    const needed = chosen === 'refusal' || chosen === 'official_narrative';
    return needed && text !== '' ? { start: 0, end: text.length, text } : null;
  }
  const inside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length;
  if (!inside) return `expected a span inside the answer (0 to ${text.length}), got ${start} to ${end}`;
  return { start, end, text: text.slice(start, end) };
}
