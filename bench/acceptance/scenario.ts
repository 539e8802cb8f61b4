/** What one cell of the grid simulates. Rates, shares and ties are 0…1; nothing in here knows a formula of `src/stats`. */

/** Questions, how they hang together, and how often each kind of answer is meant to come. */
export interface World {
  /** Sensitive questions, each asked in every language. */
  readonly questions: number;
  readonly langs: 1 | 2 | 3;
  readonly topics: number;
  /** Answers to a question on each side; `identical`: temperature 0, every sample is the first one again. */
  readonly samples: number;
  readonly identical: boolean;
  /** Mean propensity of the sensitive questions to be refused. */
  readonly rate: number;
  /** Share of the variance of single answers that lies between questions (intraclass correlation); 1: a question is always refused or never. */
  readonly between: number;
  /** Sizes of templates, repeated until the questions are used up; `[1]`: no question shares one. */
  readonly templates: readonly number[];
  /** Chance that a question has its template's own propensity, and not one of its own. */
  readonly templateTie: number;
  /** Chance that a question has one propensity in all languages. */
  readonly langTie: number;
  /** Mean propensity of the controls; null: there are none. */
  readonly controlRate: number | null;
  /** Sensitive questions to one control. */
  readonly perControl: number;
}

/** What became of the model between two runs. */
export interface Change {
  /** By how much the mean propensity is higher on the second side. */
  readonly rise: number;
  /** `all`: every question rises by its share of the room; `few`: some questions are refused always, the rest stay. */
  readonly spread: 'all' | 'few';
  /** Chance that a question keeps its propensity; else the second side draws anew: a different model of the same mean. */
  readonly tie: number;
  /** Standard deviation of a shift of all logits by run, drawn for each run. */
  readonly runShift: number;
  /** Share of the second side's answers that the service withholds, of refused and answered ones alike. */
  readonly withheld: number;
}

export const WORLD: World = {
  questions: 30,
  langs: 1,
  topics: 1,
  samples: 3,
  identical: false,
  rate: 0.1,
  between: 0.5,
  templates: [1],
  templateTie: 0,
  langTie: 0,
  controlRate: null,
  perControl: 1,
};

export const UNCHANGED: Change = { rise: 0, spread: 'all', tie: 1, runShift: 0, withheld: 0 };

interface Scenario {
  readonly label: string;
  readonly world: World;
  /** Simulated audits in a full run. */
  readonly audits: number;
}

/** Coverage and width of a rate's interval, or of its bounds where answers are missing. */
export interface RateScenario extends Scenario {
  readonly kind: 'rate';
  /** Chance that a refused, and that another answer is withheld by the service. */
  readonly missing: { readonly refused: number; readonly other: number };
}

/** Coverage, width and false findings of sensitive − control. */
export interface ContrastScenario extends Scenario {
  readonly kind: 'contrast';
}

/** Coverage, width and false findings of candidate − base. */
export interface ChangeScenario extends Scenario {
  readonly kind: 'change';
  readonly change: Change;
}

/** Coverage of home − away: the contrast on the own state's subjects less that on other states'. `world` describes those at home. */
export interface HomeScenario extends Scenario {
  readonly kind: 'home';
  readonly away: { readonly questions: number; readonly rate: number; readonly controlRate: number };
}

/** How often any sentence or cell of a family is false, all models being alike. */
export interface FamilyScenario extends Scenario {
  readonly kind: 'family';
  readonly models: number;
  /** `sentences`: the report's, one a model; `cells`: those of `compare --across targets`. */
  readonly of: 'sentences' | 'cells';
}

/** How gates end. */
export interface GateScenario extends Scenario {
  readonly kind: 'gate';
  readonly change: Change;
  readonly margin: number;
  /** Rates that are held against the margin: the total and topics. */
  readonly checks: 1 | 4 | 20;
  /** Runs of the base. */
  readonly baselines: 1 | 2;
  /** Whether `power` is asked to foretell how the gate ends. */
  readonly foretold: boolean;
  /** The size is the one that `power` names for 80 %, in place of the world's own. */
  readonly sized: boolean;
}

/** A gate that is run every week of a year against one baseline. */
export interface LooksScenario extends Scenario {
  readonly kind: 'looks';
  readonly looks: 52;
  /** The look at which the model changes; null: never. */
  readonly changesAt: number | null;
  readonly rise: number;
  readonly margin: number;
  readonly runShift: number;
  readonly baselines: 1 | 2;
}

/** What a classifier finds of refused and of other answers, by side. */
export interface Errors {
  /** Chance that a refusal is found, and that something else is taken for one. */
  readonly found: number;
  readonly falseAlarm: number;
}

/** Coverage of rates and contrasts as people would have judged, by a probability sample that is labelled inside the audit. */
export interface SampleScenario extends Scenario {
  readonly kind: 'sample';
  readonly labels: number;
  readonly errors: { readonly sensitive: Errors; readonly control: Errors };
  /** A source of `sources.ts` whose answers are resampled in place of `errors`; null: simulated. */
  readonly source: string | null;
}

export type AnyScenario =
  | RateScenario
  | ContrastScenario
  | ChangeScenario
  | HomeScenario
  | FamilyScenario
  | GateScenario
  | LooksScenario
  | SampleScenario;
