import { basename } from 'node:path';
import { createRulesClassifier } from '../../classify/rules.ts';
import type { CollectedAnswer } from '../../formats/collected-answer.ts';
import { IMPORT_FORMATS, type ImportFormatName } from '../../formats/import-formats.ts';
import { type Meta, metaSchema, readMeta } from '../../formats/meta.ts';
import type { LineSource, SkippedLine } from '../../formats/read-lines.ts';
import { servedOfRow } from '../../formats/served-of-row.ts';
import { isoTime } from '../../lib/clock.ts';
import { contentHash } from '../../lib/digest.ts';
import { ConfigError, UsageError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import { armedId } from '../../model/arm.ts';
import { keptRoleSchema, keptStyleSchema, type Probe, ROLES } from '../../model/probe.ts';
import type { TargetRecord, VariantRecord } from '../../model/run.ts';
import type { StoredVerdict } from '../../model/stored-trial.ts';
import { type FollowUp, followUpNote } from '../../model/turn.ts';
import { kindOfWords } from '../../probes/follow-ups.ts';
import { knowledgeOfId } from '../../probes/knowledge-probes.ts';
import { variantHash } from '../../probes/variant.ts';
import { readCollected } from '../../reading/delivery-of-collected.ts';
import { notedTags } from '../../reading/read-answer-text.ts';
import type { Store } from '../../store/store.ts';
import { unknownIdentity } from '../../targets/identity-parts.ts';
import { verdictsOn } from '../judge/answer-verdicts.ts';
import { cutThoughtWarning, markCutThoughts } from '../judge/cut-thoughts.ts';

/** What to import and how to note it. */
export interface ImportRequest {
  readonly source: LineSource;
  readonly format: ImportFormatName;
  /** The file, for `FILE.meta.json` beside it; null for standard input. */
  readonly file: string | null;
  readonly columns: Parameters<(typeof IMPORT_FORMATS)['csv']>[2];
  /** true: lines that cannot be parsed are skipped; absent: the first one ends the import, and nothing is stored. */
  readonly skipBad?: boolean;
  readonly run: string;
  readonly name: string | null;
  readonly packageVersion: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What came of an import; `skipped` names every line that was left out, and why. */
export interface Imported {
  readonly run: string;
  readonly trials: number;
  readonly skipped: readonly SkippedLine[];
  readonly warnings: readonly string[];
}

/** Answers that share a transaction. */
const STORED_TOGETHER = 64;

interface Taken {
  readonly trial: TrialRecord;
  readonly answer: CollectedAnswer;
  readonly variant: VariantRecord;
}

/** Takes collected answers in as a run and judges those that bring no verdict. Throws UsageError where none can be read. */
export async function importAnswers(request: ImportRequest, store: Store): Promise<Imported> {
  const skipped: SkippedLine[] = [];
  const meta = request.format === 'candor' && request.file !== null ? await readMeta(request.file, metaSchema) : null;
  const variants = new Map<string, VariantRecord>();
  const probes = new Map<string, Probe>();
  const targets = new Map<string, TargetRecord>();
  const taken = new Map<string, Taken>();
  const places = new Set<string>();
  const versions = new Map(meta?.probe_sets.map(({ id, version }) => [id, version]));
  const onBad = ({ line, reason, broken }: SkippedLine): void => {
    if (broken === true && request.skipBad !== true)
      throw new ConfigError([{ file: request.source.name, line, column: null, message: reason }]);
    skipped.push({ line, reason });
  };
  const later: CollectedAnswer[] = [];
  for await (const answer of IMPORT_FORMATS[request.format](request.source, onBad, request.columns)) {
    const unfit = unfitFor(answer);
    if (unfit !== null) {
      skipped.push({ line: answer.line, reason: unfit });
      continue;
    }
    if (answer.turn > 1) {
      later.push(answer);
      continue;
    }
    const target = armedId(answer.target.replaceAll('/', '_'), answer.arm?.replaceAll('/', '_'));
    const hash = answer.variant ?? variantHash(answer.probe, answer.lang, answer.prompt);
    if (!targets.has(target)) targets.set(target, targetOf(target, answer, meta));
    if (!variants.has(hash)) {
      const probe = probeOf(answer, probes);
      const { lang, prompt, phrasing, cluster } = answer;
      variants.set(hash, {
        hash,
        lang,
        prompt,
        setVersion: versions.get(answer.set ?? '') ?? '',
        probe,
        ...(phrasing === null ? {} : { phrasing }),
        ...(cluster === null ? {} : { cluster }),
      });
    }
    const { sample, seed, arm } = answer;
    const id = answer.trial ?? contentHash({ variant: hash, target, sample });
    const place = JSON.stringify([target, hash, sample, arm]);
    if (taken.has(id) || places.has(place)) {
      skipped.push({
        line: answer.line,
        reason: `a second answer of ${target} to ${answer.probe} as sample ${sample + 1}`,
      });
      continue;
    }
    places.add(place);
    const planned = { id, variant: hash, target, sample, seed, position: taken.size };
    const trial: TrialRecord = arm === null ? planned : { ...planned, arm };
    taken.set(id, { trial, answer, variant: variants.get(hash) as VariantRecord });
  }
  const turns = laterTurns(later, taken, skipped);
  if (taken.size === 0) {
    const [first] = skipped;
    const why = first === undefined ? '' : ` (${first.line}: ${first.reason})`;
    throw new UsageError(`expected answers in ${request.source.name}, got none that can be read${why}`);
  }
  const at = isoTime(request.now);
  await store.createRun(
    {
      id: request.run,
      name: request.name ?? meta?.name ?? null,
      origin: 'import',
      startedAt: meta?.started_at ?? at,
      endedAt: null,
      config: configOf(request, meta),
      seed: meta?.seed ?? 0,
      planHash: meta?.plan_hash ?? contentHash([...taken.keys()]),
      packageVersion: meta?.package_version ?? request.packageVersion,
      gitVersion: meta?.git_version ?? null,
      probeSets: meta?.probe_sets ?? [],
    },
    [...targets.values()],
    [...variants.values()],
    [...taken.values()].map(({ trial }) => trial),
  );
  const rules = createRulesClassifier('general');
  const signal = new AbortController().signal;
  const all = [...taken.values()];
  for (let start = 0; start < all.length; start += STORED_TOGETHER) {
    const judged = [];
    for (const { trial, answer, variant } of all.slice(start, start + STORED_TOGETHER)) {
      const response = responseOf(answer, request.format === 'candor');
      const verdicts: StoredVerdict[] =
        answer.verdicts.length > 0
          ? answer.verdicts.map((verdict) => ({ ...verdict, at: verdict.at ?? at }))
          : await verdictsOn(response, variant, rules, at, signal);
      judged.push({ trial, response, verdicts });
    }
    await Promise.all(
      judged.map(({ trial, response, verdicts }) => store.recordAnswer(request.run, trial.id, response, [], verdicts)),
    );
  }
  for (const { trial, answer, variant } of turns) {
    const { turn, prompt } = answer;
    const read = responseOf(answer, request.format === 'candor');
    const note = followUpNote(kindOfWords(prompt, variant.lang), prompt);
    const response = { ...read, turn, envelope: { ...read.envelope, ...note } };
    const verdicts: StoredVerdict[] =
      answer.verdicts.length > 0
        ? answer.verdicts.map((verdict) => ({ ...verdict, turn, at: verdict.at ?? at }))
        : await verdictsOn(response, variant, rules, at, signal);
    await store.recordAnswer(request.run, trial.id, response, [], verdicts);
  }
  await store.endRun(request.run, meta?.ended_at ?? at);
  const cut = await markCutThoughts(store, request.run, at);
  return { run: request.run, trials: taken.size, skipped, warnings: cut.map(cutThoughtWarning) };
}

/** Later turns with the trials that they belong to. The probes of these learn what is asked then; turns without a first one are skipped. */
function laterTurns(
  answers: readonly CollectedAnswer[],
  taken: ReadonlyMap<string, Taken>,
  skipped: SkippedLine[],
): Taken[] {
  const seen = new Set<string>();
  return answers.flatMap((answer) => {
    const { trial: id, turn, line, prompt, lang } = answer;
    const first = taken.get(id ?? '');
    if (first === undefined) {
      skipped.push({ line, reason: `turn ${turn} of a conversation whose first turn is not here` });
      return [];
    }
    if (seen.has(`${id} ${turn}`)) {
      skipped.push({ line, reason: `a second answer in turn ${turn} of trial ${id}` });
      return [];
    }
    seen.add(`${id} ${turn}`);
    const probe = first.variant.probe as { followUps?: readonly FollowUp[] };
    const known = probe.followUps ?? [];
    const followUps = Array.from({ length: Math.max(known.length, turn - 1) }, (_, index): FollowUp => {
      const before = known[index] ?? { kind: 'own', text: {} };
      if (index !== turn - 2) return before;
      const kind = Object.keys(before.text).length > 0 ? before.kind : kindOfWords(prompt, lang);
      return { kind, text: { [lang]: prompt, ...before.text } };
    });
    probe.followUps = followUps;
    return [{ ...first, answer }];
  });
}

/** Why an answer that can be parsed is of no use; null: it is. */
function unfitFor({ role }: CollectedAnswer): string | null {
  if (!ROLES.some((one) => one === role)) return `expected a role (${ROLES.join(', ')}), got "${role}"`;
  return null;
}

/** Where the answers came from, and the configuration of the run that was exported, however often it went round. */
function configOf({ source, format, packageVersion }: ImportRequest, meta: Meta | null): JsonObject {
  const imported = { file: basename(source.name), format, by: packageVersion };
  if (meta === null) return { imported };
  const { imported: before, ...config } = meta.config;
  const origin = (before as JsonObject | undefined)?.run ?? meta.run;
  return { ...config, imported: { ...imported, run: origin } };
}

/** A row of ours is taken over as it is; what others collected is read as the answer of a target is. */
function responseOf(answer: CollectedAnswer, isOwn: boolean): ResponseRecord {
  const { delivery, finish, error, reasoning, prompt, usage, envelope = {} } = answer;
  const served = servedOfRow(answer);
  const known = {
    finish,
    attempts: answer.attempts,
    askedAt: answer.asked_at,
    latencyMs: answer.latency_ms,
    usage,
    ...(served === undefined ? {} : { served }),
    ...(answer.first_tokens === null ? {} : { firstTokens: answer.first_tokens }),
    envelope: error === null ? envelope : { ...envelope, error },
  };
  if (isOwn && delivery !== null) {
    const { side, kind, delivery_flags: flags, reasoning_state: reasoningState } = answer;
    const end = answer.answer_end === null ? {} : { answerEnd: answer.answer_end };
    const texts = { text: answer.response.toWellFormed(), reasoning: reasoning?.toWellFormed() ?? null };
    return { ...known, ...end, ...texts, delivery, side, kind, flags, reason: null, reasoningState };
  }
  const collected = {
    response: answer.response,
    finishReason: finish,
    delivery,
    error,
    reasoning,
    prompt,
    usage,
    envelope,
  };
  const read = readCollected(collected);
  const { outcome, tags, notation } = read;
  return {
    ...known,
    envelope: { ...known.envelope, ...(tags === null ? {} : notedTags(tags, notation)) },
    delivery: outcome.delivery,
    side: answer.side ?? outcome.side,
    kind: answer.kind ?? outcome.kind,
    flags: [...new Set([...answer.delivery_flags, ...outcome.flags])],
    reason: outcome.reason,
    text: read.text.toWellFormed(),
    reasoning: read.reasoning?.toWellFormed() ?? null,
    reasoningState: read.reasoningState,
    ...(read.answerEnd === undefined ? {} : { answerEnd: read.answerEnd }),
  };
}

function probeOf(answer: CollectedAnswer, known: Map<string, Probe>): Probe {
  const { probe: id, lang, prompt, topic, role, style, state, tags, stakes, control, set } = answer;
  // Files of before say it by the id alone.
  const knowledge = answer.knowledge ?? (role === 'neutral' ? knowledgeOfId(id) : undefined);
  const before = known.get(id);
  const probe: Probe = before ?? {
    id,
    set: set ?? 'imported',
    topic: topic ?? 'imported',
    role: keptRoleSchema.parse(role),
    style: keptStyleSchema.parse(style ?? 'factual'),
    state,
    tags,
    ask: {},
    control,
    official: [],
    facts: [],
    ...(stakes.length === 0 ? {} : { stakes }),
    ...(knowledge === undefined ? {} : { knowledge }),
  };
  (probe.ask as Record<string, string>)[lang] ??= prompt;
  known.set(id, probe);
  return probe;
}

function targetOf(id: string, answer: CollectedAnswer, meta: Meta | null): TargetRecord {
  const noted =
    meta?.targets.find((target) => target.id === id) ?? meta?.targets.find((target) => target.id === answer.target);
  const unknown = { ...unknownIdentity('recording', answer.target), family: answer.family };
  const identity = meta?.identities[noted?.identity ?? answer.identity ?? ''] ?? unknown;
  return {
    id,
    family: answer.family,
    kind: noted?.kind ?? 'recording',
    model: noted?.model ?? answer.target,
    where: noted?.where ?? 'hosted',
    identityHash: noted?.identity ?? contentHash(identity),
    identity,
    params: noted?.params ?? {},
    ...(noted?.name == null ? {} : { name: noted.name }),
  };
}
