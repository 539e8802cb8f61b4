import { readFileSync } from 'node:fs';
import { CRITERIA } from './criteria.ts';
import type { Finding, MeasuredCell } from './finding.ts';
import type { Judged } from './judge.ts';

const HEAD = 'kind,criterion,value,beside,n,cell';

/** One line a figure. */
export function csvOf(cells: readonly MeasuredCell[]): string {
  const lines = cells.flatMap(({ kind, label, findings }) =>
    findings.map(({ criterion, value, beside, n }) =>
      [kind, criterion, value.toFixed(4), beside?.toFixed(4) ?? '', n, `"${label}"`].join(','),
    ),
  );
  return `${[HEAD, ...lines].join('\n')}\n`;
}

/** Reads what `csvOf` wrote. Throws where a line is not of that shape. */
export function cellsOfCsv(file: string): MeasuredCell[] {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [, kind, id, value, beside, n, label] = /^(\w+),([\w-]+),([\d.]+),([\d.]*),(\d+),"(.*)"$/.exec(line) ?? [];
    const criterion = CRITERIA.find((one) => one.id === id)?.id;
    if (criterion === undefined || kind === undefined || label === undefined) {
      throw new Error(`expected lines of ${HEAD} in ${file}, got: ${line}`);
    }
    const finding: Finding = {
      criterion,
      value: Number(value),
      n: Number(n),
      ...(beside ? { beside: Number(beside) } : {}),
    };
    return { kind: kind as MeasuredCell['kind'], label, findings: [finding], seconds: 0 };
  });
}

/** The criteria with what was found, in Markdown. */
export function table(judged: readonly Judged[]): string {
  const lines = judged.map(({ criterion, cells, mean, figure, met, worst: [first] }) => {
    const { id, says, at, limit, share } = criterion;
    const wanted =
      id === 'width' ? `≤ ${limit}` : `${at === 'least' ? '≥' : '≤'} ${percent(limit)} in ${percent(share)}`;
    const got = id === 'width' ? figure.toFixed(2) : percent(figure);
    const farthest =
      first === undefined ? '' : `${id === 'width' ? first.value.toFixed(2) : percent(first.value)}: ${first.label}`;
    return `| ${met ? 'yes' : '**no**'} | ${says} | ${wanted} | ${got} of ${cells} | ${id === 'width' ? mean.toFixed(2) : percent(mean)} | ${farthest} |`;
  });
  return [
    '| met | what | wanted | cells that keep it | mean | farthest off |',
    '|---|---|---|--:|--:|---|',
    ...lines,
  ].join('\n');
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
