import { ORIGIN_HEADS, originRows, originSentences } from '../origin-rows.ts';
import type { ReportData } from '../view-model.ts';
import { FigureTable, Folded } from './figure.tsx';

/** Hand-written questions beside those that were drawn from a frame; nothing where all have one origin. */
export function Origins({ data }: { readonly data: ReportData }) {
  const rows = originRows(data);
  if (rows.length === 0) return null;
  return (
    <Folded title="Hand-written questions, and those drawn from a frame">
      <ul>
        {originSentences(data).map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      <FigureTable
        name="Differences by origin of the questions"
        caption="Sensitive minus control in percentage points, with 95 % intervals, each by itself"
        heads={ORIGIN_HEADS}
        rows={rows}
      />
    </Folded>
  );
}
