import type { Row } from './row.ts';

/** What is wrong with where a row's verdicts say their evidence stands; null: nothing. */
export function misplacedEvidence({ verdicts, response, reasoning }: Row): string | null {
  for (const [i, { of, evidence, judged_facts: facts }] of verdicts.entries()) {
    const text = of === 'response' ? response : (reasoning ?? '');
    const place = `verdicts.${i}`;
    if (evidence !== null && !isSpan(evidence, text))
      return `${place}.evidence: expected a span inside the ${of} (0 to ${text.length}) with its start before its end, got ${evidence.start} to ${evidence.end}`;
    if (evidence !== null && text.slice(evidence.start, evidence.end) !== evidence.text)
      return `${place}.evidence: expected the text that stands in the ${of} from ${evidence.start} to ${evidence.end}, got another`;
    const wrong = (facts ?? []).find(({ start, end }) => !isPlace(start, end, text));
    if (wrong !== undefined)
      return `${place}.judged_facts: expected a span inside the ${of} (0 to ${text.length}) with its start before its end, or null for both, got ${wrong.start} to ${wrong.end}`;
  }
  return null;
}

function isPlace(start: number | null, end: number | null, text: string): boolean {
  return start === null || end === null ? start === end : isSpan({ start, end }, text);
}

function isSpan({ start, end }: { readonly start: number; readonly end: number }, text: string): boolean {
  return start < end && end <= text.length;
}
