import { visible } from '../lib/visible.ts';

/**
 * Text of ours with names of others in it, as a piece of Markdown on one line: no markup, HTML, table border, link, mention or line break takes
 * effect, and characters that cannot be seen or turn the direction of a row round are shown as their code points.
 */
export function escapeMarkdown(text: string): string {
  return visible(text.replaceAll(/\s+/g, ' '))
    .replaceAll(/[\\`*_{}[\]<>|#~@]/g, '\\$&')
    .replaceAll('://', ':\\/\\/')
    .replaceAll(/(?<=\bwww)\./gi, '\\.');
}
