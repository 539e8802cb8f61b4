import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { axis } from '../charts/strip.ts';
import { evidenceLink } from '../evidence-link.ts';
import { counted } from '../figures.ts';
import type { LedgerGroup, LedgerPanel, LedgerRow } from '../ledger-rows.ts';
import { ModelName } from './model-name.tsx';

/** A chart of many models: a row each with its languages in it, the axis at the top where it stays, families that fold. */
export function Ledger(props: {
  readonly name: string;
  readonly panels: readonly LedgerPanel[];
  readonly groups: readonly LedgerGroup[];
  readonly children?: Child;
}) {
  const { name, panels, groups, children } = props;
  const shown = groups.filter(({ rows }) => rows.length > 0);
  return (
    <figure aria-label={name}>
      <div class={`ledger panels-${panels.length}`}>
        <div class="axis">
          {panels.map((panel) => (
            <div class="head">
              <span>
                {panel.class !== null && raw(keyMark(panel.class))}
                {panel.title}
              </span>
              {raw(axis(panel.ticks))}
            </div>
          ))}
        </div>
        {shown.map(({ title, rows }) =>
          title === null ? (
            <Rows rows={rows} panels={panels} />
          ) : (
            <details class="family" open>
              <summary>
                {title} <small>{counted(new Set(rows.map(({ label }) => label)).size, 'model')}</small>
              </summary>
              <Rows rows={rows} panels={panels} />
            </details>
          ),
        )}
      </div>
      {children === undefined ? null : <figcaption>{children}</figcaption>}
    </figure>
  );
}

function Rows({ rows, panels }: { readonly rows: readonly LedgerRow[]; readonly panels: readonly LedgerPanel[] }) {
  return (
    <div class="rows">
      {rows.map(({ run, target, label, lines }) => (
        <div class="row" data-model={label}>
          {run === null ? (
            <span class="who">
              <ModelName name={label} />
            </span>
          ) : (
            <a class="who" href={evidenceLink({ run, target, role: 'sensitive' })}>
              <ModelName name={label} />
            </a>
          )}
          <div class="lines">
            {lines.map(({ name, short, strips }) => (
              <div class="line">
                <abbr title={name}>{short}</abbr>
                {strips.map((drawn, i) => (
                  <div class={`panel ${panels[i]?.grid}`}>{raw(drawn)}</div>
                ))}
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function keyMark(name: string): string {
  return `<svg class="key" width="14" height="14" aria-hidden="true"><use class="${name} filled" href="#mark-${name}" x="7" y="7"/></svg>`;
}
