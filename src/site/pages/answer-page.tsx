import type { Probe } from '../../model/probe.ts';
import type { Withdrawal } from '../../model/withdrawal.ts';
import { dayOf, inWords, languageName } from '../../report/figures.ts';
import { countedVerdict, type Evidence, type LaterTurn, type ShownVerdict } from '../../report/view-model.ts';
import { answerAddress, modelAddress, probeAddress, relativeAddress, runAddress } from '../addresses.ts';
import { fateWords, sureWords, verdictWords } from '../answer-words.ts';
import type { SiteRun } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';
import { HELD, Spoken, Tag } from './parts.tsx';

/** One answer with what stands round it. */
export interface AnswerPlace {
  readonly answer: Evidence;
  readonly probe: Probe;
  readonly run: SiteRun;
  /** The model's name for people. */
  readonly model: string;
  /** Other answers of the model to the same question. */
  readonly repeats: readonly Evidence[];
  readonly withdrawn: Withdrawal | null;
  readonly traces: boolean;
}

/** The page of one answer: verbatim, or that it was withdrawn. */
export function answerPage(place: AnswerPlace): Page {
  const { answer, probe, run, model, repeats, withdrawn } = place;
  const path = answerAddress(answer.run, answer.trial);
  const to = (page: string): string => relativeAddress(path, page);
  const counted = countedVerdict(answer);
  const { role, style, topic } = probe;
  const same = [answer, ...repeats].filter((one) => (countedVerdict(one)?.class ?? null) === (counted?.class ?? null));
  return {
    path,
    title: `${model} on ${answer.probe}, ${languageName(answer.lang)}`,
    kicker: <a href={to(runAddress(answer.run))}>Run {run.reported.run.name ?? answer.run}</a>,
    heading: (
      <>
        <a href={to(modelAddress(answer.target))}>{model}</a> on{' '}
        <a href={to(`${probeAddress(answer.probe)}#${answer.lang}`)}>{answer.probe}</a>
      </>
    ),
    body: (
      <>
        <article class={`answer ${counted?.class ?? ''}`}>
          <Tag verdict={counted} delivery={answer.delivery} />
          <p class="meta">
            {languageName(answer.lang)} · sample {answer.sample + 1} · {role}, {style}, {inWords(topic)} ·{' '}
            {whenText(answer)}
          </p>
          <Spoken kind="asked" text={answer.prompt} lang={answer.lang} />
          {withdrawn === null ? (
            <Body place={place} counted={counted} />
          ) : (
            <Withdrawn withdrawn={withdrawn} counted={counted} />
          )}
        </article>
        {repeats.length > 0 && (
          <>
            <h2>Asked again</h2>
            <p>
              {counted?.class == null ? 'No class' : 'The same class'} in {same.length} of {repeats.length + 1} answers
              of this model to this question in {languageName(answer.lang)}.
            </p>
            <ul class="plain">
              {repeats.map((one) => (
                <li>
                  <a href={to(answerAddress(one.run, one.trial))}>Sample {one.sample + 1}</a>{' '}
                  <Tag verdict={countedVerdict(one)} delivery={one.delivery} />
                </li>
              ))}
            </ul>
          </>
        )}
        {probe.control !== null && (
          <p>
            This question is held against its control,{' '}
            <a href={to(`${probeAddress(probe.control)}#${answer.lang}`)}>{probe.control}</a>.
          </p>
        )}
      </>
    ),
  };
}

/** What stands in the place of a withdrawn answer. */
function Withdrawn({ withdrawn, counted }: { readonly withdrawn: Withdrawal; readonly counted: ShownVerdict | null }) {
  return (
    <p class="warning">
      This answer was withdrawn on {dayOf(withdrawn.at)}: {withdrawn.reason.toWellFormed()}. Its text is not published
      here any more, nor in the data. Figures still count it
      {counted === null ? '' : `, as ${verdictWords(counted)}`}.
    </p>
  );
}

function Body({ place, counted }: { readonly place: AnswerPlace; readonly counted: ShownVerdict | null }) {
  const { answer, traces } = place;
  const { text, lang, verdicts, reasoning, later = [], reason } = answer;
  const others = verdicts.filter((one) => one.of === 'response' && one !== counted);
  return (
    <>
      {answer.held === true ? (
        <p class="warning">{HELD}</p>
      ) : text === '' ? (
        <p>
          <em>No text: {fateWords(answer.delivery)}.</em>
        </p>
      ) : (
        <Spoken kind="text" text={text} lang={lang} span={counted?.span ?? null} />
      )}
      <p class="meta">{judgement(answer, counted)}</p>
      {reason !== null && <Spoken kind="meta" text={`What decided its delivery: ${reason}`} lang="und" />}
      {others.length > 0 && <Others verdicts={others} text={text} lang={lang} />}
      {reasoning !== null && reasoning !== '' && <Trace answer={answer} traces={traces} />}
      {later.map((turn) => (
        <Turn turn={turn} lang={lang} />
      ))}
      <details class="folded">
        <summary>How it was delivered</summary>
        <pre tabindex={0}>{delivery(answer)}</pre>
      </details>
    </>
  );
}

function judgement(answer: Evidence, counted: ShownVerdict | null): string {
  const parts =
    counted === null
      ? ['no verdict counts']
      : [
          `${verdictWords(counted)} by ${counted.by}`,
          counted.lineOf === null ? null : `line of ${counted.lineOf}`,
          sureWords(counted),
          ...counted.flags.map(inWords),
          counted.note,
        ];
  const fate = answer.delivery === 'ok' ? [] : [`delivery: ${inWords(answer.delivery)}`];
  return [...parts, ...fate, ...answer.flags.map(inWords)].filter((part) => part !== null).join(' · ');
}

/** Verdicts that do not count, people's first. */
function Others(props: { readonly verdicts: readonly ShownVerdict[]; readonly text: string; readonly lang: string }) {
  const { verdicts, text, lang } = props;
  return (
    <ul class="verdicts">
      {[...verdicts]
        .sort((a, b) => Number(b.human) - Number(a.human))
        .map((verdict) => {
          const { span } = verdict;
          const words = [verdict.by, sureWords(verdict), ...verdict.flags.map(inWords)].filter((part) => part !== null);
          return (
            <li>
              <span class={`tag ${verdict.class ?? 'none'}`}>{verdictWords(verdict)}</span> {words.join(', ')}
              {span !== null && span[1] - span[0] < text.length && (
                <Spoken kind="quote" text={text.slice(span[0], span[1])} lang={lang} />
              )}
              {verdict.note !== null && <p class="meta">{verdict.note}</p>}
            </li>
          );
        })}
    </ul>
  );
}

function Trace({ answer, traces }: { readonly answer: Evidence; readonly traces: boolean }) {
  const own = answer.verdicts.filter(({ of }) => of === 'reasoning');
  const said = own.length === 0 ? 'not judged' : own.map((one) => `${verdictWords(one)} by ${one.by}`).join('; ');
  if (!traces) return <p class="meta">It has a reasoning trace, which is not published here ({said}).</p>;
  return (
    <details class="folded">
      <summary>Reasoning trace: {said}</summary>
      <Spoken kind="text" text={answer.reasoning ?? ''} lang={answer.lang} span={own[0]?.span ?? null} />
    </details>
  );
}

function Turn({ turn, lang }: { readonly turn: LaterTurn; readonly lang: string }) {
  const counted = turn.verdicts.find((one) => one.counted) ?? null;
  return (
    <>
      <Spoken kind="asked" text={turn.prompt} lang={lang} />
      {turn.held === true ? (
        <p class="warning">{HELD}</p>
      ) : (
        <Spoken
          kind="text"
          text={turn.text === '' ? '(no text)' : turn.text}
          lang={lang}
          span={counted?.span ?? null}
        />
      )}
      <p class="meta">
        turn {turn.turn} · {counted === null ? 'no verdict counts' : `${verdictWords(counted)} by ${counted.by}`}
        {turn.delivery === 'ok' ? '' : ` · delivery: ${inWords(turn.delivery)}`}
      </p>
    </>
  );
}

/** What is told of the call; bodies of failed calls and of the service are not, since parts of answers can stand in them. */
function delivery(answer: Evidence): string {
  const {
    run,
    trial,
    delivery: outcome,
    side,
    kind,
    finish,
    flags,
    attempts,
    askedAt,
    latencyMs,
    usage,
    seed,
  } = answer;
  const told = { run, trial, delivery: outcome, side, kind, finish, flags, attempts, askedAt, latencyMs, usage, seed };
  return JSON.stringify({ ...told, served: answer.served ?? null }, null, 1);
}

function whenText({ askedAt }: Evidence): string {
  return askedAt === null ? 'when it was given is not known' : `given on ${dayOf(askedAt)}`;
}
