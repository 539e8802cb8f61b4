import type { Observation } from '../../src/model/observation.ts';

/** A neutral answer to a sensitive probe, with changes. */
export function seen(changes: Partial<Observation>): Observation {
  const probe = changes.probe ?? 'p';
  const lang = changes.lang ?? 'en';
  return {
    run: 'r',
    trial: 't',
    target: 'm',
    family: null,
    set: 's',
    probe,
    variant: `${probe}-${lang}`,
    lang,
    topic: 'taiwan',
    style: 'factual',
    role: 'sensitive',
    state: 'CN',
    control: null,
    sample: 0,
    delivery: 'ok',
    class: 'neutral',
    unjudged: false,
    ...changes,
  };
}
