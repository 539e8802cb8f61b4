import { contentHash } from '../lib/digest.ts';
import type { CollectedAnswer } from './collected-answer.ts';

/** A collected answer of which only the essentials are known, with the model's name as it was given; everything else is absent. */
export function blankAnswer({
  model,
  ...known
}: Pick<CollectedAnswer, 'line' | 'probe' | 'lang' | 'prompt' | 'response'> & {
  readonly model: string;
}): CollectedAnswer {
  return {
    run: null,
    trial: null,
    set: null,
    variant: null,
    topic: null,
    state: null,
    style: null,
    role: 'sensitive',
    tags: [],
    stakes: [],
    control: null,
    family: null,
    sample: 0,
    seed: null,
    delivery: null,
    side: null,
    kind: null,
    finish: null,
    reasoning: null,
    reasoning_state: 'absent',
    delivery_flags: [],
    attempts: 1,
    asked_at: null,
    latency_ms: null,
    usage: null,
    served_model: null,
    served_by: null,
    system_fingerprint: null,
    served_region: null,
    answer_end: null,
    first_tokens: null,
    phrasing: null,
    turn: 1,
    arm: null,
    cluster: null,
    identity: null,
    verdicts: [],
    error: null,
    ...targetOfName(model),
    ...known,
  };
}

/** A probe id for a question that came without one: the same question, after the same messages, always gets the same. */
export function probeIdOf(prompt: string, before: readonly string[] = []): string {
  return `q-${contentHash(before.length === 0 ? { prompt } : { prompt, before: [...before] }).slice(0, 12)}`;
}

/** The target that a model's name stands for: an id without slashes, and the name as it was given where that is another. */
function targetOfName(name: string): Pick<CollectedAnswer, 'target' | 'target_name'> {
  const target = name.replaceAll('/', '_');
  return target === name ? { target } : { target, target_name: name };
}

/** Gives an answer the sample that it is said to be, or the next that is free: ids that only count rows say nothing of repetitions. */
export function freeSample(): (target: string, probe: string, lang: string, said: number) => number {
  const taken = new Set<string>();
  return (target, probe, lang, said) => {
    let sample = said;
    while (taken.has(JSON.stringify([target, probe, lang, sample]))) sample += 1;
    taken.add(JSON.stringify([target, probe, lang, sample]));
    return sample;
  };
}

/** Numbers the repetitions of a question to a target, from 0. */
export function sampleCounter(): (target: string, probe: string, lang: string) => number {
  const seen = new Map<string, number>();
  return (target, probe, lang) => {
    const key = JSON.stringify([target, probe, lang]);
    const sample = seen.get(key) ?? 0;
    seen.set(key, sample + 1);
    return sample;
  };
}
