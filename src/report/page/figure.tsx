import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { type Drawing, inlineSvg, type Room } from '../charts/drawing.ts';

/** A chart in its two widths, of which the page shows the one that fits. */
export function Chart({ draw, children }: { readonly draw: (room: Room) => Drawing; readonly children?: Child }) {
  return (
    <figure>
      {raw(inlineSvg(draw('wide'), 'wide'))}
      {raw(inlineSvg(draw('narrow'), 'narrow'))}
      {children === undefined ? null : <figcaption>{children}</figcaption>}
    </figure>
  );
}

/** A table that scrolls sideways where it must; the first cell of each row is its heading. */
export function FigureTable(props: {
  readonly caption: Child;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Child[])[];
  readonly name: string;
}) {
  const { caption, heads, rows, name } = props;
  return (
    <section class="scroll" tabindex={0} aria-label={name}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...others]) => (
            <tr>
              <th scope="row">{first}</th>
              {others.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What stands folded until it is asked for; unfolded in print. */
export function Folded({ title, children }: { readonly title: string; readonly children: Child }) {
  return (
    <details class="folded">
      <summary>{title}</summary>
      {children}
    </details>
  );
}
