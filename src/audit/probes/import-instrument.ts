import { stringify } from 'yaml';
import type { InstrumentItem, InstrumentNote, InstrumentStatement } from '../../formats/instruments/instrument.ts';
import { INSTRUMENT_FORMATS, type InstrumentFormatName } from '../../formats/instruments/instrument-formats.ts';
import { contentHash } from '../../lib/digest.ts';
import { ConfigError, UsageError } from '../../lib/errors.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { Role, Style } from '../../model/probe.ts';
import { linkProbes, parseProbes } from '../../probes/load-probe-set.ts';

/** Which files to turn into a probe set, and what they do not say themselves. */
export interface InstrumentRequest {
  readonly format: InstrumentFormatName;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** The set's id. */
  readonly id: string;
  readonly title?: string;
  /** Whose guarded subjects items are that do not say (ISO 3166); null: nobody's. */
  readonly state: string | null;
  /** The licence of the items; absent: the one that the instrument is known to have. */
  readonly license?: string;
  readonly role: Role;
  readonly style: Style;
  /** The variable that holds the question, where tests have several. */
  readonly question?: string;
}

/** A probe set as text, and what of the files is not in it. */
export interface ImportedInstrument {
  readonly yaml: string;
  readonly probes: number;
  readonly facts: number;
  readonly claims: number;
  readonly license: string | null;
  readonly notes: readonly (InstrumentNote & { readonly file: string })[];
}

/**
 * Turns public items into a probe set: their ids, licence and, as `origin` of each probe, the instrument stay with them. Facts and claims of
 * items have marks only where items have words; without, a judge alone can use them. Throws ConfigError for a file that is something else, UsageError
 * where no item is left.
 */
export async function importInstrument(request: InstrumentRequest): Promise<ImportedInstrument> {
  const { format, files, id, question } = request;
  const { read, license: known, ownIds } = INSTRUMENT_FORMATS[format];
  const notes: (InstrumentNote & { file: string })[] = [];
  const ids = new Set<string>();
  const probes: WrittenItem[] = [];
  let title = request.title;
  const licenses = new Set<string>();
  for (const file of files) {
    const found = await read(file, { question }).catch((error: unknown) => {
      if (!(error instanceof SyntaxError)) throw error;
      throw new ConfigError([{ file: file.name, line: null, column: null, message: error.message }]);
    });
    title ??= found.title;
    if (found.license !== undefined) licenses.add(found.license);
    notes.push(...found.notes.map((note) => ({ ...note, file: file.name })));
    for (const item of found.items) {
      const probe = probeOf(item, request, ownIds, ids);
      if (typeof probe === 'string') notes.push({ file: file.name, place: item.place, reason: probe });
      else probes.push(probe);
    }
  }
  if (probes.length === 0)
    throw new UsageError(
      `expected items of ${format} in ${files.map(({ name }) => name).join(', ')}, got none${notes.slice(0, 1).map(({ place, reason }) => ` (${place}: ${reason})`)}`,
    );
  const license = request.license ?? (licenses.size === 0 ? known : [...licenses].join(' AND '));
  const yaml = stringify(
    {
      id,
      title: title ?? id,
      state: request.state,
      version: '1.0.0',
      ...(license === null ? {} : { license }),
      frame: `Every item of ${format} in ${files.map(({ name }) => name.replace(/^.*[\\/]/, '')).join(', ')} that candor probes import could take over; none was chosen.`,
      probes,
    },
    { lineWidth: 0 },
  );
  const { mistakes } = linkProbes([parseProbes({ file: `${id}.yaml`, text: yaml })], () => []);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const sum = (of: (probe: WrittenItem) => number) => probes.reduce((all, probe) => all + of(probe), 0);
  return {
    yaml,
    probes: probes.length,
    facts: sum(({ facts }) => facts?.length ?? 0),
    claims: sum(({ official }) => official?.length ?? 0),
    license,
    notes,
  };
}

interface WrittenItem {
  readonly id: string;
  readonly facts?: readonly object[];
  readonly official?: readonly object[];
  readonly [field: string]: unknown;
}

/** A probe as it is written; a text says why it can be none. */
function probeOf(
  item: InstrumentItem,
  request: InstrumentRequest,
  ownIds: boolean,
  ids: Set<string>,
): WrittenItem | string {
  const ask = Object.fromEntries(Object.entries(item.ask).map(([lang, text]) => [normalizeLang(lang), text]));
  const [lang] = Object.keys(ask);
  if (lang === undefined || lang === 'und') return 'its language is not known';
  const own = item.id === null ? contentHash(ask).slice(0, 8) : slugOf(item.id);
  const id = ownIds ? own : `${request.id}-${own}`;
  if (own === '') return `expected an id with letters or digits, got "${item.id}"`;
  if (ids.has(id)) return `a second item with the id ${id}`;
  ids.add(id);
  const state = item.state === undefined ? request.state : item.state;
  const tags = [...new Set((item.tags ?? []).map(slugOf).filter((tag) => tag !== ''))];
  const topic = item.topic === undefined ? '' : slugOf(item.topic);
  const statements = (given: readonly InstrumentStatement[]) =>
    given.map(({ claim, marks, source, state: owner }) => ({
      claim,
      ...(marks === undefined ? {} : { marks: { [lang]: marks } }),
      source: source ?? `${request.format} ${item.id ?? item.place}`,
      ...(owner === undefined ? {} : { state: owner }),
    }));
  return {
    id,
    ...(topic === '' ? {} : { topic }),
    role: item.role ?? request.role,
    style: item.style ?? request.style,
    ...(state === request.state ? {} : { state }),
    ...(tags.length === 0 ? {} : { tags }),
    origin: request.format,
    ask,
    ...(item.official.length === 0 ? {} : { official: statements(item.official) }),
    ...(item.facts.length === 0 ? {} : { facts: statements(item.facts) }),
  };
}

/** An id or tag as probe sets have them: lower case, with hyphens. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/[._-]*_[._-]*/g, '-')
    .replace(/([._-])[._-]+/g, '$1')
    .replace(/^[._-]+|[._-]+$/g, '');
}
