import { join } from 'node:path';
import { compareText } from '../../lib/compare-text.ts';
import { UsageError } from '../../lib/errors.ts';
import { writeWhole } from '../../lib/write-file.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { CODEBOOK_VERSION } from '../../model/verdict.ts';
import { disagreements } from '../../review/agreement.ts';
import { ADJUDICATED, type HumanLabel, humanLabels, REPEATED } from '../../review/human-labels.ts';
import { type KeyLine, nameOf, type PacketItem } from '../../review/packet.ts';
import { type PacketAgreement, packetAgreement } from '../../review/packet-agreement.ts';
import { checkedLabel } from '../../review/packet-labels.ts';
import { isSameLabel } from '../../review/review.ts';
import type { Store } from '../../store/store.ts';
import { PACKET_FILES, writePersonFiles } from './packet-files.ts';
import { type PacketKey, readAdjudicationKey, readPacketKey, readPersonLabels } from './read-packet-labels.ts';

/** What was taken in from a packet. */
export interface TakenIn {
  readonly run: string;
  /** Labels and decisions that are new in the store. */
  readonly stored: number;
  /** By person: answers of the sample with a label, of how many. */
  readonly people: readonly { readonly name: string; readonly labelled: number; readonly of: number }[];
  readonly agreement: PacketAgreement;
  /** Answers on which people differ and nobody has decided; a form for them is in the folder. */
  readonly undecided: readonly { readonly trial: string; readonly labels: readonly string[] }[];
}

interface KnownAnswer {
  readonly lang: string;
  readonly question: string;
  readonly text: string;
  readonly verdicts: readonly StoredVerdict[];
}

type NewLabel = { readonly trial: string; readonly verdict: HumanLabel };

/**
 * Takes the labels of a packet into the store, those of repeats under a name of their own, checks them all before it stores any, and
 * writes a form for what is to be decided. `decider` is whose decisions are in the folder. Throws ConfigError with file and
 * line for a label that does not fit, UsageError where the packet belongs to another store.
 */
export async function takeInPacket(
  store: Store,
  folder: string,
  { at, decider }: { readonly at: string; readonly decider: string },
): Promise<TakenIn> {
  const key = await readPacketKey(folder);
  const { run, people, codebook } = key.head;
  if ((await store.findRun(run, 'any'))?.id !== run) {
    throw new UsageError(`expected the store that the packet was written from, which has run ${run}; --store names it`);
  }
  const answers = await answersOf(store, run, key.lines);
  const classifier = { name: 'human', version: codebook, mode: 'general' } as const;
  const labels: NewLabel[] = [];
  const qualification = new Map<string, { right: number; of: number }>();
  const add = (trial: string, by: string, label: ReturnType<typeof checkedLabel>): void => {
    const { note, ...given } = label;
    const said = note === '' ? {} : { note };
    const verdict = { ...given, of: 'response', codebook: CODEBOOK_VERSION, classifier, ...said, at, by } as const;
    labels.push({ trial, verdict });
  };
  for (const person of people) {
    const given = await readPersonLabels(folder, person);
    const own = new Map(key.lines.filter((line) => line.person === person).map((line) => [line.item, line]));
    requireKnown(given, own, person);
    for (const [item, placed] of given) {
      const line = own.get(item);
      const text = answers.get(line?.trial ?? '')?.text ?? '';
      const label = checkedLabel(placed, text);
      if (line?.trial == null) {
        const count = qualification.get(person) ?? { right: 0, of: 0 };
        const right = label.class === line?.expected ? 1 : 0;
        qualification.set(person, { right: count.right + right, of: count.of + 1 });
      } else add(line.trial, line.kind === 'repeat' ? `${REPEATED}${person}` : person, label);
    }
  }
  const decided = new Map((await readAdjudicationKey(folder)).map((line) => [line.item, line]));
  const decisions = await readPersonLabels(folder, PACKET_FILES.adjudication);
  requireKnown(decisions, decided, PACKET_FILES.adjudication);
  for (const [item, placed] of decisions) {
    const trial = decided.get(item)?.trial ?? '';
    add(trial, `${ADJUDICATED}${decider}`, checkedLabel(placed, answers.get(trial)?.text ?? ''));
  }
  // What a person said first counts; repeats are stored before it, so that nobody takes one for the newest label.
  labels.sort((a, b) => Number(!a.verdict.by.startsWith(REPEATED)) - Number(!b.verdict.by.startsWith(REPEATED)));
  const fresh = labels.filter(({ trial, verdict }) => {
    const before = humanLabels(answers.get(trial)?.verdicts ?? []).findLast(({ by }) => by === verdict.by);
    return before === undefined || !isSameLabel(before, verdict);
  });
  await store.addVerdicts(run, fresh);
  const all = labelsByTrial(answers, fresh);
  const open = disagreements(all).filter((one) => one.decided === null);
  if (open.length > 0) await writeAdjudication(folder, open, answers);
  const sampled = new Set(key.lines.filter(({ kind }) => kind === 'sample').map(({ trial }) => trial ?? ''));
  return {
    run,
    stored: fresh.length,
    people: people.map((name) => ({
      name,
      labelled: [...sampled].filter((trial) => all.get(trial)?.some(({ by }) => by === name)).length,
      of: sampled.size,
    })),
    agreement: packetAgreement(all, people, qualification),
    undecided: open.map((one) => ({ trial: one.trial, labels: one.labels.map((label) => label.class ?? '') })),
  };
}

function requireKnown(
  given: Awaited<ReturnType<typeof readPersonLabels>>,
  known: ReadonlyMap<string, unknown>,
  person: string,
): void {
  for (const [item, { file, line }] of given) {
    if (known.has(item)) continue;
    throw new UsageError(
      `expected an item of ${person}, got ${JSON.stringify(item)} in ${file}, line ${line}: labels of another person or packet, perhaps`,
    );
  }
}

async function answersOf(store: Store, run: string, lines: PacketKey['lines']): Promise<Map<string, KnownAnswer>> {
  const wanted = new Set(lines.flatMap(({ trial }) => (trial === null ? [] : [trial])));
  const variants = new Map((await store.variants(run)).map((variant) => [variant.hash, variant]));
  const answers = new Map<string, KnownAnswer>();
  for await (const { id, variant: hash, response, verdicts } of store.trials(run)) {
    const variant = variants.get(hash);
    if (!wanted.has(id) || variant === undefined || response === null) continue;
    answers.set(id, { lang: variant.lang, question: variant.prompt, text: response.text, verdicts });
  }
  for (const trial of wanted) {
    if (!answers.has(trial))
      throw new UsageError(`expected the answer to trial ${trial} of run ${run}, which the store does not have`);
  }
  return answers;
}

function labelsByTrial(
  answers: ReadonlyMap<string, KnownAnswer>,
  fresh: readonly NewLabel[],
): Map<string, HumanLabel[]> {
  const all = new Map([...answers].map(([trial, { verdicts }]) => [trial, humanLabels(verdicts)]));
  for (const { trial, verdict } of fresh) all.get(trial)?.push(verdict);
  return all;
}

/** Writes the answers on which people differ for whoever decides, with the labels and without names. */
async function writeAdjudication(
  folder: string,
  open: ReturnType<typeof disagreements>,
  answers: ReadonlyMap<string, KnownAnswer>,
): Promise<void> {
  const person = PACKET_FILES.adjudication;
  const items: PacketItem[] = [];
  const key: KeyLine[] = [];
  for (const { trial, labels } of open) {
    const { lang = '', question = '', text = '' } = answers.get(trial) ?? {};
    const item = nameOf(person, trial);
    const said = labels.map((label) => [label.class, label.sub].filter((part) => part !== null).join('/'));
    items.push({ item, lang, question, answer: text, labels: said.sort(compareText) });
    const rest = { stratum: null, inclusion_probability: null, expected: null };
    key.push({ item, person, place: items.length, kind: 'adjudication', trial, ...rest });
  }
  await writePersonFiles(folder, person, items);
  // Items that were decided stay known, so that their labels can be taken in again.
  const before = (await readAdjudicationKey(folder)).filter((line) => !key.some(({ item }) => item === line.item));
  const lines = [...before, ...key].map((line) => `${JSON.stringify(line)}\n`);
  await writeWhole(join(folder, PACKET_FILES.adjudicationKey), lines.join(''));
}
