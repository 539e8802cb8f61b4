import type { GateMargin } from '../config/config.ts';
import type { Lang } from '../model/lang.ts';
import type { Probe } from '../model/probe.ts';
import { FEWEST_CLUSTERS } from './estimand.ts';
import type { PlannedQuestion } from './power.ts';

/** The sensitive questions that probes come to in some languages; those of one template, and the languages of one probe, are one cluster. */
export function plannedQuestions(probes: readonly Probe[], languages: readonly Lang[]): PlannedQuestion[] {
  return probes.flatMap(({ id, set, template, topic, role, ask }) => {
    if (role !== 'sensitive') return [];
    const cluster = template === undefined ? `probe ${id}` : `template ${set}/${template}`;
    return languages.filter((lang) => ask[lang] !== undefined).map((lang) => ({ topic, lang, cluster }));
  });
}

/** Margins whose scope has too few independent questions to decide anything, in words. */
export function smallScopes(questions: readonly PlannedQuestion[], margins: readonly GateMargin[]): string[] {
  return margins.flatMap(({ class: name, topic, lang }) => {
    const inside = questions.filter((one) => (topic ?? one.topic) === one.topic && (lang ?? one.lang) === one.lang);
    const { size } = new Set(inside.map(({ cluster }) => cluster));
    if (size >= FEWEST_CLUSTERS) return [];
    const scope = topic !== null ? ` on topic ${topic}` : lang !== null ? ` in ${lang}` : '';
    return [
      `the gate's margin on ${name}${scope} is over ${size} independent ${size === 1 ? 'question' : 'questions'}: fewer than ${FEWEST_CLUSTERS} decide nothing`,
    ];
  });
}
