import type { ByHand } from '../model/by-hand.ts';
import type { Probe } from '../model/probe.ts';

/** The form for one answer, and those that were kept before. `given`: what was typed, where it could not be stored. */
export function CollectPage({
  probes,
  kept,
  given,
  wrong,
}: {
  readonly probes: ReadonlyMap<string, Probe>;
  readonly kept: readonly ByHand[];
  readonly given: ReadonlyMap<string, string>;
  readonly wrong: string | null;
}) {
  const last = kept.at(-1);
  const value = (name: string, before = ''): string => given.get(name) ?? before;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Answers of an app · Candor review</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/page.css" />
        <link rel="stylesheet" href="/assets/collect.css" />
      </head>
      <body>
        <main id="main" class="collect">
          <h1>Answers of an app, taken by hand</h1>
          <p>
            What you paste here is kept at once and becomes a run of its own when this page is ended (Ctrl-C in the
            terminal). It is marked as collected by hand wherever it is shown.
          </p>
          {wrong === null ? null : <p role="alert">Not stored: {wrong}</p>}
          <form method="post" action="/" enctype="multipart/form-data">
            <label for="app">Name of the app</label>
            <input id="app" name="app" required maxlength={80} value={value('app', last?.app)} />
            <label for="lang">Language of the question</label>
            <input id="lang" name="lang" required value={value('lang', last?.lang ?? 'en')} />
            <label for="probe">Probe, where the question is one of a set</label>
            <input id="probe" name="probe" list="probes" value={value('probe')} aria-describedby="probe-note" />
            <small id="probe-note">Left empty: a question of your own.</small>
            <datalist id="probes">
              {[...probes.values()].map(({ id, ask }) => (
                <option value={id}>{ask.en ?? Object.values(ask)[0]}</option>
              ))}
            </datalist>
            <label for="prompt">Question, as it was asked</label>
            <textarea id="prompt" name="prompt" rows={3} aria-describedby="prompt-note">
              {value('prompt')}
            </textarea>
            <small id="prompt-note">May stay empty where a probe is named: its own words are taken.</small>
            <label for="answer">Answer, as the app showed it</label>
            <textarea id="answer" name="answer" rows={8}>
              {value('answer')}
            </textarea>
            <label for="vanished">Vanished after how many seconds</label>
            <input
              id="vanished"
              name="vanished"
              inputmode="decimal"
              value={value('vanished')}
              aria-describedby="v-note"
            />
            <small id="v-note">
              Where the app took the text away again: that is the service's act, and no refusal of the model. Left
              empty: it stayed.
            </small>
            <label for="seen">When, in UTC</label>
            <input
              id="seen"
              name="seen"
              placeholder="2026-11-24T10:30"
              value={value('seen')}
              aria-describedby="s-note"
            />
            <small id="s-note">Left empty: now.</small>
            <label for="screenshot">Screenshot</label>
            <input id="screenshot" name="screenshot" type="file" accept="image/*" aria-describedby="p-note" />
            <small id="p-note">
              Only its SHA-256 is kept, so that the picture can be shown to be the same; keep the file.
            </small>
            <button type="submit" class="save">
              Keep this answer
            </button>
          </form>
          <h2>{kept.length === 1 ? '1 answer kept' : `${kept.length} answers kept`}</h2>
          <ol>
            {kept.map((one) => (
              <li>
                <strong>{one.app}</strong>, {one.lang}, {one.seenAt}
                {one.vanishedAfter === null ? '' : `, vanished after ${one.vanishedAfter} s`}
                {one.screenshot === null ? null : (
                  <>
                    , screenshot <code>{one.screenshot.slice(0, 12)}…</code>
                  </>
                )}
                <br />
                {one.prompt}
              </li>
            ))}
          </ol>
        </main>
      </body>
    </html>
  );
}
