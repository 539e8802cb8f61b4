/** What a link to the answers asks for: fields of an answer, `q` (words), `sort`, `with=controls`, or `v0…` (the class by a classifier of the list). */
export type Wanted = Readonly<Record<string, string | null>>;

/** The address, within the page, of the answers behind a figure; null fields are left out. */
export function evidenceLink(wanted: Wanted): string {
  const given = Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== null);
  return `#${new URLSearchParams(given)}`;
}
