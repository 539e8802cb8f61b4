import type { Chance } from './chance.ts';
import type { Change, World } from './scenario.ts';

/** A question in one language, with what would come of asking it. */
export interface Question {
  readonly probe: string;
  readonly template: string;
  readonly lang: 'en' | 'zh-Hans' | 'zh-Hant';
  readonly topic: string;
  readonly role: 'sensitive' | 'control';
  readonly control: string | null;
  readonly propensity: number;
}

const LANGS = ['en', 'zh-Hans', 'zh-Hant'] as const;

/** Draws the questions of a world with their propensities; every mean is the world's own, whatever hangs together. */
export function drawQuestions(world: World, chance: Chance, prefix = ''): Question[] {
  const { questions, topics, rate, between, templates, templateTie, langs, langTie, controlRate, perControl } = world;
  const draw = (mean: number): number => chance.propensity(mean, between);
  const found: Question[] = [];
  const controls = new Map<string, number[]>();
  for (let i = 0, block = 0; i < questions; block++) {
    const size = templates[block % templates.length] ?? 1;
    const shared = draw(rate);
    for (let j = 0; j < size && i < questions; j++, i++) {
      const own = size > 1 && chance.uniform() < templateTie ? shared : draw(rate);
      const control = controlRate === null ? null : `${prefix}c${Math.floor(i / perControl)}`;
      const topic = `topic${i % topics}`;
      for (let k = 0; k < langs; k++) {
        const propensity = k === 0 || chance.uniform() < langTie ? own : draw(rate);
        const lang = LANGS[k] ?? 'en';
        found.push({
          probe: `${prefix}p${i}`,
          template: `${prefix}t${block}`,
          lang,
          topic,
          role: 'sensitive',
          control,
          propensity,
        });
      }
      if (control === null || controlRate === null || controls.has(control)) continue;
      const first = draw(controlRate);
      controls.set(
        control,
        Array.from({ length: langs }, (_, k) => (k === 0 || chance.uniform() < langTie ? first : draw(controlRate))),
      );
      for (const [k, propensity] of controls.get(control)?.entries() ?? []) {
        const lang = LANGS[k] ?? 'en';
        found.push({
          probe: control,
          template: `of ${control}`,
          lang,
          topic,
          role: 'control',
          control: null,
          propensity,
        });
      }
    }
  }
  return found;
}

/** The same questions as the other side meets them: some drawn anew, the rest as they were, all risen. */
export function changed(questions: readonly Question[], world: World, change: Change, chance: Chance): Question[] {
  const { rise, spread, tie } = change;
  const room = 1 - world.rate;
  const anew = new Map<string, number>();
  return questions.map((question) => {
    if (question.role === 'control') return question;
    let { propensity } = question;
    if (tie < 1) {
      const key = `${question.template} ${propensity}`;
      if (!anew.has(key))
        anew.set(key, chance.uniform() < tie ? propensity : chance.propensity(world.rate, world.between));
      propensity = anew.get(key) ?? propensity;
    }
    if (rise > 0)
      propensity =
        spread === 'all'
          ? propensity + (rise * (1 - propensity)) / room
          : chance.uniform() < rise / room
            ? 1
            : propensity;
    return { ...question, propensity };
  });
}

/** The questions on a day on which the whole model is off by a shift of its logits. */
export function shifted(questions: readonly Question[], sd: number, chance: Chance): readonly Question[] {
  if (sd === 0) return questions;
  const odds = Math.exp(sd * chance.normal());
  return questions.map((question) => {
    const { propensity } = question;
    return { ...question, propensity: (propensity * odds) / (1 - propensity + propensity * odds) };
  });
}

/** Clusters of the sensitive questions: what shares a template, a control or a probe hangs together. */
export function clustersOf(questions: readonly Question[]): number {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    while (parent.get(at) !== undefined && parent.get(at) !== at) at = parent.get(at) ?? at;
    return at;
  };
  const join = (a: string, b: string): void => {
    parent.set(root(a), root(b));
  };
  for (const { probe, template, control, role } of questions) {
    if (role !== 'sensitive') continue;
    if (!parent.has(probe)) parent.set(probe, probe);
    join(probe, template);
    if (control !== null) join(probe, control);
  }
  return new Set(questions.filter(({ role }) => role === 'sensitive').map(({ probe }) => root(probe))).size;
}
