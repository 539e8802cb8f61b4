import { CODEBOOK_CLASSES, CODEBOOK_FLAGS, CONFIDENCES } from './codebook.ts';
import { CODEBOOK_RULES } from './codebook-rules.ts';
import type { PacketItem } from './packet.ts';
import { visiblePieces } from './visible-text.ts';

/** What the form of a packet holds. */
export interface PacketForm {
  /** Who labels, as the file of labels is to be named. */
  readonly person: string;
  readonly items: readonly PacketItem[];
  /** The script and the style sheet of the form. */
  readonly script: string;
  readonly style: string;
}

/**
 * A page that takes labels without a server and loads nothing: it keeps them in the browser and gives them out as a file of
 * JSON lines. Texts are shown as texts alone.
 */
export function packetForm({ person, items, script, style }: PacketForm): string {
  const data = {
    person,
    items: items.map((item) => ({
      ...item,
      question: piecesOf(item.question),
      answer: piecesOf(item.answer),
    })),
    classes: CODEBOOK_CLASSES,
    flags: CODEBOOK_FLAGS,
    confidences: CONFIDENCES,
    rules: CODEBOOK_RULES.map(({ title, text }) => ({ title, text })),
  };
  // A script element ends at its end tag wherever that stands, and JSON knows no other way to hide it.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Candor labels</title>
<style>${style}</style>
</head>
<body>
<main id="form"></main>
<noscript>This form needs JavaScript; the CSV file beside it does not.</noscript>
<script type="application/json" id="data">${json}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** A text in pieces; characters that cannot be seen, by their code points. */
function piecesOf(text: string): string[] {
  return visiblePieces(text, null).map(({ text: piece, code }) => (code === null ? piece : ` ${code} `));
}

/** The codebook as plain text, for those who label in a table. */
export function codebookText(): string {
  const classes = CODEBOOK_CLASSES.flatMap(({ id, key, text, subs }) => [
    `${key}. ${id}: ${text}`,
    ...subs.map((sub) => `   ${sub.id}: ${sub.text}`),
  ]);
  const flags = CODEBOOK_FLAGS.map(({ id, text }) => `   ${id}: ${text}`);
  const rules = CODEBOOK_RULES.map(({ title, text }, i) => `${i + 1}. ${title}. ${text}`);
  return ['Classes', ...classes, '', 'Flags', ...flags, '', 'Rules that decide the hard cases', ...rules, ''].join(
    '\n',
  );
}
