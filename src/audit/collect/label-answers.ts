import type { Classifier } from '../../classify/classifier.ts';
import { createRulesClassifier } from '../../classify/rules.ts';
import { type LabelLine, labelLineSchema } from '../../formats/label-line.ts';
import { type LineSource, type OnBadLine, readJsonLines } from '../../formats/read-lines.ts';
import { ConfigError } from '../../lib/errors.ts';
import { mapInOrder } from '../../lib/map-in-order.ts';
import { didYouMean } from '../../lib/nearest.ts';
import type { Delivery, KeptDeliveryFlag } from '../../model/delivery.ts';
import type { Probe } from '../../model/probe.ts';
import type { Mode, Verdict } from '../../model/verdict.ts';
import { asGiven, leftUnjudged, withLeak } from '../judge/answer-verdicts.ts';
import { collectedItem } from '../judge/collected-item.ts';

/** What `candor label` writes for a line. */
export interface Labelled extends Pick<Verdict, 'class' | 'sub' | 'flags' | 'confidence' | 'evidence' | 'classifier'> {
  readonly id: string | number;
  readonly delivery: Delivery;
  readonly delivery_flags: readonly KeptDeliveryFlag[];
  /** The state whose position the answer puts forward in its own voice; null: none, or not looked at. */
  readonly line_of: string | null;
  /** The class is only the likeliest one. */
  readonly unsure: boolean;
  /** A judge that could not be read, and why. */
  readonly unjudged?: true;
  readonly note?: string;
}

/** A line that can be read, with the probe that it names. */
interface Readable {
  readonly line: number;
  readonly value: LabelLine;
  readonly probe: Probe | null;
}

/** The rules in both modes. */
const RULES = (): Readonly<Record<Mode, Classifier>> => ({
  general: createRulesClassifier('general'),
  probe: createRulesClassifier('probe'),
});

/**
 * Labels answers line by line, without a store. A line that names a probe of `probes` is judged with that probe's claims
 * and facts. A line that cannot be read goes to `onBadLine`; without it, it ends in a ConfigError.
 */
export async function* labelAnswers(
  source: LineSource,
  probes: ReadonlyMap<string, Probe> | null,
  onBadLine: OnBadLine | null,
  classifiers: Readonly<Record<Mode, Classifier>> = RULES(),
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<Labelled> {
  yield* mapInOrder(
    readableLines(source, probes, onBadLine),
    classifiers.general.concurrency ?? 1,
    ({ line, value, probe }) =>
      labelAnswer({ ...value, id: value.id ?? line }, classifiers[probe === null ? 'general' : 'probe'], probe, signal),
  );
}

async function* readableLines(
  source: LineSource,
  probes: ReadonlyMap<string, Probe> | null,
  onBadLine: OnBadLine | null,
): AsyncGenerator<Readable> {
  for await (const { line, value } of readJsonLines(source, labelLineSchema, onBadLine)) {
    const name = value.probe ?? null;
    const probe = name === null ? null : (probes?.get(name) ?? null);
    if (name !== null && probes !== null && probe === null) {
      const reason = `expected the id of a probe of --probes, got "${name}".${didYouMean(name, probes.keys())}`;
      if (onBadLine === null) throw new ConfigError([{ file: source.name, line, column: null, message: reason }]);
      onBadLine({ line, reason });
      continue;
    }
    yield { line, value, probe };
  }
}

/**
 * Labels one answer: what happened to it, and the classifier's verdict where there is an opinion in it. `probe` lends its claims
 * and facts to a classifier in mode `probe`. Throws where the signal is aborted.
 */
export async function labelAnswer(
  answer: LabelLine,
  classifier: Classifier = createRulesClassifier('general'),
  probe: Probe | null = null,
  signal: AbortSignal = new AbortController().signal,
): Promise<Labelled> {
  const { prompt, finish_reason: finishReason, delivery: given, reasoning } = answer;
  const response = answer.response.trim() === '' ? (answer.refusal ?? answer.response) : answer.response;
  const line = {
    response,
    prompt: prompt ?? null,
    lang: answer.lang ?? null,
    delivery: given,
    finishReason,
    reasoning,
    error: answer.error,
    envelope: answer.envelope,
  };
  const { outcome, item, start, given: text, leaked, unclear } = collectedItem(line, probe);
  const { delivery, flags: delivery_flags } = outcome;
  const id = answer.id ?? 0;
  const { name, version, mode } = classifier;
  if (item === null) {
    const nothing = {
      class: null,
      sub: null,
      flags: [],
      line_of: null,
      unsure: false,
      confidence: null,
      evidence: null,
    };
    return { id, delivery, delivery_flags, ...nothing, classifier: { name, version, mode } };
  }
  const told =
    unclear === null ? await classifier.classify(item, signal) : leftUnjudged(classifier, 'response', unclear);
  const spoken = asGiven(told, text);
  const verdict = leaked ? withLeak(spoken) : spoken;
  const { class: found, sub, flags, line_of = null, unsure = false, confidence, note } = verdict;
  const evidence = verdict.evidence && {
    ...verdict.evidence,
    start: verdict.evidence.start + start,
    end: verdict.evidence.end + start,
  };
  const why = verdict.unjudged === true ? { unjudged: true as const, ...(note === undefined ? {} : { note }) } : {};
  const said = { class: found, sub, flags, line_of, unsure, confidence, evidence, classifier: verdict.classifier };
  return { id, delivery, delivery_flags, ...said, ...why };
}
