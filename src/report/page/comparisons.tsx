import type { Comparison } from '../../compare/compare.ts';
import { nameIn } from '../../model/target-names.ts';
import { differenceTicks } from '../charts/strip.ts';
import { type ComparedRow, differenceReach, languageRows, releaseRows } from '../difference-rows.ts';
import { evidenceLink } from '../evidence-link.ts';
import {
  change,
  counted,
  inWords,
  languageName,
  percent,
  pText,
  SHOWN_CLASSES,
  type ShownClass,
  titledShort,
} from '../figures.ts';
import { labelsNote } from '../label-words.ts';
import { labelledChanges } from '../labelled-changes.ts';
import type { LedgerGroup } from '../ledger-rows.ts';
import { differenceLedger, plainDifferences } from '../ledgers.ts';
import type { ModelGroup } from '../model-groups.ts';
import { undoneWords } from '../undone-words.ts';
import type { ReportData } from '../view-model.ts';
import { FigureTable, Folded } from './figure.tsx';
import { Ledger } from './ledger.tsx';

/** The gap between languages. */
export function Languages({ data, groups }: { readonly data: ReportData; readonly groups: readonly ModelGroup[] }) {
  const rows = languageRows(data);
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="languages">
      <h2 id="languages">Between languages</h2>
      <p>The same sensitive questions asked in two languages, paired. To the right: more often in the first named.</p>
      <DifferenceLedger
        name="Difference between languages, by model"
        rows={rows}
        groupsFor={(reach) => differenceLedger(groups, rows, reach)}
      />
      <CellTable rows={rows} name="Differences between languages" sides={['Second named', 'First named']} />
    </section>
  );
}

/** Differences round 0, a panel a class. */
function DifferenceLedger(props: {
  readonly name: string;
  readonly rows: readonly ComparedRow[];
  readonly groupsFor: (reach: number) => readonly LedgerGroup[];
}) {
  const { name, rows, groupsFor } = props;
  const reach = differenceReach(rows);
  const ticks = differenceTicks(reach);
  return (
    <Ledger
      name={name}
      panels={SHOWN_CLASSES.map((one) => ({ title: titledShort(one), class: one, ticks, grid: 'differences' }))}
      groups={groupsFor(reach)}
    >
      Percentage points with 95 % intervals. Filled: the interval leaves 0 out.
    </Ledger>
  );
}

/** What changed from the first run to the second, with the questions that changed. */
export function Release({ data }: { readonly data: ReportData }) {
  const { release, releaseNote } = data;
  if (release === null && releaseNote === null) return null;
  const overall = release === null ? [] : releaseRows(release, 'language');
  const topics = release === null ? [] : releaseRows(release, 'topic');
  return (
    <section aria-labelledby="release">
      <h2 id="release">From one release to the next</h2>
      {releaseNote !== null && <p class="warning">{releaseNote}</p>}
      {release !== null && (
        <>
          <p>
            {release.candidate} minus {release.base}: {counted(release.paired, 'pair')} of answers to the same sensitive
            question, {counted(release.unpaired, 'trial')} without a partner that was judged. To the right: more often
            in {release.candidate}.
          </p>
          {release.warnings.map((warning) => (
            <p class="warning">{warning}</p>
          ))}
          <DifferenceLedger
            name="Change between the two runs"
            rows={overall}
            groupsFor={(reach) => plainDifferences(overall, reach)}
          />
          <CellTable rows={[...overall, ...topics]} name="Change by language and topic" sides={['Before', 'After']} />
          {undoneWords(release.cells, [release.base, release.candidate]).map((words) => (
            <p class="note">{words}</p>
          ))}
          <ByLabels release={release} />
          <h3>{counted(release.changed.length, 'question')} whose commonest class changed</h3>
          <ol class="changed">
            {release.changed.map(({ probe, lang, from, to }) => (
              <li>
                <a href={evidenceLink({ probe, lang })}>{probe}</a>{' '}
                <span class="note">
                  {languageName(lang)}: {inWords(from)} → <strong class={to}>{inWords(to)}</strong>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

/** The change as people would have found it, where samples were drawn for labelling. */
function ByLabels({ release: { cells, samples = [], base, candidate, names = {} } }: { readonly release: Comparison }) {
  const rows = labelledChanges(cells);
  if (samples.length === 0 || rows.length === 0) return null;
  return (
    <>
      <FigureTable
        name="Change by labels"
        caption="By the labelled samples of both runs; counts of labels where they carry no figure"
        heads={['Model', 'Language', 'Topic', 'Class', 'Labels', base, candidate, 'Difference']}
        rows={rows.map(({ cell, labels, ...figures }) => [
          nameIn(names)(cell.target),
          languageName(cell.lang),
          cell.topic ?? 'all',
          inWords(cell.class),
          labels.join(' + '),
          figures.base,
          figures.candidate,
          figures.difference,
        ])}
      />
      {samples.map((sample) => (
        <p class="note">{labelsNote(sample)}</p>
      ))}
    </>
  );
}

function CellTable(props: {
  readonly rows: readonly ComparedRow[];
  readonly name: string;
  readonly sides: readonly [string, string];
}) {
  const { rows, name, sides } = props;
  return (
    <Folded title="The same in figures">
      <FigureTable
        name={name}
        caption="Paired by question; intervals hold together and p is corrected over all of a table (step-down maxT of sign flips)"
        heads={['Model', 'What', 'Class', 'Questions', ...sides, 'Difference', 'p (corrected)']}
        rows={rows.flatMap(({ label, note, cells, wanted }) =>
          cells
            .filter((cell): cell is typeof cell & { class: ShownClass } => cell.class !== 'other')
            .map((cell) => [
              label,
              note,
              inWords(cell.class),
              String(cell.pairs),
              percent(cell.base),
              percent(cell.candidate),
              <a href={evidenceLink(wanted(cell.class))}>{change({ ...cell, ...cell.family })}</a>,
              pText(cell.p_adjusted),
            ]),
        )}
      />
    </Folded>
  );
}
