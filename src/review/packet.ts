import { z } from 'zod';
import { compareText } from '../lib/compare-text.ts';
import { contentHash } from '../lib/digest.ts';
import { CLASSES } from '../model/verdict.ts';
import { QUALIFICATION_ITEMS } from './qualification.ts';

/** What stands in a packet for one person: a question and an answer, and nothing of who gave it. */
export interface PacketItem {
  readonly item: string;
  readonly lang: string;
  readonly question: string;
  readonly answer: string;
  /** What others said of it; in adjudication only. */
  readonly labels?: readonly string[];
}

/** An answer of the sample with what only the key knows. */
export interface PacketAnswer {
  readonly trial: string;
  readonly lang: string;
  readonly question: string;
  readonly answer: string;
  readonly stratum: string;
  readonly probability: number;
}

const KINDS = ['sample', 'repeat', 'qualification', 'adjudication'] as const;

/** A line of the key: what an item of a person is. The key stays with who runs the study. */
export const keyLineSchema = z.object({
  item: z.string(),
  person: z.string(),
  place: z.number().int().positive(),
  kind: z.enum(KINDS),
  /** null for qualification items. */
  trial: z.string().nullable(),
  stratum: z.string().nullable(),
  inclusion_probability: z.number().nullable(),
  /** The right class of a qualification item. */
  expected: z.enum(CLASSES).nullable(),
});
export type KeyLine = Readonly<z.infer<typeof keyLineSchema>>;

/** The first line of the key. */
export const keyHeadSchema = z.object({
  format: z.literal('candor-packet'),
  version: z.literal(1),
  run: z.string(),
  draw: z.string(),
  people: z.array(z.string()),
  codebook: z.string(),
  made_at: z.string(),
});
export type KeyHead = Readonly<z.infer<typeof keyHeadSchema>>;

/** One in so many answers is shown again, at least and at most so many. */
const REPEATED = { oneIn: 10, least: 5, most: 30 };

/** The packet of one person: what is shown, and the key to it. */
export interface PersonPacket {
  readonly items: readonly PacketItem[];
  readonly key: readonly KeyLine[];
}

/**
 * Lays out the sample for one person: qualification items first, then the answers in the order of the queue, of which any first part is a
 * random sample, and in the second half some earlier ones again under other names. Names of items tell nothing. The same sample and name give the same packet.
 */
export function personPacket(answers: readonly PacketAnswer[], person: string): PersonPacket {
  // Of the first half some come again, spread over the second.
  const half = Math.ceil(answers.length / 2);
  const wanted = Math.max(REPEATED.least, Math.min(REPEATED.most, Math.round(answers.length / REPEATED.oneIn)));
  const again = byHash(answers.slice(0, half), ({ trial }) => `repeat ${person} ${trial}`).slice(0, wanted);
  const shown: Shown[] = answers.map((answer) => ({ kind: 'sample', answer }));
  for (const [i, answer] of again.entries()) {
    const at = half + Math.round(((i + 1) * (answers.length - half)) / again.length) + i;
    shown.splice(at, 0, { kind: 'repeat', answer });
  }
  const langs = new Set(answers.map(({ lang }) => lang));
  const qualification = QUALIFICATION_ITEMS.filter(({ lang }) => langs.has(lang));
  const items: PacketItem[] = [];
  const key: KeyLine[] = [];
  for (const { id, lang, question, answer, class: expected } of qualification) {
    const item = nameOf(person, `qualification ${id}`);
    items.push({ item, lang, question, answer });
    const nothing = { trial: null, stratum: null, inclusion_probability: null };
    key.push({ item, person, place: items.length, kind: 'qualification', ...nothing, expected });
  }
  for (const { kind, answer } of shown) {
    const { trial, lang, question, stratum, probability } = answer;
    const item = nameOf(person, `${kind} ${trial}`);
    items.push({ item, lang, question, answer: answer.answer });
    const place = items.length;
    key.push({ item, person, place, kind, trial, stratum, inclusion_probability: probability, expected: null });
  }
  return { items, key };
}

interface Shown {
  readonly kind: 'sample' | 'repeat';
  readonly answer: PacketAnswer;
}

/** The name of an item, which tells nothing. */
export function nameOf(person: string, what: string): string {
  return contentHash([person, what]).slice(0, 10);
}

function byHash<T>(items: readonly T[], of: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: contentHash(of(item)) }));
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ item }) => item);
}
