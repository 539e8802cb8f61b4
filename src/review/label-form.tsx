import { CODEBOOK_CLASSES, CODEBOOK_FLAGS, CONFIDENCES } from './codebook.ts';
import { confidenceOfShare, type HumanLabel, readNote } from './human-labels.ts';

/** A label's id as people read it. */
export function plainName(id: string): string {
  return id.replaceAll('_', ' ');
}

/** The form of one label; `before` is the person's newest label on the answer, with which it starts. */
export function LabelForm({
  action,
  trial,
  before,
  wholeAnswer,
  saveText,
  by,
}: {
  action: string;
  trial: string;
  before: HumanLabel | null;
  /** Length of the answer: a span over all of it stands for none. */
  wholeAnswer: number;
  saveText: string;
  /** Who labels, so that what is kept unsent stays theirs. */
  by: string;
}) {
  const span = before?.evidence ?? null;
  const marked = span !== null && !(span.start === 0 && span.end === wholeAnswer) ? span : null;
  const confidence = confidenceOfShare(before?.confidence ?? null);
  return (
    <form method="post" action={action} id="label-form" class="label-form" data-trial={trial} data-by={by}>
      <input type="hidden" name="trial" value={trial} />
      <input type="hidden" name="start" value={marked?.start ?? ''} />
      <input type="hidden" name="end" value={marked?.end ?? ''} />
      <input type="hidden" name="seconds" value="" />
      <fieldset class="classes">
        <legend>Class</legend>
        {CODEBOOK_CLASSES.map(({ id, key, title }) => (
          <label class={`choice class-${id}`}>
            <input type="radio" name="class" value={id} data-key={key} required checked={before?.class === id} />
            <kbd>{key}</kbd>
            <span>{title}</span>
          </label>
        ))}
      </fieldset>
      {CODEBOOK_CLASSES.map(({ id, title, subs }) => (
        <fieldset class={`subs subs-${id}`} data-class={id}>
          <legend>{title}: which kind</legend>
          {subs.map((sub) => (
            <label class="choice" title={sub.text}>
              <input
                type="radio"
                name={`sub_${id}`}
                value={sub.id}
                data-key={sub.key}
                checked={before?.class === id && before.sub === sub.id}
              />
              <kbd>{sub.key}</kbd>
              <span>{plainName(sub.id)}</span>
            </label>
          ))}
        </fieldset>
      ))}
      <fieldset class="flags">
        <legend>Flags</legend>
        {CODEBOOK_FLAGS.map(({ id, key, text }) => (
          <label class="choice small" title={text}>
            <input
              type="checkbox"
              name="flag"
              value={id}
              data-key={key}
              checked={before?.flags.includes(id) === true}
            />
            <kbd>{key}</kbd>
            <span>{plainName(id)}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="confidence">
        <legend>How sure</legend>
        {CONFIDENCES.map(({ value, key, text }) => (
          <label class="choice small">
            <input type="radio" name="confidence" value={value} data-key={key} checked={confidence === value} />
            <kbd>{key}</kbd>
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
      <div class="span-line" id="span-line" hidden={marked === null}>
        <span class="legend">Deciding span</span>
        <q id="span-text">{marked?.text ?? ''}</q>
        <button type="button" id="span-clear" class="quiet">
          Clear <kbd>Esc</kbd>
        </button>
      </div>
      <label class="note">
        <span class="legend">
          Whose line <kbd>l</kbd>
        </span>
        <input
          type="text"
          name="line_of"
          maxlength={2}
          pattern="[A-Za-z]{2}"
          title="Two letters (ISO 3166), such as CN; empty: no state’s"
          autocomplete="off"
          value={before?.line_of ?? ''}
        />
      </label>
      <label class="note">
        <span class="legend">
          Note <kbd>m</kbd>
        </span>
        <textarea name="note" rows={1} maxlength={4000}>
          {readNote(before?.note).text}
        </textarea>
      </label>
      <p class="actions">
        <button type="submit" class="save">
          {saveText} <kbd>Enter</kbd>
        </button>
      </p>
      <p id="status" role="status" aria-live="polite" />
    </form>
  );
}
