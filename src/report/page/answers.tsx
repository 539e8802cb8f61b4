import { raw } from 'hono/html';
import { CLASS_NAMES } from '../../compare/tally.ts';
import { DELIVERIES } from '../../model/delivery.ts';
import { PLAIN_NOTE, subWords } from '../../model/sub-words.ts';
import type { PackedEvidence } from '../evidence-pack.ts';
import { inWords, languageName } from '../figures.ts';
import { modelNames } from '../finding-rows.ts';
import { sampledText } from '../sampled-text.ts';
import type { ReportData } from '../view-model.ts';

/** The filter over the answers, the place where they are shown, and the answers themselves, packed. */
export function Answers({ data, packed }: { readonly data: ReportData; readonly packed: PackedEvidence }) {
  const of = (field: 'target' | 'lang' | 'run'): string[] => [...new Set(data.answers.map((one) => one[field]))];
  const topics = [...new Set([...data.probes.values()].map(({ topic }) => topic))].sort();
  const subs = [...new Set(data.answers.flatMap(({ sub }) => sub ?? []))];
  const sampled = sampledText(data);
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">The answers</h2>
      <p>
        Verbatim, as they came. The words that decided the class are marked; characters that cannot be seen stand as
        their code points. {PLAIN_NOTE}
      </p>
      {sampled !== null && <p class="warning">{sampled}</p>}
      <form id="filter" aria-label="Which answers">
        <Choice name="target" title="Model" values={of('target')} words={modelNames(data)} />
        <Choice name="lang" title="Language" values={of('lang')} words={languageName} />
        <Choice name="class" title="Class" values={CLASS_NAMES} />
        <Choice name="sub" title="Sub-class" values={subs.sort()} words={subWords} />
        <Choice name="topic" title="Topic" values={topics} />
        <Choice name="role" title="Kind of question" values={['sensitive', 'control', 'neutral']} />
        <Choice name="delivery" title="Delivery" values={DELIVERIES} />
        {data.runs.length > 1 && (
          <Choice
            name="run"
            title="Run"
            values={of('run')}
            words={(id) => data.runs.find(({ run }) => run.id === id)?.run.name ?? id}
          />
        )}
        <label>
          Question’s id
          <input name="probe" list="probes" autocomplete="off" />
        </label>
        <label>
          Words
          <input name="q" type="search" autocomplete="off" />
        </label>
        <Choice
          name="sort"
          title="Order"
          first="by question"
          values={['unsure', 'sure', 'asked']}
          words={(value) => ({ unsure: 'least sure first', sure: 'surest first', asked: 'by sample' })[value] ?? value}
        />
        <div class="buttons">
          <button type="submit">Find</button>
          <button type="reset">All answers</button>
        </div>
      </form>
      <datalist id="probes">
        {[...data.probes.keys()].sort().map((id) => (
          <option value={id} />
        ))}
      </datalist>
      <p id="found" role="status">
        The answers are unpacked by the page’s script.
      </p>
      <noscript>
        <p class="warning">Scripts are off in this browser: figures and method can be read, the answers cannot.</p>
      </noscript>
      <div id="shown" />
      <button id="more" type="button" hidden>
        Show more
      </button>
      <script type="application/gzip" id="index">
        {raw(packed.index)}
      </script>
      {packed.pages.map((page) => (
        <script type="application/gzip" class="page">
          {raw(page)}
        </script>
      ))}
    </section>
  );
}

function Choice(props: {
  readonly name: string;
  readonly title: string;
  readonly values: readonly string[];
  readonly first?: string;
  readonly words?: (value: string) => string;
}) {
  const { name, title, values, first = 'all', words = inWords } = props;
  return (
    <label>
      {title}
      <select name={name}>
        <option value="">{first}</option>
        {values.map((value) => (
          <option value={value}>{words(value)}</option>
        ))}
      </select>
    </label>
  );
}
