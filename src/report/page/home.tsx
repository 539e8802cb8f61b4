import type { HomeRow, HomeSide } from '../../compare/home.ts';
import { groupBy } from '../../compare/tally.ts';
import { numberOf } from '../../lib/number-of.ts';
import { differenceScale, differenceTicks, reachOf, STRIP, strip, stripLink, stripMark } from '../charts/strip.ts';
import { HEADLINE_CLASSES } from '../family-decisions.ts';
import { change, inWords, languageName, titledShort } from '../figures.ts';
import { targetLabel } from '../finding-rows.ts';
import { HOME_NOTE } from '../home-note.ts';
import type { LedgerLine } from '../ledger-rows.ts';
import { ledgerOf, lineName } from '../ledgers.ts';
import { type ModelGroup, modelKey } from '../model-groups.ts';
import type { ReportData } from '../view-model.ts';
import { FigureTable, Folded } from './figure.tsx';
import { Ledger } from './ledger.tsx';

/** A row with the run that it is of. */
type RunHome = HomeRow & { readonly run: string; readonly label: string };

/** How much more a model refused or recited on subjects of its own state than on those of others; nothing where no jurisdiction is known. */
export function Home({ data, groups }: { readonly data: ReportData; readonly groups: readonly ModelGroup[] }) {
  const rows = data.runs.flatMap(({ run, home = [] }) =>
    home.map((row): RunHome => ({ ...row, run: run.id, label: targetLabel(data, run.id, row.target) })),
  );
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="home">
      <h2 id="home">Home and away</h2>
      <p>
        How much more often a model refused or gave the official narrative on sensitive questions than on their
        controls, on subjects of the state where its maker has its seat and on those of other states.
      </p>
      <HomeLedger rows={rows} groups={groups} />
      <Folded title="The same in figures">
        <FigureTable
          name="Own state and other states"
          caption={`Sensitive minus control in percentage points (pairs), with 95 % intervals, each by itself. ${HOME_NOTE}`}
          heads={[
            'Model',
            'Own state',
            'Language',
            'Class',
            'On own',
            'On others',
            'Own minus others',
            'Same subjects',
          ]}
          rows={rows.map(({ label, jurisdiction, lang, class: name, home, away, observed, standardized }) => [
            label,
            jurisdiction,
            languageName(lang),
            inWords(name),
            sideText(home),
            sideText(away),
            observed === null ? '–' : change(observed),
            standardized === null
              ? '–'
              : `${change(standardized)} (${numberOf(standardized.probes, 'question')}, ${numberOf(standardized.others, 'model')} made elsewhere)`,
          ])}
        />
      </Folded>
    </section>
  );
}

/** Own state over other states, a panel a class; models without either side are left out. */
function HomeLedger({ rows, groups }: { readonly rows: readonly RunHome[]; readonly groups: readonly ModelGroup[] }) {
  const own = groupBy(
    rows.filter(({ home, away }) => home !== null || away !== null),
    modelKey,
  );
  const sides = rows.flatMap(({ home, away }) => [home, away]);
  const reach = reachOf(sides.flatMap((side) => (side === null ? [] : [side.diff, side.lo, side.hi])));
  const linesOf = (model: { run: string; target: string }): LedgerLine[] =>
    [...groupBy(own.get(modelKey(model)) ?? [], ({ lang }) => lang)].map(([lang, classes]) => ({
      ...lineName(lang),
      strips: HEADLINE_CLASSES.map((name) =>
        homeStrip(
          classes.find((row) => row.class === name),
          reach,
        ),
      ),
    }));
  return (
    <Ledger
      name="Own state and other states, by model and language"
      panels={HEADLINE_CLASSES.map((name) => ({
        title: titledShort(name),
        class: name,
        ticks: differenceTicks(reach),
        grid: 'differences',
      }))}
      groups={ledgerOf(groups, linesOf)}
    >
      Sensitive minus control, in percentage points with 95 % intervals, each by itself. Filled: subjects of the own
      state. Hollow: subjects of other states; none where none was asked. {HOME_NOTE}
    </Ledger>
  );
}

function homeStrip(row: RunHome | undefined, reach: number): string {
  if (row === undefined) return strip('');
  const { run, target, lang, label, class: name, jurisdiction } = row;
  const drawn = (
    [
      [row.away, false, 'other states'],
      [row.home, true, `its own state (${jurisdiction})`],
    ] as const
  ).map(([side, filled, whose]) => {
    if (side === null) return '';
    const { diff, lo, hi, pairs } = side;
    const y = filled ? STRIP.main : STRIP.below;
    const said = `${label}, ${languageName(lang)}, subjects of ${whose}: ${inWords(name)} ${change(side)} points, ${pairs} pairs`;
    const wanted = { run, target, lang, class: name, with: 'controls' };
    return stripLink(wanted, said, stripMark({ name, filled, value: diff, lo, hi }, differenceScale(reach), y));
  });
  return strip(drawn.join(''));
}

function sideText(side: HomeSide | null): string {
  return side === null ? '–' : `${change(side)} (${side.pairs})`;
}
