import { CodebookView, Drawers, KeysView } from './codebook-view.tsx';
import { Layout, type PageContext } from './layout.tsx';

/** Asks who labels. */
export function WhoPage({
  page,
  people,
  problem,
}: {
  page: PageContext;
  people: readonly string[];
  problem: string | null;
}) {
  return (
    <Layout title="Who labels" page={page}>
      <div class="sheet narrow">
        <h1>Who labels?</h1>
        <p>
          You will read answers without knowing which model gave them or what the machine made of them. Your name stands
          beside each of your labels, and everybody goes through the same queue.
        </p>
        <form method="post" action="/who" class="who-form">
          <label for="by">Your name</label>
          <input
            id="by"
            name="by"
            required
            autofocus
            maxlength={40}
            autocomplete="name"
            value={page.by ?? ''}
            list="people"
          />
          <datalist id="people">
            {people.map((name) => (
              <option value={name} />
            ))}
          </datalist>
          {problem === null ? null : <p role="alert">{problem}</p>}
          <button type="submit" class="save">
            Begin <kbd>Enter</kbd>
          </button>
        </form>
      </div>
    </Layout>
  );
}

/** All is labelled. */
export function DonePage({ page, exportCommand }: { page: PageContext; exportCommand: string }) {
  const last = page.progress?.history.at(-1);
  return (
    <Layout title="Done" page={page}>
      <div class="sheet narrow">
        <h1>All {page.progress?.total} answers are labelled.</h1>
        <p>
          Thank you, {page.by}. See how far you agree with others on the page <a href="/agreement">Agreement</a>, or
          write the labels into a file:
        </p>
        <pre tabindex={0}>{exportCommand}</pre>
        {last === undefined ? null : (
          <p>
            <a href={`/item/${last}`} id="undo">
              Back to the last one <kbd>u</kbd>
            </a>
          </p>
        )}
      </div>
      <Drawers />
    </Layout>
  );
}

/** The codebook on a page of its own. */
export function CodebookPage({ page }: { page: PageContext }) {
  return (
    <Layout title="Codebook" page={page}>
      <div class="sheet">
        <CodebookView />
      </div>
    </Layout>
  );
}

/** The keys on a page of their own. */
export function KeysPage({ page }: { page: PageContext }) {
  return (
    <Layout title="Keys" page={page}>
      <div class="sheet narrow">
        <KeysView />
      </div>
    </Layout>
  );
}

/**
 * Goes on to the page proper by itself. A redirect would not do: reached from another site's link, it would not carry the cookie.
 */
export function EnterPage() {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="refresh" content="0;url=/" />
        <title>Candor review</title>
      </head>
      <body>
        <main>
          <p>
            <a href="/">Go on to the answers</a>
          </p>
        </main>
      </body>
    </html>
  );
}

/** A page that says what is wrong; also for those who were not let in, so it tells nothing of the run. */
export function ProblemPage({ title, text }: { title: string; text: string }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title} · Candor review</title>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p>{text}</p>
        </main>
      </body>
    </html>
  );
}
