import { createHash } from 'node:crypto';
import { ASSUMED_FIELDS, type AssumedField, type CollectedAnswer } from '../../formats/collected-answer.ts';
import type { Meta } from '../../formats/meta.ts';
import type { SkippedLine } from '../../formats/read-lines.ts';
import { contentHash } from '../../lib/digest.ts';
import { NumberColumn } from '../../lib/number-column.ts';
import { NumbersById } from '../../lib/numbers-by-id.ts';
import { PackedIds } from '../../lib/packed-ids.ts';
import { PackedIntegers } from '../../lib/packed-integers.ts';
import type { TrialRecord } from '../../model/answer.ts';
import { armedId } from '../../model/arm.ts';
import { type Probe, ROLES } from '../../model/probe.ts';
import type { TargetRecord, VariantRecord } from '../../model/run.ts';
import type { FollowUp } from '../../model/turn.ts';
import { kindOfWords } from '../../probes/follow-ups.ts';
import { variantHash } from '../../probes/variant.ts';
import { IMPORTED, probeOf, targetOf } from './collected-records.ts';

/** One target with one variant, in one arm. */
interface Cell {
  readonly target: string;
  readonly variant: VariantRecord;
  readonly arm: string | null;
}

/** A field that so many answers did not say, and what was taken in its place. */
export interface Assumed {
  readonly field: AssumedField;
  readonly answers: number;
  readonly as: readonly string[];
}

/**
 * The trials, targets and variants that collected answers belong to, without the answers themselves: a million trials take some tens of megabytes.
 * An answer that has no place is skipped, and said to be.
 */
export class ImportPlan {
  readonly skipped: SkippedLine[] = [];
  readonly targets = new Map<string, TargetRecord>();
  readonly variants = new Map<string, VariantRecord>();
  readonly #meta: Meta | null;
  readonly #versions: ReadonlyMap<string, string>;
  readonly #probes = new Map<string, Probe>();
  readonly #cells: Cell[] = [];
  readonly #cellOf = new Map<string, number>();
  /** Ids of targets by the names that answers give, and all of them. */
  readonly #idOfName = new Map<string, string>();
  readonly #namedIds = new Set<string>();
  readonly #assumed = new Map<AssumedField, Assumed & { answers: number; as: string[] }>();
  /** Of each trial, in its order. */
  readonly #ids = new PackedIds();
  readonly #ofCell = new PackedIntegers();
  readonly #samples = new PackedIntegers();
  /** NaN: there is none. */
  readonly #seeds = new NumberColumn();
  readonly #positions = new NumbersById();
  readonly #places = new NumbersById();
  /** Later turns by the line they stand in, and those that have a place. */
  readonly #turns: Pick<CollectedAnswer, 'trial' | 'turn' | 'line' | 'prompt' | 'lang'>[] = [];
  readonly #kept = new Set<number>();
  /** What is asked in later turns, each text once. */
  readonly #prompts = new Map<string, string>();

  constructor(meta: Meta | null) {
    this.#meta = meta;
    this.#versions = new Map(meta?.probe_sets.map(({ id, version }) => [id, version]));
  }

  get size(): number {
    return this.#ids.size;
  }

  /** Gives an answer its place; false: it is of no use. */
  take(answer: CollectedAnswer): boolean {
    const { line, turn, role } = answer;
    if (!ROLES.some((one) => one === role))
      return this.#skip(line, `expected a role (${ROLES.join(', ')}), got "${role}"`);
    if (turn > 1) {
      const { trial, lang } = answer;
      const prompt = this.#prompts.get(answer.prompt) ?? answer.prompt;
      this.#prompts.set(prompt, prompt);
      this.#turns.push({ trial, turn, line, prompt, lang });
      return true;
    }
    const cell = this.#cellFor(answer);
    const { target, variant } = this.#cells[cell] as Cell;
    const { sample, seed } = answer;
    const id = answer.trial ?? contentHash({ variant: variant.hash, target, sample });
    const place = `${cell}/${sample}`;
    if (this.#positions.get(id) !== undefined || this.#places.get(place) !== undefined)
      return this.#skip(line, `a second answer of ${target} to ${answer.probe} as sample ${sample + 1}`);
    this.#noteAssumed(answer);
    this.#positions.set(id, this.size);
    this.#places.set(place, line);
    this.#ids.add(id);
    this.#ofCell.add(cell);
    this.#samples.add(sample);
    this.#seeds.add(seed ?? Number.NaN);
    return true;
  }

  #noteAssumed({ assumed = [], topic, role, target, target_name: name = target, lang }: CollectedAnswer): void {
    const as = { role, topic: IMPORTED, target: name, lang } as const;
    for (const field of [...assumed, ...(topic === null ? (['topic'] as const) : [])]) {
      const noted = this.#assumed.get(field) ?? { field, answers: 0, as: [] };
      this.#assumed.set(field, noted);
      noted.answers += 1;
      if (!noted.as.includes(as[field])) noted.as.push(as[field]);
    }
  }

  /** What was made up, in how many answers, and as what. */
  assumed(): Assumed[] {
    return ASSUMED_FIELDS.flatMap((field) => this.#assumed.get(field) ?? []);
  }

  /** Gives the later turns their places, once all answers are taken. The probes of these learn what is asked then; turns without a first one are skipped. */
  placeTurns(): void {
    const seen = new Set<string>();
    for (const { trial, turn, line, prompt, lang } of this.#turns) {
      const position = this.#positions.get(trial ?? '');
      const key = `${trial} ${turn}`;
      if (position === undefined) {
        this.#skip(line, `turn ${turn} of a conversation whose first turn is not here`);
      } else if (seen.has(key)) {
        this.#skip(line, `a second answer in turn ${turn} of trial ${trial}`);
      } else {
        seen.add(key);
        this.#kept.add(line);
        askedThen(this.variantAt(position).probe, turn, prompt, lang);
      }
    }
  }

  /** Where the trial of a taken answer stands; null: a later turn that has no place. `first`: how many answers to first turns came before. */
  positionOf({ turn, trial, line }: CollectedAnswer, first: number): number | null {
    if (turn === 1) return first;
    return this.#kept.has(line) ? (this.#positions.get(trial ?? '') ?? null) : null;
  }

  idAt(position: number): string {
    return this.#ids.at(position);
  }

  variantAt(position: number): VariantRecord {
    return (this.#cells[this.#ofCell.at(position)] as Cell).variant;
  }

  *trials(): Generator<TrialRecord> {
    for (let position = 0; position < this.size; position++) {
      const { target, variant, arm } = this.#cells[this.#ofCell.at(position)] as Cell;
      const sample = this.#samples.at(position);
      const given = this.#seeds.at(position);
      const seed = Number.isNaN(given) ? null : given;
      const trial = { id: this.idAt(position), variant: variant.hash, target, sample, seed, position };
      yield arm === null ? trial : { ...trial, arm };
    }
  }

  /** The `contentHash` of the trials' ids. */
  hash(): string {
    const hash = createHash('sha256').update('[');
    for (let i = 0; i < this.size; i++) hash.update(`${i === 0 ? '' : ','}${JSON.stringify(this.idAt(i))}`);
    return hash.update(']').digest('hex').slice(0, 32);
  }

  #cellFor(answer: CollectedAnswer): number {
    const arm = answer.arm?.replaceAll('/', '_');
    const target = armedId(this.#targetIdOf(answer), arm);
    const hash = answer.variant ?? variantHash(answer.probe, answer.lang, answer.prompt);
    const key = JSON.stringify([target, hash, answer.arm]);
    const known = this.#cellOf.get(key);
    if (known !== undefined) return known;
    if (!this.targets.has(target)) this.targets.set(target, targetOf(target, answer, this.#meta));
    const variant = this.variants.get(hash) ?? this.#variantOf(hash, answer);
    this.variants.set(hash, variant);
    this.#cells.push({ target, variant, arm: answer.arm });
    this.#cellOf.set(key, this.#cells.length - 1);
    return this.#cells.length - 1;
  }

  /** The id of an answer's target, without slashes: models whose names come to the same id are told apart by a number. */
  #targetIdOf({ target, target_name: name = target }: CollectedAnswer): string {
    const plain = target.replaceAll('/', '_');
    // Other names were chosen, and their ids stand beside them.
    const given = name.replaceAll('/', '_') === plain ? name : target;
    const known = this.#idOfName.get(given);
    if (known !== undefined) return known;
    let id = plain;
    for (let number = 2; this.#namedIds.has(id); number++) id = `${plain}_${number}`;
    this.#idOfName.set(given, id);
    this.#namedIds.add(id);
    return id;
  }

  #variantOf(hash: string, answer: CollectedAnswer): VariantRecord {
    const { lang, prompt, phrasing, cluster, set } = answer;
    return {
      hash,
      lang,
      prompt,
      setVersion: this.#versions.get(set ?? '') ?? '',
      probe: probeOf(answer, this.#probes),
      ...(phrasing === null ? {} : { phrasing }),
      ...(cluster === null ? {} : { cluster }),
    };
  }

  #skip(line: number, reason: string): false {
    this.skipped.push({ line, reason });
    return false;
  }
}

/** Notes what is asked in a later turn of a probe's conversations. */
function askedThen(probe: { followUps?: readonly FollowUp[] }, turn: number, prompt: string, lang: string): void {
  const known = probe.followUps ?? [];
  probe.followUps = Array.from({ length: Math.max(known.length, turn - 1) }, (_, index): FollowUp => {
    const before = known[index] ?? { kind: 'own', text: {} };
    if (index !== turn - 2) return before;
    const kind = Object.keys(before.text).length > 0 ? before.kind : kindOfWords(prompt, lang);
    return { kind, text: { [lang]: prompt, ...before.text } };
  });
}
