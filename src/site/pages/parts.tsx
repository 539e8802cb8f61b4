import type { Delivery } from '../../model/delivery.ts';
import type { ShownVerdict } from '../../report/view-model.ts';
import { visiblePieces } from '../../review/visible-text.ts';
import { fateWords, verdictWords } from '../answer-words.ts';

/** A text of a model or a question in its language, as text alone; what cannot be seen stands as its code point, and the span is marked. */
export function Spoken(props: {
  readonly kind: string;
  readonly text: string;
  readonly lang: string;
  readonly span?: readonly [number, number] | null;
}) {
  const { kind, text, lang, span = null } = props;
  const marked = span === null || span[0] >= span[1] ? null : { start: span[0], end: span[1] };
  return (
    <div class={kind} lang={lang} dir="auto">
      {visiblePieces(text.toWellFormed(), marked).map(({ text: piece, code, marked: isMarked }) => {
        const shown =
          code === null ? (
            <>
              {piece}
              {piece.length >= 1000 && <wbr />}
            </>
          ) : (
            <span class="unseen">{code}</span>
          );
        return isMarked ? <mark>{shown}</mark> : shown;
      })}
    </div>
  );
}

/** What stands in the place of a text that may hold a trace. */
export const HELD =
  'This text is not published: it begins with, or holds, what may be a thought of the model in a notation that is not known, and thoughts are not published here. It may be an answer all the same; figures count it as they judged it.';

/** The class of an answer, or what became of the call. */
export function Tag({ verdict, delivery }: { readonly verdict: ShownVerdict | null; readonly delivery: Delivery }) {
  if (verdict === null || verdict.class === null) return <span class="tag none">{fateWords(delivery)}</span>;
  return <span class={`tag ${verdict.class}`}>{verdictWords(verdict)}</span>;
}
