import { raw } from 'hono/html';
import type { ReportData } from '../view-model.ts';

const CLASSES = ['refusal', 'official_narrative', 'neutral', 'other'];

/** The filter over the answers, and the answers themselves as packed pages (gzip in base64). */
export function EvidenceBrowser({ data, pages }: { readonly data: ReportData; readonly pages: readonly string[] }) {
  const values = (field: 'target' | 'lang' | 'topic' | 'role' | 'delivery' | 'run'): string[] => [
    ...new Set(data.evidence.map((one) => one[field])),
  ];
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">The answers</h2>
      <p>Verbatim. What decided the class is marked; hidden characters are shown by their code points.</p>
      <form id="filter">
        <Choice name="target" values={values('target')} />
        <Choice name="lang" values={values('lang')} />
        <Choice name="class" values={CLASSES} />
        <Choice name="topic" values={values('topic').sort()} />
        <Choice name="role" values={values('role')} />
        <Choice name="delivery" values={values('delivery')} />
        {data.runs.length > 1 && <Choice name="run" values={values('run')} />}
        <Choice name="sort" values={['probe', 'unsure']} first="as asked" />
        <label>
          probe
          <input name="probe" autocomplete="off" />
        </label>
        <label>
          text
          <input name="q" type="search" autocomplete="off" />
        </label>
        <input name="trial" type="hidden" />
        <button type="submit">Find</button>
      </form>
      <p id="count" class="note" role="status">
        The answers are unpacked when the page is open in a browser with scripts.
      </p>
      <div id="answers" />
      <button id="more" class="more" type="button" hidden>
        Show more
      </button>
      {pages.map((page) => (
        <script type="application/gzip">{raw(page)}</script>
      ))}
    </section>
  );
}

function Choice({ name, values, first = 'all' }: { name: string; values: readonly string[]; first?: string }) {
  return (
    <label>
      {name}
      <select name={name}>
        <option value="">{first}</option>
        {values.map((value) => (
          <option value={value}>{value.replace('_', ' ')}</option>
        ))}
      </select>
    </label>
  );
}
