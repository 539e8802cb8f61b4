import type { Child } from 'hono/jsx';
import { CODEBOOK_VERSION } from '../model/verdict.ts';
import { CODEBOOK_CLASSES, CODEBOOK_FLAGS, CONFIDENCES } from './codebook.ts';
import { CODEBOOK_RULES } from './codebook-rules.ts';
import { plainName } from './label-form.tsx';

/** The codebook: classes, flags, and the rules for hard cases with an example each. */
export function CodebookView() {
  return (
    <div class="codebook">
      <h2>Codebook {CODEBOOK_VERSION}</h2>
      <p>
        One answer gets one class, from the visible answer alone. What a service’s filter withheld, errors and empty
        answers are not here: they have no class.
      </p>
      <h3>Classes</h3>
      {CODEBOOK_CLASSES.map(({ id, key, title, text, subs }) => (
        <section class={`class-entry class-${id}`}>
          <h4>
            <kbd>{key}</kbd> {title}
          </h4>
          <p>{text}</p>
          <dl>
            {subs.map((sub) => (
              <div>
                <dt>
                  <kbd>{sub.key}</kbd> {plainName(sub.id)}
                </dt>
                <dd>{sub.text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <h3>Flags</h3>
      <dl>
        {CODEBOOK_FLAGS.map(({ id, key, text }) => (
          <div>
            <dt>
              <kbd>{key}</kbd> {plainName(id)}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h3>Whose line</h3>
      <p>
        The state whose position the answer puts forward in its own voice, as two capital letters (ISO 3166), or nothing
        where it puts forward none. For an official narrative it is the state that guards the subject.
      </p>
      <h3>Rules that decide the hard cases</h3>
      <ol class="rules">
        {CODEBOOK_RULES.map(({ title, text, example }) => (
          <li>
            <strong>{title}.</strong> {text}
            {example === null ? null : (
              <blockquote>
                <p>{example.answer}</p>
                <footer>
                  {plainName(example.label)}: {example.detail}
                </footer>
              </blockquote>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What every key does. */
export function KeysView() {
  const rows: readonly (readonly [string, string])[] = [
    ...CODEBOOK_CLASSES.map(({ key, title }) => [key, title] as const),
    ['a s d f g', 'the kind within the class'],
    [CODEBOOK_FLAGS.map(({ key }) => key).join(' '), 'flags'],
    ...CONFIDENCES.map(({ key, text }) => [key, text] as const),
    ['Enter or n', 'save and go on'],
    ['u', 'back to what you labelled last; a new label is added, the old one is kept'],
    ['l', 'write whose line it is (CN, RU …); Esc leaves it'],
    ['m', 'write a note; Esc leaves it'],
    ['Esc', 'close, or clear the marked span'],
    ['h', 'show or hide what stands behind a labelled answer'],
    ['c', 'codebook'],
    ['?', 'this list'],
  ];
  return (
    <div>
      <h2>Keys</h2>
      <p>Mark the deciding words with the mouse; the span is stored with the label.</p>
      <dl class="keys">
        {rows.map(([key, text]) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** The codebook and the keys as drawers that open over a page. */
export function Drawers() {
  return (
    <>
      <Drawer id="codebook" name="Codebook">
        <CodebookView />
      </Drawer>
      <Drawer id="keys" name="Keys">
        <KeysView />
      </Drawer>
    </>
  );
}

function Drawer({ id, name, children }: { id: string; name: string; children?: Child }) {
  return (
    <dialog id={id} class="drawer" aria-label={name}>
      <form method="dialog">
        <button type="submit" class="quiet close">
          Close <kbd>Esc</kbd>
        </button>
      </form>
      <div class="drawer-body" tabindex={0}>
        {children}
      </div>
    </dialog>
  );
}
