import { join } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { isEmptyFolder, writeFolder, writeWhole } from '../../lib/write-file.ts';
import type { SampledTrial } from '../../model/label-sample.ts';
import { nameProblem } from '../../review/app.tsx';
import { codebookVersion } from '../../review/codebook.ts';
import { type KeyHead, type PacketAnswer, personPacket } from '../../review/packet.ts';
import { codebookText } from '../../review/packet-form.ts';
import type { Store } from '../../store/store.ts';
import { PACKET_FILES, writePersonFiles } from './packet-files.ts';

/** What a packet is written for. */
export interface PacketOptions {
  readonly run: string;
  readonly sample: readonly SampledTrial[];
  readonly people: readonly string[];
  /** The time, ISO 8601. */
  readonly at: string;
}

/**
 * Writes the sample of a run into a folder for people who label apart from each other: what each needs, and the key, which
 * alone knows models, probabilities and which items are repeats. Throws UsageError where the folder is not empty or a name does not do.
 */
export async function writePacket(
  store: Store,
  folder: string,
  options: PacketOptions,
): Promise<{ readonly items: number }> {
  const { run, sample, people, at } = options;
  requireNames(people);
  if (!(await isEmptyFolder(folder)))
    throw new UsageError(`expected an empty or a new folder for the packet, got ${folder}, which has files in it`);
  const answers = await answersOf(store, run, sample);
  const packets = people.map((person) => ({ person, ...personPacket(answers, person) }));
  const head: KeyHead = {
    format: 'candor-packet',
    version: 1,
    run,
    draw: sample[0]?.draw ?? '1',
    people: [...people],
    codebook: codebookVersion(),
    made_at: at,
  };
  const lines = [head, ...packets.flatMap(({ key }) => key)].map((line) => `${JSON.stringify(line)}\n`);
  await writeFolder(folder, async (inside) => {
    for (const { person, items } of packets) await writePersonFiles(inside, person, items);
    await writeWhole(join(inside, PACKET_FILES.key), lines.join(''));
    await writeWhole(join(inside, 'codebook.txt'), codebookText());
    await writeWhole(join(inside, 'README.txt'), guideText(folder, people));
  });
  return { items: packets[0]?.items.length ?? 0 };
}

async function answersOf(store: Store, run: string, sample: readonly SampledTrial[]): Promise<PacketAnswer[]> {
  const drawn = new Map(sample.map((one) => [one.trial, one]));
  const variants = new Map((await store.variants(run)).map((variant) => [variant.hash, variant]));
  const answers = new Map<string, PacketAnswer>();
  for await (const { id, variant: hash, response } of store.trials(run)) {
    const one = drawn.get(id);
    const variant = variants.get(hash);
    if (one === undefined || variant === undefined || response === null) continue;
    const { stratum, probability } = one;
    answers.set(id, {
      trial: id,
      lang: variant.lang,
      question: variant.prompt,
      answer: response.text,
      stratum,
      probability,
    });
  }
  // In the order of the queue.
  return sample.flatMap(({ trial }) => answers.get(trial) ?? []);
}

function requireNames(people: readonly string[]): void {
  const [strange] = people.filter((name) => nameProblem(name) !== null || !/^[\p{L}\p{N}_-]+$/u.test(name));
  if (strange !== undefined) {
    throw new UsageError(
      `expected names of letters, digits, - and _ for the files of a packet, got ${JSON.stringify(strange)}`,
    );
  }
  const taken = [PACKET_FILES.adjudication, 'key', 'codebook', 'readme'];
  const [twice] = people.filter((name, i) => taken.includes(name.toLowerCase()) || people.indexOf(name) !== i);
  if (twice !== undefined)
    throw new UsageError(`expected a name of its own for each person, got ${JSON.stringify(twice)}`);
  if (people.length === 0) throw new UsageError('expected at least one name');
}

function guideText(folder: string, people: readonly string[]): string {
  const each = people.map(
    (name) =>
      `  ${name}: ${PACKET_FILES.form(name)} (opens in a browser, loads nothing; "Save labels to a file" gives ${PACKET_FILES.labels(name)}), or ${PACKET_FILES.table(name)} (fill in class, and sub, flags, line_of, confidence 1-3, note where you want)`,
  );
  return [
    'Labels for a Candor audit',
    '',
    'Each person labels alone, with codebook.txt, and gets their own file and nothing else:',
    ...each,
    '',
    `${PACKET_FILES.key} stays with whoever runs the study. It alone says which answer an item is, with what probability it was drawn, which items are`,
    'there to see whether the codebook is understood, and which are shown twice.',
    '',
    'Put the files with labels back into this folder, all of them or as far as they are, and take them in:',
    `  candor review --take-in ${folder}`,
    'It checks and stores them, says how far people agree with each other and with themselves, and lists the answers on which they differ in',
    `${PACKET_FILES.form(PACKET_FILES.adjudication)} and ${PACKET_FILES.table(PACKET_FILES.adjudication)}. Whoever decides fills in one of them; the same command takes it in.`,
    'Take in as often as you like: a label is stored once, and a changed one is added.',
    '',
  ].join('\n');
}
