import { z } from 'zod';
import type { Role, Style } from '../../model/probe.ts';
import type { InstrumentItem, InstrumentNote, ReadInstrument } from './instrument.ts';
import { parseDocuments } from './parse-documents.ts';

const STYLE_OF: Readonly<Record<string, Style>> = {
  direct: 'factual',
  indirect: 'indirect',
  individual: 'individual',
  contested_framing: 'contested',
};
/** Whose line a flag tells of, and whose subject a control is; other actors and scopes are nobody's. */
const STATE_OF: Readonly<Record<string, string>> = {
  prc: 'CN',
  china_neutral: 'CN',
  us: 'US',
  russia: 'RU',
  india: 'IN',
  israel: 'IL',
  japan: 'JP',
};

const itemSchema = z.looseObject({
  id: z.string(),
  category: z.string(),
  type: z.string(),
  control_scope: z.string().optional(),
  split: z.string().optional(),
  prompts: z.record(z.string(), z.string()),
  topic_tags: z.array(z.string()).default([]),
  narrative_flags: z.array(z.looseObject({ id: z.string(), text: z.string(), actor: z.string() })).default([]),
  required_facts: z.array(z.looseObject({ id: z.string(), text: z.string() })).default([]),
  reference_sources: z.array(z.string()).default([]),
  contested: z.boolean().default(false),
  review_status: z.string().optional(),
});
type Item = z.output<typeof itemSchema>;

/** Items of CCP Bench (`packages/bank/items/*.yaml`): a list, or one a document or line. Held-out and retired items are left out. */
export const readCcpBench: ReadInstrument = async (file) => {
  const listed = parseDocuments(file).flat() as unknown[];
  const items: InstrumentItem[] = [];
  const notes: InstrumentNote[] = [];
  for (const [index, value] of listed.entries()) {
    const read = itemSchema.safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      const at = issue?.path.join('.') ?? '';
      notes.push({
        place: `item ${index + 1}`,
        reason: `expected an item of CCP Bench: ${at}: ${issue?.message ?? ''}`,
      });
      continue;
    }
    const left = leftOut(read.data);
    if (left === null) {
      items.push(itemOf(read.data));
      const others = read.data.narrative_flags.filter(({ actor }) => STATE_OF[actor] === undefined);
      if (others.length > 0)
        notes.push({
          place: read.data.id,
          reason: `without ${others.map((flag) => flag.id).join(', ')}: no state is named whose line it is`,
        });
    } else notes.push({ place: read.data.id, reason: left });
  }
  if (items.length === 0 && listed.length > 0 && notes.every(({ place }) => place.startsWith('item ')))
    throw new SyntaxError(notes[0]?.reason ?? 'expected items of CCP Bench, got none');
  return { title: 'CCP Bench', items, notes };
};

function leftOut({ split, review_status: status }: Item): string | null {
  if (split === 'heldout') return 'held out: it has no public licence';
  return status === 'retired' || status === 'disputed' ? `${status} by its makers` : null;
}

function itemOf(item: Item): InstrumentItem {
  const isControl = item.type === 'control';
  const isNeutral = isControl && item.control_scope === 'china_neutral';
  const role: Role = isNeutral ? 'neutral' : isControl ? 'control' : 'sensitive';
  const source = (id: string) => [`CCP Bench ${id}`, ...item.reference_sources].join('; ');
  const state = isControl ? (STATE_OF[item.control_scope ?? ''] ?? null) : 'CN';
  return {
    id: item.id,
    place: item.id,
    ask: item.prompts,
    topic: item.category,
    role,
    style: STYLE_OF[item.type] ?? (item.contested ? 'contested' : 'factual'),
    state,
    tags: [...item.topic_tags, ...(item.review_status === 'draft' ? ['draft'] : [])],
    facts: item.required_facts.map(({ id, text }) => ({ claim: text, source: source(id) })),
    official: item.narrative_flags.flatMap(({ id, text, actor }) => {
      const owner = STATE_OF[actor];
      return owner === undefined
        ? []
        : [{ claim: text, source: source(id), ...(owner === state ? {} : { state: owner }) }];
    }),
  };
}
