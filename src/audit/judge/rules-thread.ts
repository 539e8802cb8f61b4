import { parentPort } from 'node:worker_threads';
import type { Item } from '../../classify/classifier.ts';
import { createRulesClassifier, type RulesClassifier } from '../../classify/rules.ts';
import type { Probe } from '../../model/probe.ts';
import type { Mode, Verdict } from '../../model/verdict.ts';

/** Items that one thread judges together. */
export interface RulesWork {
  readonly mode: Mode;
  readonly items: readonly Item[];
}

/** What a thread says: that it is loaded, and then the verdicts on each group of items, in their order. */
export type RulesAnswer = 'ready' | readonly Verdict[];

const rules = new Map<Mode, RulesClassifier>();
/** Probes come as copies: one of each is kept, since what was made of its marks is kept with it. */
const probes = new Map<string, Probe>();

function judgeItems({ mode, items }: RulesWork): Verdict[] {
  const known = rules.get(mode) ?? createRulesClassifier(mode);
  rules.set(mode, known);
  return items.map((item) => known.judge({ ...item, probe: item.probe === null ? null : sameProbe(item.probe) }));
}

function sameProbe(probe: Probe): Probe {
  const written = JSON.stringify(probe);
  const known = probes.get(written) ?? probe;
  probes.set(written, known);
  return known;
}

const say = (answer: RulesAnswer): void => parentPort?.postMessage(answer);
parentPort?.on('message', (work: RulesWork) => say(judgeItems(work)));
say('ready');
