import type { Style } from '../model/probe.ts';
import { askedOf, type Finding, findingAt, findingAtProbe, type Linted, langsOf } from './finding.ts';
import { plainQuestion, similarQuestions } from './question-similarity.ts';

/**
 * Weighted cosine from which two questions count as one. In the shipped sets different questions about one event reach
 * 0.74, a probe and its control, which share their form on purpose and are left out, 0.94.
 */
const NEAR = 0.8;
const STYLES_WANTED = 4;
const NEUTRAL_WANTED = 2;
/** Styles whose sets vary how is asked, over many subjects: such a topic is one of form, and needs no other forms beside it. */
const FORMS: ReadonlySet<Style> = new Set<Style>(['leading', 'innocent']);

/** Questions, in any of their wordings, that stand twice, or nearly so, in some language. A probe and its control may differ by their subject alone. */
export function lintDuplicates(probes: readonly Linted[], wanted: ReadonlySet<string>): Finding[] {
  const found = new Map<string, Finding>();
  const langs = new Set(probes.flatMap(({ expanded }) => langsOf(expanded.probe.ask)));
  for (const lang of langs) {
    const asked = probes.flatMap((linted) =>
      askedOf(linted).flatMap((wording) => (wording.lang === lang ? [{ linted, ...wording }] : [])),
    );
    const questions = asked.map(({ text }) => text);
    const owners = asked.map(({ linted }) => linted.expanded.probe.id);
    for (const { first, second, similarity } of similarQuestions(questions, owners, NEAR)) {
      const a = asked[first];
      const b = asked[second];
      if (a === undefined || b === undefined) continue;
      const [one, other] = [a.linted, b.linted];
      const same = plainQuestion(questions[first] ?? '') === plainQuestion(questions[second] ?? '');
      if (!same && isMatchedForm(one, other)) continue;
      const [at, here, there] = wanted.has(other.expanded.probe.id) ? [b.path, other, one] : [a.path, one, other];
      if (!wanted.has(here.expanded.probe.id)) continue;
      const rule = same ? 'duplicate' : 'near-duplicate';
      const likeness = same ? 'the same' : `nearly the same (${similarity.toFixed(2)})`;
      const message = `expected a question of its own, got ${likeness} as ${there.expanded.probe.id} in ${lang}`;
      const key = [rule, here.expanded.probe.id, there.expanded.probe.id].join(' ');
      if (!found.has(key)) {
        found.set(key, findingAt(here, at, rule, 'error', message));
      }
    }
  }
  return [...found.values()];
}

/** A probe and its control, two probes of one template, or controls of such. */
function isMatchedForm(one: Linted, other: Linted): boolean {
  const a = one.expanded.probe;
  const b = other.expanded.probe;
  if (a.control === b.id || b.control === a.id) return true;
  if (a.control !== null && a.control === b.control) return true;
  return one.loaded === other.loaded && one.expanded.path === other.expanded.path;
}

/** Topics with too few styles, or without neutral questions about the same country, told at their first probe. */
export function lintTopics(probes: readonly Linted[]): Finding[] {
  const topics = new Map<string, Linted[]>();
  for (const linted of probes) {
    const { topic } = linted.expanded.probe;
    topics.set(topic, [...(topics.get(topic) ?? []), linted]);
  }
  return [...topics].flatMap(([topic, members]) => {
    const sensitive = members.filter(({ expanded }) => expanded.probe.role === 'sensitive');
    const [first] = sensitive;
    if (first === undefined) return [];
    const styles = new Set(sensitive.map(({ expanded }) => expanded.probe.style));
    const neutral = members.filter(({ expanded }) => expanded.probe.role === 'neutral').length;
    if ([...styles].every((style) => FORMS.has(style))) return [];
    const findings: Finding[] = [];
    if (styles.size < STYLES_WANTED) {
      const message = `expected at least ${STYLES_WANTED} styles in topic ${topic}, got ${[...styles].join(', ')}`;
      findings.push({ ...findingAtProbe(first, 'topic-styles', 'warning', message), probe: null });
    }
    if (neutral < NEUTRAL_WANTED) {
      const message = `expected at least ${NEUTRAL_WANTED} neutral probes in topic ${topic}, got ${neutral}`;
      findings.push({ ...findingAtProbe(first, 'topic-neutral', 'warning', message), probe: null });
    }
    return findings;
  });
}
