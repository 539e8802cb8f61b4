import { z } from 'zod';
import { ConfigError } from '../lib/errors.ts';
import { CODEBOOK_CLASSES } from './codebook.ts';
import { type GivenLabel, readLabel } from './read-label.ts';

/** A line of labels as the form of a packet writes them, or as others may. */
export const labelLineSchema = z.object({
  item: z.string(),
  class: z.string(),
  sub: z.string().nullish(),
  flags: z.array(z.string()).nullish(),
  line_of: z.string().nullish(),
  confidence: z.number().int().min(1).max(3).nullish(),
  note: z.string().nullish(),
  seconds: z.number().nullish(),
});
export type PacketLabelLine = z.infer<typeof labelLineSchema>;

/** A label with where it was read. */
export interface PlacedLabel {
  readonly file: string;
  readonly line: number;
  readonly given: PacketLabelLine;
}

/** The columns of a packet's CSV; the last six are to be filled in. */
export const PACKET_COLUMNS = [
  'item',
  'lang',
  'question',
  'answer',
  'class',
  'sub',
  'flags',
  'line_of',
  'confidence',
  'note',
] as const;

/** A record of a packet's CSV as a line of labels; null where no class was filled in. Throws ConfigError with its place. */
export function labelOfRecord(
  head: readonly string[],
  fields: readonly string[],
  file: string,
  line: number,
): PlacedLabel | null {
  const field = (name: (typeof PACKET_COLUMNS)[number]): string => (fields[head.indexOf(name)] ?? '').trim();
  if (field('class') === '') return null;
  const confidence = field('confidence');
  if (confidence !== '' && !/^[123]$/.test(confidence)) {
    throw placed(file, line, `expected a confidence of 1, 2 or 3, got ${JSON.stringify(confidence)}`);
  }
  const flags = field('flags').split(/[\s,;]+/);
  return {
    file,
    line,
    given: {
      item: field('item'),
      class: field('class'),
      sub: field('sub') === '' ? null : field('sub'),
      flags: flags.filter((flag) => flag !== ''),
      line_of: field('line_of') === '' ? null : field('line_of'),
      confidence: confidence === '' ? null : Number(confidence),
      note: field('note'),
    },
  };
}

/** A label checked against the codebook, as it would come from the page. Classes may be given by number. Throws ConfigError with its place. */
export function checkedLabel({ file, line, given }: PlacedLabel, text: string): GivenLabel {
  const chosen = CODEBOOK_CLASSES.find(({ id, key }) => id === given.class || key === given.class)?.id ?? given.class;
  const form = new FormData();
  form.set('class', chosen);
  if (given.sub != null) form.set(`sub_${chosen}`, given.sub);
  for (const flag of given.flags ?? []) form.append('flag', flag);
  if (given.confidence != null) form.set('confidence', String(given.confidence));
  if (given.line_of != null) form.set('line_of', given.line_of);
  if (given.note != null) form.set('note', given.note);
  if (given.seconds != null) form.set('seconds', String(given.seconds));
  const label = readLabel(form, text);
  if (typeof label === 'string') throw placed(file, line, label);
  return label;
}

function placed(file: string, line: number, message: string): ConfigError {
  return new ConfigError([{ file, line, column: null, message }]);
}
