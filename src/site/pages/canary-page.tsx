import { counted, dayOf } from '../../report/figures.ts';
import { Chart, FigureTable } from '../../report/page/figure.tsx';
import {
  canaryAddress,
  canaryDataAddress,
  canaryDayAddress,
  METHOD,
  modelAddress,
  relativeAddress,
} from '../addresses.ts';
import { canaryStrip } from '../canary-strip.ts';
import { canarySentence, changesOf, stateWords, toldSentence } from '../canary-words.ts';
import type { SiteCanary, SiteCanaryDay, SiteData } from '../site-data.ts';
import type { Page } from '../site-frame.tsx';

/** A target that is asked the same questions every day: its days, the day of change, what the service said of itself. */
export function canaryPage(canary: SiteCanary, { models }: SiteData): Page {
  const { target, name, family, days } = canary;
  const path = canaryAddress(target);
  const to = (page: string): string => relativeAddress(path, page);
  const addressOf = ({ day, run }: SiteCanaryDay): string | null =>
    run === null ? null : to(canaryDayAddress(target, day));
  const isModel = models.some((model) => model.target === target);
  const changes = changesOf(canary);
  return {
    path,
    title: `${name} day by day`,
    kicker: family === null ? 'Watched day by day' : `Watched day by day, of the family ${family}`,
    heading: isModel ? <a href={to(modelAddress(target))}>{name}</a> : name,
    charts: true,
    body: (
      <>
        <p class="lead">
          Is the model behind this name still the same? {canarySentence(canary)} {toldSentence(canary)}
        </p>
        {changes.length > 0 && (
          <ul class="sentences" id="changes">
            {changes.map(({ since, alarm }) => (
              <li>
                <strong class="changed">Changed on {dayOf(since)}</strong>, by estimate. Said on{' '}
                <DayLink day={alarm} address={addressOf(alarm)} />, from {counted(alarm.questions ?? 0, 'question')}.
              </li>
            ))}
          </ul>
        )}
        <Chart draw={(room) => canaryStrip(canary, room, addressOf)}>
          A bar a day: how far its answers lie from those of the days before, 0 to 2, the mean over questions (chances
          of the first token, text, class). Below it the day’s state: hollow circle, learning; filled circle, no change
          shown; hollow triangle, drifting; filled triangle, alarm; dash, asked without telling. A line with a flag
          stands before the day from which on it answers otherwise, by estimate. Days without a mark were not asked.
        </Chart>
        <p class="note">
          The last three days are held against the fifteen before: p is the share of the choices of three days in
          eighteen that lie as far apart, exact where the order of days tells nothing. A day is an alarm at p ≤ 1/365,
          which lets one false alarm a year be expected at most where days are independent; over several targets they
          add up. A slow drift breaks it, and so do days that hang together: where the fifteen days before show that
          they do, the day is drifting and no alarm. After an alarm it learns anew. That answers differ does not say
          why: weights, quantisation, a system prompt or a filter may have changed. <a href={to(METHOD)}>Method</a>
        </p>
        <FigureTable
          name="Day by day"
          caption={
            <>
              Every day, the newest first. <a href={to(canaryDataAddress(target))}>The same as JSON</a>
            </>
          }
          heads={['Day', 'State', 'Distance', 'p', 'What the service said of itself']}
          rows={[...days].reverse().map((day) => [
            <DayLink day={day} address={addressOf(day)} />,
            day.state === 'alarm' ? <strong class="changed">{stateWords(day)}</strong> : stateWords(day),
            day.distance === null ? '–' : day.distance.toFixed(3),
            day.p === null ? '–' : day.p.toPrecision(2),
            <>
              {day.toldOtherwise && <strong>other than before: </strong>}
              {day.told.length === 0 ? '–' : day.told.join('; ')}
            </>,
          ])}
        />
      </>
    ),
  };
}

function DayLink({ day, address }: { readonly day: SiteCanaryDay; readonly address: string | null }) {
  const said = dayOf(day.day).replaceAll(' ', '\u00a0');
  return address === null ? <span>{said}</span> : <a href={address}>{said}</a>;
}

/** Watched targets with what their days say, on other pages: each with its day of change. */
export function CanaryLines(props: {
  readonly canaries: readonly SiteCanary[];
  readonly to: (page: string) => string;
}) {
  const { canaries, to } = props;
  return (
    <ul>
      {canaries.map((canary) => (
        <li>
          <a href={to(canaryAddress(canary.target))}>{canary.name} day by day</a>
          {changesOf(canary).map(({ since }) => (
            <>
              {' '}
              <strong class="changed">Changed on {dayOf(since)}</strong>
            </>
          ))}
          . {canarySentence(canary)}
        </li>
      ))}
    </ul>
  );
}
