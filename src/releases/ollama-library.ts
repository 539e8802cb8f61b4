import { Parser } from 'htmlparser2';
import { TargetError } from '../lib/errors.ts';
import { readPageText, shown } from './read-page.ts';
import type { ListedRelease, SourceReader } from './source.ts';

const LIBRARY = 'https://ollama.com';

/** The page of a family in Ollama's library: each tag with the beginning of its digest. */
export const ollamaLibrary: SourceReader = {
  async list({ of: family, url }, io) {
    const path = family.includes('/') ? family : `library/${family}`;
    const address = `${(url ?? LIBRARY).replace(/\/+$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}/tags`;
    return tagsOfPage(await readPageText(address, { accept: 'text/html' }, io), family, shown(address));
  },
};

/**
 * Reads the tags of a family from its page, as links to `FAMILY:TAG` with a digest of twelve hexadecimal digits behind each. Throws TargetError where a
 * tag has no digest or two, or where none is found: such a page is not the one that is known, and says nothing about what is new.
 */
export function tagsOfPage(html: string, family: string, place: string): ListedRelease[] {
  const digests = new Map<string, Set<string>>();
  let open: string | null = null;
  let hidden = 0;
  const parser = new Parser({
    onopentag(element, { href }) {
      if (HIDDEN.has(element)) hidden += 1;
      const tag = element === 'a' && href !== undefined ? tagIn(href, family) : null;
      if (tag === null) return;
      open = tag;
      if (!digests.has(tag)) digests.set(tag, new Set());
    },
    ontext(text) {
      if (open === null || hidden > 0) return;
      for (const word of text.split(/[^\w:.-]+/)) if (/^[\da-f]{12}$/.test(word)) digests.get(open)?.add(word);
    },
    onclosetag(element) {
      if (HIDDEN.has(element)) hidden -= 1;
    },
  });
  parser.end(html);
  const changed = (what: string): TargetError =>
    new TargetError(
      `expected the tags of ${family} with a digest each at ${place}, got ${what}: the page is not built as it was, and does not say what is new. Watch another source until Candor reads it again`,
    );
  if (digests.size === 0) throw changed('no link to a tag');
  return [...digests].map(([tag, found]) => {
    const [digest] = found;
    if (digest === undefined || found.size > 1) throw changed(`${found.size} digests for ${tag}`);
    return { name: tag, digest, at: null };
  });
}

const HIDDEN = new Set(['script', 'style', 'template', 'noscript']);

/** The tag that a link leads to, as `ollama pull` takes it; null: none of this family. */
function tagIn(href: string, family: string): string | null {
  const path = href.replace(/^https?:\/\/[^/]+/, '').replace(/[?#].*$/, '');
  const prefix = family.includes('/') ? `/${family}:` : `/library/${family}:`;
  if (!path.startsWith(prefix)) return null;
  const tag = path.slice(prefix.length);
  return /^[\w.-]{1,128}$/.test(tag) ? `${family}:${tag}` : null;
}
