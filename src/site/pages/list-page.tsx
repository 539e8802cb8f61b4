import { CLASS_NAMES, groupBy } from '../../compare/tally.ts';
import { DELIVERIES, type Delivery, hasOpinion } from '../../model/delivery.ts';
import { ROLES, type Role } from '../../model/probe.ts';
import type { VerdictClass } from '../../model/verdict.ts';
import { counted, inWords, languageName, titled } from '../../report/figures.ts';
import { answerAddress, listAddress, listPart, modelAddress, probeAddress, relativeAddress } from '../addresses.ts';
import { fateWords } from '../answer-words.ts';
import type { SiteRun } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';

/** An answer in a list: what it is of and what became of it. */
export interface ListedAnswer {
  readonly trial: string;
  readonly probe: string;
  readonly topic: string;
  readonly role: Role;
  readonly sample: number;
  readonly delivery: Delivery;
  /** null: it has none. */
  readonly class: VerdictClass | null;
}

interface ListPlace {
  readonly run: SiteRun;
  readonly target: string;
  readonly model: string;
  readonly lang: string;
}

/** The answers of a model in a language: what stands behind its figures, by kind of question, class and topic. */
export function listPage({ run, target, model, lang }: ListPlace, answers: readonly ListedAnswer[]): Page {
  const id = run.reported.run.id;
  const path = listAddress(id, target, lang);
  const to = (page: string): string => relativeAddress(path, page);
  const others = (run.langs.get(target) ?? []).filter((one) => one !== lang);
  const judged = answers.filter(({ delivery }) => hasOpinion(delivery));
  const roles = ROLES.filter((role) => answers.some((one) => one.role === role) || role !== 'neutral');
  return {
    path,
    title: `Answers of ${model} in ${languageName(lang)}`,
    kicker: `Run ${run.reported.run.name ?? id}`,
    heading: (
      <>
        Answers of <a href={to(modelAddress(target))}>{model}</a> in {languageName(lang)}
      </>
    ),
    body: (
      <>
        <p class="lead">
          {counted(answers.length, 'answer or failed call', 'answers and failed calls')}, by kind of question, class and
          topic.
          {others.length > 0 && ' The same in '}
          {others.map((other, i) => (
            <>
              {i > 0 && ', '}
              <a href={to(listAddress(id, target, other))}>{languageName(other)}</a>
            </>
          ))}
          {others.length > 0 && '.'}
        </p>
        {roles.map((role) => (
          <section aria-labelledby={role}>
            <h2 id={role}>{ROLE_TITLES[role]}</h2>
            {[...CLASS_NAMES, null].map((name) => (
              <OfClass
                role={role}
                name={name}
                answers={judged.filter((one) => one.role === role && one.class === name)}
                topics={topicsOf(answers, role)}
                to={to}
                run={id}
              />
            ))}
          </section>
        ))}
        <section aria-labelledby="deliveries">
          <h2 id="deliveries">By what became of the call</h2>
          {DELIVERIES.map((delivery) => (
            <OfDelivery
              delivery={delivery}
              answers={answers.filter((one) => one.delivery === delivery)}
              to={to}
              run={id}
            />
          ))}
        </section>
      </>
    ),
  };
}

const ROLE_TITLES = {
  sensitive: 'Sensitive questions',
  control: 'Controls',
  neutral: 'Neutral questions',
} as const satisfies Readonly<Record<Role, string>>;

interface Linking {
  readonly to: (page: string) => string;
  readonly run: string;
  readonly answers: readonly ListedAnswer[];
}

function OfClass(
  props: Linking & { readonly role: Role; readonly name: VerdictClass | null; readonly topics: readonly string[] },
) {
  const { role, name, answers, topics, to, run } = props;
  const outcome = name ?? 'unjudged';
  const byTopic = groupBy(answers, ({ topic }) => topic);
  const without = topics.filter((topic) => !byTopic.has(topic));
  return (
    <>
      <h3 id={listPart(role, outcome)}>
        {name === null ? 'Not judged' : titled(name)} <small>{answers.length}</small>
      </h3>
      {topics.map((topic) => {
        const own = byTopic.get(topic);
        if (own === undefined) return null;
        return (
          <>
            <h4 id={listPart(role, outcome, topic)}>
              {inWords(topic)} <small>{own.length}</small>
            </h4>
            <Questions answers={own} to={to} run={run} />
          </>
        );
      })}
      {without.length > 0 && (
        <p class="note">
          {byTopic.size === 0 ? 'None.' : 'None on '}
          {without.map((topic, i) => (
            <>
              {byTopic.size > 0 && i > 0 && ', '}
              <span id={listPart(role, outcome, topic)}>{byTopic.size > 0 && inWords(topic)}</span>
            </>
          ))}
          {byTopic.size > 0 && '.'}
        </p>
      )}
    </>
  );
}

function OfDelivery({ delivery, answers, to, run }: Linking & { readonly delivery: Delivery }) {
  const isUsual = delivery === 'ok';
  return (
    <>
      <h3 id={listPart('any', delivery)}>
        {isUsual ? 'Answered' : delivery === 'truncated' ? 'Cut off' : titled(fateWords(delivery))}{' '}
        <small>{answers.length}</small>
      </h3>
      {isUsual ? <p class="note">They are those above.</p> : <Questions answers={answers} to={to} run={run} />}
    </>
  );
}

/** Question by question, a link a sample. */
function Questions({ answers, to, run }: Linking) {
  return (
    <ul class="plain">
      {[...groupBy(answers, ({ probe }) => probe)].map(([probe, own]) => (
        <li>
          <a href={to(probeAddress(probe))}>{probe}</a>:{' '}
          {own.map(({ trial, sample }, i) => (
            <>
              {i > 0 && ', '}
              <a href={to(answerAddress(run, trial))}>answer {sample + 1}</a>
            </>
          ))}
        </li>
      ))}
    </ul>
  );
}

function topicsOf(answers: readonly ListedAnswer[], role: Role): string[] {
  return [...new Set(answers.filter((one) => one.role === role).map(({ topic }) => topic))].sort();
}
