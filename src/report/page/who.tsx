import { evidenceLink } from '../evidence-link.ts';
import { counted, languageName } from '../figures.ts';
import type { FindingRow } from '../finding-rows.ts';
import { DOUBTFUL, type WhoDoes, type WhoRow, whoDoes } from '../who-does.ts';
import { ModelName } from './model-name.tsx';

/** Names that stand on the first screen; the rest is folded. */
const MOST_FIRST = 8;

const TITLES = { refusal: 'Who refuses', official_narrative: 'Who recites the official narrative' } as const;
const DID = { refusal: 'refused', official_narrative: 'given it' } as const;

/** The first screen of many models: who refuses, who recites, in which language, by name. */
export function Who({ rows }: { readonly rows: readonly FindingRow[] }) {
  return (
    <div class="whos">
      {whoDoes(rows).map((one) => (
        <List found={one} />
      ))}
    </div>
  );
}

function List({ found }: { readonly found: WhoDoes }) {
  const { class: name, models, compared, rows } = found;
  const [first, rest] = [rows.slice(0, MOST_FIRST), rows.slice(MOST_FIRST)];
  const uncompared = models - compared;
  const doubtful = rows.some(({ cells }) => cells.some((cell) => cell?.text.endsWith(DOUBTFUL)));
  return (
    <div class={`who-does ${name}`}>
      <h3>{TITLES[name]}</h3>
      <p class="note">
        <strong>
          {rows.length === 0 ? 'None' : rows.length} of {counted(models, 'model')}
        </strong>{' '}
        found to have {DID[name]} more often on sensitive questions than on their controls
        {uncompared === 0 ? '' : `; ${uncompared} without controls to tell it by`}
        {rows.length === 0 ? '. That none was shown does not say that there is none.' : pointsNote(doubtful)}
      </p>
      {first.length > 0 && <Rows found={found} rows={first} head />}
      {rest.length > 0 && (
        <details class="folded">
          <summary>{rest.length} more</summary>
          <Rows found={found} rows={rest} />
        </details>
      )}
    </div>
  );
}

/** What stands in the table below. */
function pointsNote(doubtful: boolean): string {
  const unsure = doubtful ? '; (unsure): its unsure verdicts could undo it' : '';
  return `. Points more; unclear: no difference was shown, which does not say that there is none${unsure}:`;
}

function Rows(props: { readonly found: WhoDoes; readonly rows: readonly WhoRow[]; readonly head?: true }) {
  const { found, rows, head } = props;
  const { class: name, langs } = found;
  return (
    <table>
      <caption class="visually-hidden">{TITLES[name]}: points more than on controls, by language</caption>
      <thead class={head === true ? '' : 'visually-hidden'}>
        <tr>
          <th scope="col">Model</th>
          {langs.map((lang) => (
            <th scope="col">{languageName(lang)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ run, target, label, cells }) => (
          <tr data-model={label}>
            <th scope="row">
              <ModelName name={label} />
            </th>
            {cells.map((cell, i) => (
              <td class={cell?.found ? 'found' : ''}>
                {cell === null ? (
                  '–'
                ) : (
                  <a
                    href={evidenceLink({ run, target, lang: langs[i] ?? null, class: name, with: 'controls' })}
                    title={`${label}, ${cell.about}`}
                  >
                    {cell.text}
                  </a>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
