import { visiblePieces } from './visible-text.ts';

/**
 * A text of a model or a probe as text nodes only. Every piece carries its offset (`data-at`), so that a selection can be told in
 * code units of the text as given; what cannot be seen stands as its code point.
 */
export function AnswerText({
  text,
  lang,
  span = null,
  id,
}: {
  text: string;
  lang: string;
  span?: { readonly start: number; readonly end: number } | null;
  id?: string;
}) {
  return (
    <div class="text" lang={lang} dir="auto" {...(id === undefined ? {} : { id })}>
      {visiblePieces(text, span).map(({ at, text: piece, code, marked }) => {
        const shown =
          code === null ? (
            <>
              <span data-at={at}>{piece}</span>
              {piece.length >= 1000 && <wbr />}
            </>
          ) : (
            <span data-at={at} data-code={piece.length} class="unseen">
              {code}
            </span>
          );
        return marked ? <mark>{shown}</mark> : shown;
      })}
    </div>
  );
}
