import { labelKey, type Row, readRows } from './gold-labels.ts';

/** Gold lines of labels with answers by their keys, and how many labels have no answer in any of the files. */
export function joinLabels(labelFiles: readonly string[], answerFiles: readonly string[]) {
  const answers = new Map<string, Row>();
  for (const file of answerFiles)
    for (const [place, row] of readRows(file).entries()) answers.set(labelKey(row, place), row);
  const joined = labelFiles.flatMap(readRows).map((label) => {
    const answer = answers.get(labelKey(label));
    return answer === undefined ? null : goldLine(labelKey(label), label, answer);
  });
  const lines = joined.filter((line) => line !== null);
  return { lines, without: joined.length - lines.length };
}

function goldLine(id: string, label: Row, answer: Row): Row {
  const set = label.set == null ? null : String(label.set);
  const source = set ?? String(label.source);
  return {
    id,
    lang: set?.startsWith('zh_') === true ? 'zh-Hans' : String(answer.lang ?? 'en'),
    prompt: answer.prompt ?? answer.question ?? null,
    response: answer.response ?? answer.content ?? '',
    label: label.label ?? null,
    sub: label.sub ?? null,
    flags: label.flags ?? [],
    line_of: label.line_of ?? null,
    confidence: label.confidence ?? 2,
    codebook: label.codebook ?? 1,
    question: questionOf(label, answer, source),
    source,
    model: label.model ?? answer.model ?? null,
  };
}

/** The same request in another language, or about another state by the same number, is not the same question. */
function questionOf(label: Row, answer: Row, source: string): string {
  if (label.question_id != null)
    return `${source.replace(/^zh_/, '').replace(/_criticism$/, '')}-${String(label.question_id).replace(/^.*_(?=\d+$)/, '')}`;
  return `${source}-${String(answer.question ?? answer.prompt)}`;
}
