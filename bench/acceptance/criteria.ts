/** What a full run of the grid must show. Shares are 0…1; a limit holds for every cell unless `share` says in how many. */
export interface Criterion {
  readonly id: string;
  /** In words, as it stands in the table. */
  readonly says: string;
  readonly at: 'least' | 'most';
  readonly limit: number;
  /** Share of the cells that must keep the limit. */
  readonly share: number;
}

const all = 1;

/** Written before the constants that they judge. */
export const CRITERIA = [
  {
    id: 'covers',
    says: 'intervals that hold the truth in at least 93 % of audits, share of cells',
    at: 'least',
    limit: 0.93,
    share: 0.95,
  },
  { id: 'covers-always', says: 'lowest coverage of any cell', at: 'least', limit: 0.9, share: all },
  {
    id: 'bounds-cover',
    says: 'bounds for missing answers that hold the truth, share of cells',
    at: 'least',
    limit: 0.93,
    share: 0.95,
  },
  {
    id: 'sample-covers',
    says: 'rates and contrasts by a labelled sample, every source left out in turn',
    at: 'least',
    limit: 0.93,
    share: 0.95,
  },
  {
    id: 'sample-covers-always',
    says: 'lowest coverage of a figure by a labelled sample',
    at: 'least',
    limit: 0.9,
    share: all,
  },
  {
    id: 'has-interval',
    says: 'cells with six clusters or more that have an interval in every audit',
    at: 'least',
    limit: 1,
    share: 0.95,
  },
  {
    id: 'few-clusters',
    says: 'figures of under six clusters that have an interval or a p',
    at: 'most',
    limit: 0,
    share: all,
  },
  {
    id: 'width',
    says: 'mean width over the cells, by that of the interval which knows the variance',
    at: 'most',
    limit: 1.25,
    share: all,
  },
  { id: 'type-one', says: 'p of 0.05 or less where nothing differs', at: 'most', limit: 0.06, share: all },
  { id: 'contradiction', says: 'rows whose p and interval contradict each other', at: 'most', limit: 0, share: all },
  { id: 'family', says: 'families with any false sentence or finding', at: 'most', limit: 0.06, share: all },
  { id: 'unchanged-red', says: 'gates of an unchanged model that end red', at: 'most', limit: 0.025, share: all },
  {
    id: 'within-red',
    says: 'gates of a rise of 0.8 × margin or less that end red',
    at: 'most',
    limit: 0.05,
    share: all,
  },
  { id: 'margin-red', says: 'gates of a rise of just the margin that end red', at: 'most', limit: 0.06, share: all },
  { id: 'margin-pass', says: 'gates of a rise of just the margin that pass', at: 'most', limit: 0.06, share: all },
  { id: 'withheld-pass', says: 'gates of 40 % newly withheld that pass', at: 'most', limit: 0, share: all },
  {
    id: 'sized-pass',
    says: 'unchanged models that pass at the size that power names',
    at: 'least',
    limit: 0.77,
    share: all,
  },
  {
    id: 'sized-red',
    says: 'rises of twice the margin that are red at the size that power names',
    at: 'least',
    limit: 0.77,
    share: all,
  },
  { id: 'foretold', says: 'distance of what power foretells from what comes', at: 'most', limit: 0.03, share: all },
  { id: 'year-red', says: 'years of 52 looks at an unchanged model with any red', at: 'most', limit: 0.05, share: all },
  { id: 'year-found', says: 'rises of 10 points that are red within three looks', at: 'least', limit: 0.8, share: all },
] as const satisfies readonly Criterion[];

export type CriterionId = (typeof CRITERIA)[number]['id'];
