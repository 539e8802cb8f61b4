import type { ReportData } from '../view-model.ts';

/** How the figures came about, written out from the runs themselves. */
export function Method({ data }: { readonly data: ReportData }) {
  return (
    <section aria-labelledby="method">
      <h2 id="method">Method</h2>
      <p>
        Each question was asked as often as the run says, in random order. What happened to a call comes first: answers
        that a service withheld, empty answers and failed calls have no opinion in them and stand in no rate. Every
        other answer has one class: refusal, official narrative (of the government concerned), neutral, or other. Rates
        carry Wilson intervals of 95 % on the effective sample size, clustered by probe; differences are paired by probe
        (adapted from Newcombe's method 10); p values come from sign flips over probes and are corrected by Holm.
      </p>
      {data.runs.map(({ run, targets, classifiers, calibrations }) => (
        <div>
          <h3>Run {run.name ?? run.id}</h3>
          <p class="note">
            {run.id}, {run.origin === 'import' ? 'imported' : 'asked'} {run.startedAt}
            {run.endedAt === null ? ' (not ended)' : ` to ${run.endedAt}`}, seed {run.seed}, Candor {run.packageVersion}
          </p>
          <div class="scroll" tabindex={0}>
            <table>
              <caption>Targets</caption>
              <thead>
                <tr>
                  {['target', 'kind', 'model', 'digest', 'quantisation', 'parameters'].map((head) => (
                    <th scope="col">{head}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {targets.map(({ id, kind, model, identity, params }) => (
                  <tr>
                    <th scope="row">{id}</th>
                    <td>{kind}</td>
                    <td class="wrap">{model}</td>
                    <td class="wrap">{identity.digest ?? 'unknown'}</td>
                    <td>{identity.quantization ?? 'unknown'}</td>
                    <td class="wrap">{JSON.stringify(params)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p>
            Probe sets:{' '}
            {run.probeSets.map(({ id, version, hash }) => `${id} ${version} (${hash.slice(0, 12)})`).join(', ')}.
          </p>
          <p>
            Judged by{' '}
            {classifiers.map(({ name, version, mode }) => `${name} ${version} (mode ${mode})`).join(', ') ||
              'nobody yet'}
            .{' '}
            {calibrations.length === 0
              ? 'No measured error of this classifier is stored: its mistakes are in the figures, uncorrected. Measure it with “candor calibrate GOLD --save”.'
              : calibrations
                  .map(
                    ({ classifier, gold, at }) =>
                      `Error of ${classifier.name} measured ${at} on ${JSON.stringify(gold)}.`,
                  )
                  .join(' ')}
          </p>
          <p>
            To repeat it: <code>{`candor run --seed ${run.seed}`}</code> with this configuration:
          </p>
          <pre tabindex={0}>{JSON.stringify(run.config, null, 1)}</pre>
        </div>
      ))}
      <p class="note">
        Limits: a set of questions is a choice; another would give other figures. Rules judge by wording and err. A
        model served elsewhere, with another template or system prompt, may answer otherwise.
      </p>
    </section>
  );
}
