import { createRulesClassifier } from '../../classify/rules.ts';
import { rowSchema } from '../../formats/row.ts';
import { isoTime } from '../../lib/clock.ts';
import { contentHash } from '../../lib/digest.ts';
import type { ResponseRecord, TrialRecord } from '../../model/answer.ts';
import { BY_HAND, type ByHand, byHandName, byHandSchema } from '../../model/by-hand.ts';
import type { Probe } from '../../model/probe.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../../model/run.ts';
import { variantHash } from '../../probes/variant.ts';
import { collectApp } from '../../review/collect-app.tsx';
import { type ReviewServer, serveGuarded } from '../../review/serve.ts';
import type { Store } from '../../store/store.ts';
import { unknownIdentity } from '../../targets/identity-parts.ts';
import { responseOf } from '../collect/collected-records.ts';
import { verdictsOn } from '../judge/answer-verdicts.ts';
import { newRunId } from '../run/create-run.ts';
import { atFreePort, readAssets } from './review-server.ts';

const SOURCE = 'collected by hand';
/** What is remembered of an answer that stands in a run. */
const TAKEN = 'taken';

/** A form that is up, and what came in by it. */
export interface Collecting {
  readonly server: ReviewServer;
  /** Answers that are in no run yet, those of an earlier time that broke off among them. */
  answers(): readonly ByHand[];
}

/** Serves the form for answers that people take from an app; each is kept in the store before the page says so. Throws UsageError for a taken port. */
export async function startCollecting(
  store: Store,
  { probes, port, now }: { probes: ReadonlyMap<string, Probe>; port: number; now: () => string },
): Promise<Collecting> {
  const answers: ByHand[] = await waiting(store);
  const assets = await readAssets();
  const keep = async (answer: ByHand): Promise<void> => {
    await store.remember(SOURCE, keyOf(answer), JSON.stringify(answer), answer.notedAt);
    answers.push(answer);
  };
  const kept = (): readonly ByHand[] => answers;
  const server = await atFreePort(port, () =>
    serveGuarded((guard) => collectApp({ guard, assets, probes, kept, keep, now }), port),
  );
  return { server, answers: kept };
}

function keyOf(answer: ByHand): string {
  return `${answer.notedAt} ${contentHash(answer)}`;
}

async function waiting(store: Store): Promise<ByHand[]> {
  const found = await store.remembered(SOURCE);
  return found.filter(({ value }) => value !== TAKEN).map(({ value }) => byHandSchema.parse(JSON.parse(value)));
}

/** Makes a run of answers that were taken by hand: a target for each app, judged by the rules. Gives its id. */
export async function storeCollected(
  store: Store,
  answers: readonly ByHand[],
  {
    name,
    probes,
    packageVersion,
    now,
    random,
  }: { name: string; probes: ReadonlyMap<string, Probe>; packageVersion: string; now: number; random: () => number },
): Promise<string> {
  const targets = new Map<string, TargetRecord>();
  const variants = new Map<string, VariantRecord>();
  const samples = new Map<string, number>();
  const trials: { trial: TrialRecord; answer: ByHand }[] = [];
  for (const answer of answers) {
    const target = targetOf(answer.app);
    targets.set(target.id, target);
    const variant = variantOf(answer, probes);
    variants.set(variant.hash, variant);
    const place = `${target.id} ${variant.hash}`;
    const sample = samples.get(place) ?? 0;
    samples.set(place, sample + 1);
    const id = contentHash({ byHand: answer, variant: variant.hash, target: target.id, sample });
    const trial = { id, variant: variant.hash, target: target.id, sample, seed: null, position: trials.length };
    trials.push({ trial, answer });
  }
  const run: RunRecord = {
    id: newRunId(now, random),
    name,
    origin: 'import',
    startedAt: isoTime(now),
    endedAt: null,
    config: { imported: { file: null, format: 'by hand', by: packageVersion } },
    seed: 0,
    planHash: contentHash(trials.map(({ trial }) => trial.id)),
    packageVersion,
    gitVersion: null,
    probeSets: [],
  };
  const planned = trials.map(({ trial }) => trial);
  await store.createRun(run, [...targets.values()], [...variants.values()], planned);
  const rules = createRulesClassifier('probe');
  const signal = new AbortController().signal;
  for (const { trial, answer } of trials) {
    const response = responseTo(answer, trial);
    const variant = variants.get(trial.variant) as VariantRecord;
    const verdicts = await verdictsOn(response, variant, rules, isoTime(now), signal);
    await store.recordAnswer(run.id, trial.id, response, [], verdicts);
    await store.remember(SOURCE, keyOf(answer), TAKEN, isoTime(now));
  }
  await store.endRun(run.id, isoTime(now));
  return run.id;
}

function targetOf(app: string): TargetRecord {
  const identity = { ...unknownIdentity('recording', app), details: { collected_by_hand: true } };
  const plain = app
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '');
  return {
    id: `${plain === '' ? contentHash(app).slice(0, 8) : plain}-by-hand`,
    name: byHandName(app),
    family: null,
    kind: BY_HAND,
    model: app,
    where: 'hosted',
    identityHash: contentHash(identity),
    identity,
    params: {},
  };
}

function variantOf({ probe: id, lang, prompt }: ByHand, probes: ReadonlyMap<string, Probe>): VariantRecord {
  const known = id === null ? undefined : probes.get(id);
  const own = `by-hand-${contentHash(prompt).slice(0, 10)}`;
  const probe: Probe = known ?? {
    id: own,
    set: 'by-hand',
    topic: 'by-hand',
    role: 'sensitive',
    style: 'factual',
    state: null,
    tags: [],
    ask: { [lang]: prompt },
    control: null,
    official: [],
    facts: [],
  };
  return { hash: variantHash(probe.id, lang, prompt), lang, prompt, setVersion: '', probe };
}

/** What an app showed and took away again was withheld by its service, whatever it said. */
function responseTo(answer: ByHand, { target }: TrialRecord): ResponseRecord {
  const { app, lang, prompt, seenAt, vanishedAfter, screenshot, notedAt } = answer;
  const vanished = vanishedAfter !== null;
  const row = rowSchema.parse({
    probe: '',
    lang,
    prompt,
    target,
    delivery: vanished ? 'provider_filter' : 'ok',
    side: vanished ? 'output' : null,
    response: answer.answer,
    asked_at: seenAt,
  });
  const envelope = {
    collected_by_hand: { app, noted_at: notedAt, screenshot_sha256: screenshot, vanished_after_seconds: vanishedAfter },
  };
  const read = responseOf(
    { ...row, line: 1, error: null, delivery: vanished ? row.delivery : null, verdicts: [], envelope },
    false,
  );
  return vanished ? { ...read, reason: `vanished after ${vanishedAfter} s, collected by hand` } : read;
}
