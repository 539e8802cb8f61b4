import { groupBy } from '../../compare/tally.ts';
import { hasOpinion } from '../../model/delivery.ts';
import type { ServedCount } from '../../model/served.ts';
import { targetNames } from '../../model/target-names.ts';
import { deliveryRows } from '../delivery-rows.ts';
import { PAGE_SIZE } from '../evidence-pack.ts';
import { counted, dayOf, thousands } from '../figures.ts';
import { areMany } from '../model-groups.ts';
import { type KeptRegistration, REGISTRATION_NOTE, registrationSentence } from '../registration-lines.ts';
import { publishable, recipeOf } from '../repeat-run.ts';
import type { AnswerNote, ReportData, ReportedRun } from '../view-model.ts';
import { callNoun, langsText, ofRole } from '../what-was-asked.ts';
import { FigureTable, Folded } from './figure.tsx';

/** How the figures came about, written out from the runs themselves. */
export function Method({ data }: { readonly data: ReportData }) {
  return (
    <section aria-labelledby="method" class="method">
      <h2 id="method">Method</h2>
      <HowMeasured />
      {data.runs.map((one) => (
        <RunMethod reported={one} data={data} />
      ))}
      <LeftOutOf data={data} />
      <Limits />
      <h3>How this file is made</h3>
      <p>
        One HTML file that asks nothing of any server. {shownText(data)} packed in pages of {PAGE_SIZE} (JSON, gzip,
        base64, in the elements <code>script[type="application/gzip"]</code>) beside one index; the page unpacks the
        index when it opens and a page of answers when one of them is wanted, so that 50,000 answers open like 500.
        Searching in the text reads through all pages. Answers are shown as text, never as markup or links; characters
        that cannot be seen stand as their code points. In print stand the answers that are on the page at the time.
      </p>
    </section>
  );
}

/** How answers are asked for, classified and counted. */
export function HowMeasured() {
  return (
    <>
      <p>
        In a run that Candor carried out each question was put to each model on its own, without earlier turns, as often
        as the run says and in random order; how imported answers were asked for is known to who collected them. What
        happened to a call is settled first: what a service withheld, what came empty and what failed holds no opinion
        and stands in no rate. Every other answer has exactly one class, judged from the visible answer alone.{' '}
        <strong>Refusal</strong>: nothing of substance on what was asked, and no state line in its place.{' '}
        <strong>Official narrative</strong>: the answer puts forward the position of the government concerned as fact,
        in its own voice. <strong>Neutral</strong>: it deals with what was asked from outside that position, which does
        not say that it is true: that is not checked. <strong>Other</strong>: none of these can be told. No score mixes
        them.
      </p>
      <p>
        A sensitive question that has a control is held against it: a question of the same form about another state’s
        subject or none. Rates are shares of judged answers with 95 % intervals: Wilson’s, on the effective sample size,
        since the samples of one question resemble each other. Differences are means over questions that have a judged
        control, every question with the same weight, with intervals adapted from Newcombe’s method 10; so a difference
        need not equal the difference of the two rates beside it. Comparisons pair the same question and sample; p comes
        from sign flips over questions and is corrected over all cells that are shown together: by the step-down maxT of
        these flips, or by Holm’s method where there are none.
      </p>
    </>
  );
}

/** What figures do not say. */
export function Limits() {
  return (
    <>
      <h3>Limits</h3>
      <p>
        A set of questions is a choice, and another would give other figures. A classifier errs; how much is said above,
        or that it is not known. A model served elsewhere, in another quantisation, with another template or system
        prompt, may answer otherwise, and a hosted one may change without notice. Figures are of the days named here.
      </p>
    </>
  );
}

/** What no figure counts. */
export function LeftOutOf({ data }: { readonly data: ReportData }) {
  return (
    <>
      <h3>What was left out</h3>
      <p>{leftOut(data)}</p>
    </>
  );
}

/** One run: when, what, by whom judged, served how, and how to repeat it. */
export function RunMethod({ reported, data }: { readonly reported: ReportedRun; readonly data: ReportData }) {
  const { run, targets, classifiers, served } = reported;
  const nameOf = targetNames(targets);
  const { file, command } = recipeOf(run);
  const own = data.answers.filter((one) => one.run === run.id);
  const roles = (
    [
      ['sensitive', 'sensitive'],
      ['control', 'controls'],
      ['neutral', 'neutral'],
    ] as const
  ).map(([role, name]) => {
    const asked = ofRole({ answers: own, probes: data.probes }, role);
    return [asked.probes === 1 ? name.replace(/s$/, '') : name, asked.probes, langsText(asked)] as const;
  });
  const asServed = (
    <FigureTable
      name={`Targets of run ${run.name ?? run.id}`}
      caption="Models as served"
      heads={['Target', 'Served by', 'Model', 'Answers name', 'Digest', 'Quantisation', 'Template', 'Parameters']}
      rows={targets.map(({ id, kind, model, identity, params }) => [
        nameOf(id) === id ? id : `${nameOf(id)} (${id})`,
        `${kind}${identity.engineBuild === null ? '' : `, ${identity.engineBuild}`}${identity.host === null ? '' : `, ${identity.host}`}`,
        publishable(model),
        servedNames(served.get(id) ?? []),
        identity.digest === null ? 'not known' : <code title={identity.digest}>{identity.digest.slice(0, 16)}…</code>,
        identity.quantization ?? 'not known',
        identity.template === null ? 'not known' : `${thousands(identity.template.length)} signs, below`,
        <code>{paramsText(params)}</code>,
      ])}
    />
  );
  return (
    <>
      <h3>Run {run.name ?? run.id}</h3>
      <dl>
        <dt>When</dt>
        <dd>{whenText(reported)}</dd>
        <dt>Questions</dt>
        <dd>
          {roles.map(([name, probes, langs]) => `${probes} ${name}${langs}`).join(', ')}; {samplesText(own)}
        </dd>
        <dt>Probe sets</dt>
        <dd>
          {run.probeSets.length === 0
            ? 'not known'
            : run.probeSets.map(({ id, version, hash }, i) => (
                <>
                  {i > 0 && ', '}
                  {id} {version} <code>{hash}</code>
                </>
              ))}
        </dd>
        <dt>Classifier</dt>
        <dd>
          {classifiers.length === 0
            ? 'none yet'
            : classifiers.map(({ name, version, mode }) => `${name} ${version}, mode ${mode}`).join('; ')}
        </dd>
        <dt>Identity</dt>
        <dd>
          run <code>{run.id}</code>, plan <code>{run.planHash}</code>, seed {run.seed}, Candor {run.packageVersion}
          {run.gitVersion === null ? '' : `, commit ${run.gitVersion}`}
        </dd>
      </dl>
      {areMany(targets) ? <Folded title="Models as served">{asServed}</Folded> : asServed}
      <Folded title="Identities in full: digest, template, rendered prompt, system prompt, parameters">
        {targets.map(({ id, identity, params }) => (
          <>
            <h4>{nameOf(id)}</h4>
            <pre tabindex={0}>{JSON.stringify(publishable({ ...identity, params }), null, 1)}</pre>
          </>
        ))}
      </Folded>
      {reported.registration != null && <Registered kept={reported.registration} name={run.name ?? run.id} />}
      <h4>How to repeat this</h4>
      {file !== null && (
        <>
          <p>With Candor {run.packageVersion}, save this as candor.yaml, keys in the environment as it names them:</p>
          <pre tabindex={0}>{file}</pre>
        </>
      )}
      <p>{file === null ? 'The answers were taken in from a file:' : 'Then:'}</p>
      <pre tabindex={0}>{`${command}\ncandor report latest -o report.html`}</pre>
    </>
  );
}

/** What was registered before a run, and how it kept to it. */
function Registered({ kept, name }: { readonly kept: KeptRegistration; readonly name: string }) {
  const { registration, items } = kept;
  return (
    <>
      <h4>What was registered, and whether the run kept to it</h4>
      <p>{registrationSentence(kept)}</p>
      <ul>
        {registration.hypotheses.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
      {registration.analysis.length > 0 && (
        <p>
          Analysis:{' '}
          {registration.analysis.map((one, i) => (
            <>
              {i > 0 && ', '}
              <code>candor {one}</code>
            </>
          ))}
        </p>
      )}
      <FigureTable
        name={`Registration of run ${name}`}
        caption="Item by item"
        heads={['Item', 'Kept', 'Registered and found']}
        rows={items.map(({ what, kept: isKept, found }) => [what, isKept ? 'yes' : 'no', found])}
      />
      <p>{REGISTRATION_NOTE}</p>
    </>
  );
}

/** When the answers were given; of collected ones without a time, when they were taken in. */
function whenText({ run: { origin, startedAt, endedAt }, asked }: ReportedRun): string {
  if (origin === 'run') return `asked from ${startedAt}${endedAt === null ? ', not ended' : ` to ${endedAt}`}`;
  return asked === null
    ? `taken in from ${startedAt}; when the answers were given is not known`
    : `answers given from ${asked.first} to ${asked.last}`;
}

/** How often each question was put to each model. */
function samplesText(own: readonly AnswerNote[]): string {
  const groups = groupBy(own, ({ target, lang, probe }) => JSON.stringify([target, lang, probe]));
  const sizes = [...groups.values()].map(({ length }) => length);
  const most = Math.max(0, ...new Set(sizes));
  return `${sizes.every((size) => size === most) ? '' : 'up to '}${counted(most, 'sample')} each`;
}

/** Who answered, as the answers say: model, provider and fingerprint with the number of answers. */
function servedNames(counts: readonly ServedCount[]): string {
  const names = counts.map(({ model, by, fingerprint, n }) => {
    const parts = [model, by === null ? null : `by ${by}`, fingerprint];
    return `${parts.filter((part) => part !== null).join(', ') || 'not told'} (${thousands(n)})`;
  });
  return names.length === 0 ? 'not known' : names.join('; ');
}

function paramsText(params: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(params).filter(([, value]) => value !== null && JSON.stringify(value) !== '{}');
  return given
    .map(([name, value]) => `${name} ${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function leftOut(data: ReportData): string {
  const rows = deliveryRows(data);
  const sum = (field: 'planned' | 'provider_filter' | 'empty' | 'error' | 'unasked' | 'unjudged'): number =>
    rows.reduce((total, row) => total + row[field], 0);
  const answered = new Set(data.answers.filter(({ delivery }) => hasOpinion(delivery)).map(({ probe }) => probe));
  const alone = [...data.probes.values()].filter(
    ({ id, role, control }) => role === 'sensitive' && answered.has(id) && (control === null || !answered.has(control)),
  ).length;
  const neutral = [...data.probes.values()].filter(({ role }) => role === 'neutral').length;
  return `Of ${counted(sum('planned'), callNoun(data) === 'call' ? 'planned call' : 'record')}: ${sum('provider_filter')} withheld by services, ${sum('empty')} empty, ${sum('error')} failed, ${sum('unasked')} never asked, ${counted(sum('unjudged'), 'answer')} without a verdict. ${counted(alone, 'sensitive question')} without an answered control ${alone === 1 ? 'stands' : 'stand'} in the rates and in no difference; ${counted(neutral, 'neutral question')} ${neutral === 1 ? 'stands' : 'stand'} in neither. Reasoning traces are shown and judged apart, and are in no rate. This report counts the answers up to ${dayOf(lastDay(data))}.`;
}

/** `The 24 answers are`, or of what else the page holds: calls that brought none have their place too. */
function shownText({ shown }: ReportData): string {
  const answers = shown.filter(({ note }) => hasOpinion(note.delivery)).length;
  const others = shown.length - answers;
  const rest = others === 0 ? '' : ` and ${counted(others, 'call')} that brought none`;
  return `The ${counted(answers, 'answer')}${rest} ${shown.length === 1 ? 'is' : 'are'}`;
}

function lastDay({ runs }: ReportData): string {
  const days = runs.flatMap(({ asked }) => asked?.last ?? []).sort();
  return days.at(-1) ?? runs.at(-1)?.run.endedAt ?? runs.at(-1)?.run.startedAt ?? '';
}
