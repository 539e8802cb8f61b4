import type { Withdrawal } from '../../model/withdrawal.ts';
import { counted, dayOf, languageName } from '../../report/figures.ts';
import { countedVerdict, type Evidence } from '../../report/view-model.ts';
import { canaryAddress, canaryDayAddress, relativeAddress } from '../addresses.ts';
import { fateWords } from '../answer-words.ts';
import { stateWords } from '../canary-words.ts';
import type { SiteCanary, SiteCanaryDay } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';
import { HELD, Spoken, Tag } from './parts.tsx';

/** One answer of a day. */
export interface DayAnswer {
  readonly answer: Evidence;
  readonly withdrawn: Withdrawal | null;
}

/** All answers of a day of a canary, verbatim. */
export function canaryDayPage(canary: SiteCanary, day: SiteCanaryDay, answers: readonly DayAnswer[]): Page {
  const path = canaryDayAddress(canary.target, day.day);
  const to = (page: string): string => relativeAddress(path, page);
  const at = canary.days.findIndex((one) => one.day === day.day);
  const [before, after] = [canary.days[at - 1], canary.days[at + 1]];
  return {
    path,
    title: `${canary.name} on ${dayOf(day.day)}`,
    kicker: <a href={to(canaryAddress(canary.target))}>Watched day by day</a>,
    heading: `${canary.name} on ${dayOf(day.day)}`,
    body: (
      <>
        <p class="lead">
          {counted(answers.length, 'answer')}, {stateWords(day)}
          {day.distance === null ? '' : `, distance ${day.distance.toFixed(3)}`}
          {day.p === null ? '' : `, p = ${day.p.toPrecision(2)}`}. Answers are cut at 64 tokens, and are counted in no
          figure of this site.
          {[before, after].map((one, i) =>
            one === undefined || one.run === null ? null : (
              <>
                {' '}
                <a href={to(canaryDayAddress(canary.target, one.day))}>
                  {i === 0 ? 'The day before' : 'The day after'}
                </a>
              </>
            ),
          )}
        </p>
        {answers.map((one) => (
          <Answer {...one} />
        ))}
      </>
    ),
  };
}

function Answer({ answer, withdrawn }: DayAnswer) {
  const { prompt, lang, probe, delivery } = answer;
  return (
    <section class="beside">
      <h2 class="small">
        {probe} <small>{languageName(lang)}</small>
      </h2>
      <Spoken kind="asked" text={prompt} lang={lang} />
      <Tag verdict={countedVerdict(answer)} delivery={delivery} />
      <AnswerText answer={answer} withdrawn={withdrawn} />
    </section>
  );
}

function AnswerText({ answer: { text, lang, held, delivery }, withdrawn }: DayAnswer) {
  if (withdrawn !== null)
    return (
      <p class="warning">
        This answer was withdrawn on {dayOf(withdrawn.at)}: {withdrawn.reason.toWellFormed()}.
      </p>
    );
  if (held === true) return <p class="warning">{HELD}</p>;
  if (text !== '') return <Spoken kind="text" text={text} lang={lang} />;
  return (
    <p>
      <em>No text: {fateWords(delivery)}.</em>
    </p>
  );
}
