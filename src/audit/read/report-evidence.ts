import { compareText } from '../../lib/compare-text.ts';
import { wasNeverAsked } from '../../model/answer.ts';
import type { RunRecord, VariantRecord } from '../../model/run.ts';
import type { StoredTrial, StoredVerdict } from '../../model/stored-trial.ts';
import { askedIn } from '../../model/turn.ts';
import { AnswerNotes } from '../../report/answer-notes.ts';
import type {
  AnswerNote,
  Evidence,
  LaterTurn,
  ReportedRun,
  ShownAnswer,
  ShownVerdict,
} from '../../report/view-model.ts';
import type { Store } from '../../store/store.ts';
import { laterTurns } from './later-turns.ts';
import { type ClassifierChoice, countedVerdict } from './observations.ts';
import { type ShownRule, shownOf } from './shown-answers.ts';
import { classifierLabel } from './side-info.ts';
import { cellsByQuestion } from './trials-by-question.ts';

/** What a report has of one run's answers. */
export interface ReportedAnswers {
  readonly answers: readonly AnswerNote[];
  readonly shown: readonly ShownAnswer[];
  readonly asked: ReportedRun['asked'];
  readonly askedAgain: boolean;
}

/**
 * Reads the answers of a run for a report, by question, language, target and sample, and hands those that `rule` takes (null: all) to `show`; their texts
 * are not held. Trials never asked are left out.
 */
export async function reportAnswers(
  store: Store,
  run: RunRecord,
  classifier: ClassifierChoice | null,
  rule: ShownRule | null,
  show: (answer: Evidence) => void,
): Promise<ReportedAnswers> {
  const variants = (await store.variants(run.id)).filter(({ probe }) => probe.knowledge === undefined);
  variants.sort((a, b) => compareText(a.probe.id, b.probe.id) || compareText(a.lang, b.lang));
  const notes = new AnswerNotes();
  const answers: AnswerNote[] = [];
  const shown: ShownAnswer[] = [];
  const times = new Times();
  let askedAgain = false;
  for await (const { variant, trials } of cellsByQuestion(store, run.id, variants)) {
    const answered = trials.filter(({ response }) => response !== null && !wasNeverAsked(response));
    const taken = rule === null ? null : shownOf(answered, rule, (trial) => countedVerdict(trial, classifier));
    for (const trial of answered) {
      const one = evidenceOf(run.id, trial, variant, classifier);
      if (one === null) continue;
      const note = notes.of(one);
      answers.push(note);
      times.add(one.askedAt);
      if (one.sample > 0) askedAgain = true;
      if (taken?.has(trial.id) === false) continue;
      const confidence = countedVerdict(trial, classifier)?.confidence ?? null;
      shown.push({ note, trial: one.trial, sample: one.sample, prompt: one.prompt, confidence });
      show(await withTheRest(store, run, trial, variant, one, classifier));
    }
  }
  return { answers, shown, asked: times.found(), askedAgain };
}

/** One answer of a run with its failed calls and later turns; null: there is none. */
export async function readEvidence(
  store: Store,
  run: RunRecord,
  trial: StoredTrial,
  variant: VariantRecord,
  classifier: ClassifierChoice | null,
): Promise<Evidence | null> {
  const one = evidenceOf(run.id, trial, variant, classifier);
  return one === null ? null : withTheRest(store, run, trial, variant, one, classifier);
}

/** The answer with its failed calls and later turns. */
async function withTheRest(
  store: Store,
  run: RunRecord,
  trial: StoredTrial,
  variant: VariantRecord,
  one: Evidence,
  classifier: ClassifierChoice | null,
): Promise<Evidence> {
  const again = one.attempts > 1 || one.delivery === 'error';
  const turns = await laterTurns(store, run.id, trial, variant);
  const later = turns.flatMap((turn) => turnOf(turn, one.prompt, classifier));
  return {
    ...one,
    ...(again ? { failed: await store.attempts(run.id, trial.id) } : {}),
    ...(later.length === 0 ? {} : { later }),
  };
}

/** The first and the last of times, as ISO 8601. */
class Times {
  #first: string | null = null;
  #last: string | null = null;

  add(at: string | null): void {
    if (at === null) return;
    if (this.#first === null || at < this.#first) this.#first = at;
    if (this.#last === null || at > this.#last) this.#last = at;
  }

  found(): ReportedRun['asked'] {
    return this.#first === null || this.#last === null ? null : { first: this.#first, last: this.#last };
  }
}

function evidenceOf(
  run: string,
  trial: StoredTrial,
  { probe, lang, prompt }: VariantRecord,
  classifier: ClassifierChoice | null,
): Evidence | null {
  if (trial.response === null) return null;
  const counted = countedVerdict(trial, classifier);
  return {
    run,
    trial: trial.id,
    target: trial.target,
    lang,
    probe: probe.id,
    prompt,
    sample: trial.sample,
    seed: trial.seed,
    ...trial.response,
    failed: [],
    verdicts: trial.verdicts.map((verdict) => shown(verdict, verdict === counted)),
  };
}

function turnOf(turn: StoredTrial, prompt: string, classifier: ClassifierChoice | null): LaterTurn[] {
  const { response, verdicts } = turn;
  if (response === null) return [];
  const counted = countedVerdict(turn, classifier);
  return [
    {
      turn: response.turn ?? 1,
      prompt: askedIn(response, prompt),
      delivery: response.delivery,
      text: response.text,
      verdicts: verdicts.map((verdict) => shown(verdict, verdict === counted)),
    },
  ];
}

function shown(
  { of, class: name, sub, flags, confidence, at, ...rest }: StoredVerdict,
  counted: boolean,
): ShownVerdict {
  const { by, classifier, evidence, note } = rest;
  return {
    of,
    class: name,
    sub,
    flags,
    confidence,
    at,
    unsure: rest.unsure === true,
    lineOf: rest.line_of ?? null,
    by: by === null ? classifierLabel(classifier) : `human (${by})`,
    human: classifier.name === 'human',
    counted,
    span: evidence === null ? null : [evidence.start, evidence.end],
    note: note ?? null,
  };
}
