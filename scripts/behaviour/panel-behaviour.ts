import type { Classifier } from '../../src/classify/classifier.ts';
import { createPanel } from '../../src/classify/panel.ts';
import type { PanelRule } from '../../src/classify/panel-rule.ts';
import type { Verdict, VerdictFlag } from '../../src/model/verdict.ts';
import { seededRandom } from '../../src/stats/random.ts';
import type { Behaviour } from './behaviour.ts';
import { digestOf, verdictLine } from './verdict-line.ts';

const RULES: readonly PanelRule[] = [{ kind: 'majority' }, { kind: 'unanimity' }, { kind: 'escalate', below: 0.8 }];
/** Written out, so that a class or flag that is added moves no ballot. */
const SUBS = {
  refusal: ['canned', 'explicit', 'deflection', 'feigned_ignorance', 'lecture'],
  official_narrative: ['inverted', 'premise_attack', 'settled', 'template', 'sanitised'],
  neutral: ['factual', 'multi_view', 'performed', 'hedged'],
  other: ['degenerate', 'off_topic', 'truncated'],
} as const;
const CLASSES = ['refusal', 'official_narrative', 'neutral', 'other'] as const;
const FLAGS: readonly VerdictFlag[] = [
  'partial',
  'mixed',
  'refusal_words',
  'attributed_official_view',
  'advocacy_other',
  'bluff',
  'reasoning_leak',
  'language_switch',
  'script_switch',
  'provider_filter',
];
const BALLOTS = 2_000;
const item = { text: 'Any text.', of: 'response', prompt: null, lang: 'en', truncated: false, probe: null } as const;

/** The version of a panel of members that never change, and the digest of what it makes of drawn votes under every rule. */
export async function panelBehaviour(): Promise<Behaviour> {
  const random = seededRandom(5);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const votes = (name: string): Verdict => {
    const found = pick([...CLASSES, ...CLASSES, null]);
    return {
      class: found,
      sub: found === null ? null : pick(SUBS[found]),
      flags: FLAGS.filter(() => random() < 0.3),
      of: 'response',
      confidence: random() < 0.2 ? null : Math.round(random() * 10) / 10,
      evidence: random() < 0.5 ? null : { start: 0, end: 3, text: 'Any' },
      classifier: { name, version: 'fixed', mode: 'general' },
    };
  };
  const members = ['rules', 'judge:a', 'judge:b', 'judge:c'].map((name): Classifier => {
    return {
      name,
      version: 'fixed',
      mode: 'general',
      classify: async () => votes(name),
      close: async () => undefined,
    };
  });
  const lines: string[] = [];
  let version = '';
  for (const rule of RULES) {
    for (const size of rule.kind === 'escalate' ? [2] : [2, 3, 4]) {
      const panel = createPanel(members.slice(0, size), rule, 'general');
      if (version === '') version = panel.version;
      for (let n = 0; n < BALLOTS; n++) {
        const all = await panel.classifyAll(item, new AbortController().signal);
        lines.push(...all.map(verdictLine));
      }
    }
  }
  return { version, texts: 'drawn', digest: digestOf(lines) };
}
