import { type ClassifierId, CODEBOOK_VERSION, type Verdict, type VerdictFlag } from '../../model/verdict.ts';
import type { Classifier, Item } from '../classifier.ts';
import { deriveVerdict } from './derive-verdict.ts';
import { flagsIn } from './flag-answers.ts';
import { joinWindows } from './join-windows.ts';
import type { AskModel, JudgeCall, JudgeOptions } from './judge-call.ts';
import { judgeVersion } from './judge-version.ts';
import type { PlacedAnswers } from './place-quotes.ts';
import { type Preparation, prepareText } from './prepare-text.ts';
import { knownOf, readWindow } from './read-window.ts';
import { factsOf, flagsOfText, noteOf, unjudgedVerdict } from './verdict-parts.ts';

/** A model as classifier. `callsFor` tells what it would be asked, repeats left out, for estimates. */
export interface Judge extends Classifier {
  callsFor(item: Item): readonly JudgeCall[];
}

/**
 * A model that judges: it answers small questions about the text, window by window where it is long, and the class is derived from its answers by
 * the codebook's rules. A reply that cannot be used or contradicts itself is asked for once more. What it cannot answer in a readable way, or
 * without a quote that stands in the text, is `unjudged`. The target behind `ask` is closed by who opened it.
 */
export function createJudge(options: JudgeOptions): Judge {
  const { target, mode, concurrency } = options;
  const id: ClassifierId = { name: `judge:${target}`, version: judgeVersion(options), mode };
  const prepared = (item: Item): Preparation =>
    prepareText({ ...item, probe: mode === 'probe' ? item.probe : null }, options);
  return {
    ...id,
    concurrency,
    callsFor: (item) =>
      prepared(item).windows?.flatMap(({ call, flagsCall }) => (flagsCall === null ? [call] : [call, flagsCall])) ?? [],
    classify: async (item, signal) => judge(item, prepared(item), id, (call) => options.ask(call, id, signal)),
    close: async () => undefined,
  };
}

async function judge(item: Item, prepared: Preparation, id: ClassifierId, ask: AskModel): Promise<Verdict> {
  const ofText = flagsOfText(item, prepared);
  if (prepared.text.trim() === '') {
    const note = 'there is no answer in the text; the judge was not asked';
    const flags = ofText.filter((flag) => flag === 'reasoning_leak');
    return {
      class: 'other',
      sub: 'degenerate',
      flags,
      of: item.of,
      confidence: null,
      evidence: null,
      classifier: id,
      codebook: CODEBOOK_VERSION,
      note,
    };
  }
  const injected = ofText.includes('injection_suspected');
  const without = (note: string): Verdict => unjudgedVerdict(item, id, injected ? ['injection_suspected'] : [], note);
  if (prepared.windows === null) return without('the text is too long to be read; the judge was not asked');
  if (prepared.windows.length === 0)
    return without('nothing is left of the text but words to whoever judges it; the judge was not asked');

  const placed: PlacedAnswers[] = [];
  const remarks: string[] = [];
  for (const window of prepared.windows) {
    const read = await readWindow(window, prepared, ask);
    const part = prepared.windows.length === 1 ? '' : `part ${window.shown.n} of ${window.shown.of}: `;
    if ('unjudged' in read) return without(`${part}${read.unjudged}`);
    placed.push(read.answers);
    remarks.push(...read.remarks.map((one) => part + one));
  }
  const answers = joinWindows(placed);
  const derived = deriveVerdict(answers, knownOf(prepared));
  const note = noteOf(answers, derived, prepared, remarks);
  if ('lacking' in derived) return without(`no quote that stands in the text proves it (${derived.lacking}); ${note}`);
  if (injected && derived.class === 'other')
    return without(`the text may speak to its judge, which gave it no class that a quote could prove; ${note}`);
  const asked = await flagsIn(prepared.windows, ask);
  const flags = new Set<VerdictFlag>([...derived.flags, ...ofText, ...asked.flags]);
  const { span } = derived;
  const start = prepared.start + (span?.start ?? 0);
  const end = prepared.start + (span?.end ?? 0);
  const isUnsure = derived.doubts.length > 0 || flags.has('injection_suspected');
  return {
    class: derived.class,
    sub: derived.sub,
    flags: [...flags],
    of: item.of,
    confidence: null,
    evidence: span === null ? null : { start, end, text: item.text.slice(start, end) },
    classifier: id,
    ...(isUnsure ? { unsure: true } : {}),
    line_of: derived.lineOf,
    codebook: CODEBOOK_VERSION,
    ...factsOf(answers, prepared.start),
    note: asked.failed === null ? note : `${note}; ${asked.failed}`,
  };
}
