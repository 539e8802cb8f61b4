/** What a report's page says, taken out of its markup. */
export interface PageText {
  readonly title: string;
  readonly heading: string;
  readonly lead: string;
  /** Paragraphs, items and headings by the id of their section, in their order; without charts, tables and the answers. */
  readonly sentences: ReadonlyMap<string, readonly string[]>;
  /** Rows of cells by the table's name, the head first. */
  readonly tables: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** The models in the lists of those who refuse and who recite, by class; none where there are few models. */
  readonly who: ReadonlyMap<string, readonly string[]>;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** Reads a page that `renderReport` wrote. */
export function pageText(html: string): PageText {
  const body = html.replaceAll(/<(script|style|svg|template|noscript|form)\b[\s\S]*?<\/\1>/g, '');
  const tables = new Map<string, string[][]>();
  for (const [, name = '', inside = ''] of body.matchAll(
    /<section[^>]*aria-label="([^"]*)"[^>]*>([\s\S]*?)<\/section>/g,
  )) {
    const rows = parts(inside, 'tr').map((row) =>
      [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => plain(cell)),
    );
    tables.set(plain(name), rows);
  }
  const sentences = new Map<string, string[]>();
  const main = body.replaceAll(/<section[^>]*aria-label="[^"]*"[^>]*>[\s\S]*?<\/section>/g, '');
  for (const [, id = '', inside = ''] of main.matchAll(
    /<section aria-labelledby="([^"]*)"[^>]*>([\s\S]*?)<\/section>/g,
  )) {
    const found = [...inside.matchAll(/<(p|li|h3|h4|dd|figcaption)\b[^>]*>([\s\S]*?)<\/\1>/g)].flatMap(
      ([, , text = '']) => {
        const [first = '', ...notes] = text.split(/<small[^>]*>/);
        return [first, ...notes].map(plain);
      },
    );
    sentences.set(
      id,
      found.filter((text) => text !== ''),
    );
  }
  const who = new Map(
    [...body.matchAll(/<div class="who-does (\w+)">([\s\S]*?)<\/div>/g)].map(([, name = '', inside = '']) => [
      name,
      [...inside.matchAll(/<tr data-model="([^"]*)"/g)].map(([, model = '']) => plain(model)),
    ]),
  );
  return {
    title: plain(parts(html, 'title')[0] ?? ''),
    heading: plain(parts(body, 'h1')[0] ?? ''),
    lead: plain(/<p class="lead">([\s\S]*?)<\/p>/.exec(body)?.[1] ?? ''),
    sentences,
    tables,
    who,
  };
}

function parts(html: string, tag: string): string[] {
  return [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, inside = '']) => inside);
}

function plain(html: string): string {
  const text = html.replaceAll(/<[^>]*>/g, '').replaceAll(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
  return text.replaceAll(/[\s\u00a0]+/g, ' ').trim();
}
