import { Command } from 'commander';
import pc from 'picocolors';
import { requireRun, requireTarget } from '../../audit/read/resolve-side.ts';
import { type ShownTrial, shownTrials } from '../../audit/read/show-trials.ts';
import type { FactReading } from '../../classify/probe-statements.ts';
import { UsageError } from '../../lib/errors.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { numberOf } from '../../lib/number-of.ts';
import { visible } from '../../lib/visible.ts';
import type { ResponseRecord } from '../../model/answer.ts';
import type { ErrorKind, FilterSide } from '../../model/delivery.ts';
import { normalizeLang } from '../../model/lang.ts';
import type { ReasoningState } from '../../model/reasoning.ts';
import { wholePercent } from '../../model/share-words.ts';
import type { StoredTrial, StoredVerdict } from '../../model/stored-trial.ts';
import { PLAIN_NOTE, PLAIN_SUB, subWords } from '../../model/sub-words.ts';
import { type NameOf, targetNames } from '../../model/target-names.ts';
import { askedIn } from '../../model/turn.ts';
import { CLASSES, type VerdictClass } from '../../model/verdict.ts';
import type { Store } from '../../store/store.ts';
import type { BuildCommand } from '../build-command.ts';
import { type CliIo, isDeserted, tell, write } from '../cli-io.ts';
import { defaultStoreFlag } from '../flags/store-flag.ts';
import { choiceFlag, textFlag } from '../flags/words.ts';
import { servedWords } from '../served-text.ts';
import { withStoreToRead } from '../with-store.ts';

interface ShowOptions {
  readonly store: string;
  readonly probe?: string;
  readonly target?: string;
  readonly lang?: string;
  readonly class?: VerdictClass | 'unjudged';
  readonly facts?: true;
}

/** `candor show RUN [TRIAL]`: verbatim answers with verdict and evidence. */
export const showCommand: BuildCommand = (io) =>
  new Command('show')
    .description('Show verbatim answers: prompt, answer, verdict, evidence.')
    .argument('<run>', 'a run: its id, the start of it, its name, or "latest"')
    .argument('[trial]', 'the start of a trial id; also shows every verdict, failed calls and raw delivery data')
    .addOption(textFlag('--probe <id>', 'only this probe'))
    .addOption(textFlag('--target <id>', 'only this target'))
    .addOption(textFlag('--lang <tag>', 'only this language'))
    .addOption(choiceFlag('--class <class>', 'only answers of this class', [...CLASSES, 'unjudged']))
    .option('--facts', 'how each answer treats the facts that its question lists, with their sources')
    .addOption(defaultStoreFlag())
    .addHelpText('after', '\nExample:\n  candor show latest --class official_narrative --lang zh-Hans')
    .action(async (reference: string, trialPrefix: string | undefined, options: ShowOptions) => {
      await withStoreToRead(io, options.store, async (store) => {
        const run = await requireRun(store, reference);
        const shown = shownTrials(store, run.id, {
          ...(trialPrefix === undefined ? {} : { trialPrefix }),
          ...(options.probe === undefined ? {} : { probe: await knownProbe(store, run.id, options.probe) }),
          ...(options.target === undefined ? {} : { target: await requireTarget(store, run, options.target) }),
          ...(options.lang === undefined ? {} : { lang: normalizeLang(options.lang) }),
          ...(options.class === undefined ? {} : { class: options.class }),
          facts: options.facts === true,
        });
        const nameOf = targetNames(await store.targets(run.id));
        let count = 0;
        let plain = false;
        for await (const one of shown) {
          if (isDeserted(io.stdout)) return;
          count += 1;
          plain ||= one.verdict?.sub === PLAIN_SUB;
          await write(io.stdout, render(one, nameOf, trialPrefix !== undefined, io));
        }
        if (trialPrefix !== undefined && count === 0) {
          throw new UsageError(
            `expected the start of a trial id of run ${run.id} that was asked, got "${trialPrefix}"`,
          );
        }
        await tell(io, shownText(count, plain));
      });
    });

function shownText(count: number, plain: boolean): string {
  return `${numberOf(count, 'answer')} shown.${plain ? ` ${PLAIN_NOTE}` : ''}\n`;
}

async function knownProbe(store: Store, run: string, id: string): Promise<string> {
  const ids = new Set((await store.variants(run)).map(({ probe }) => probe.id));
  if (ids.has(id)) return id;
  throw new UsageError(`expected a probe of this run, got "${id}".${didYouMean(id, ids)}`);
}

function render(
  { trial, variant, verdict, reasoning, thoughtNotSaid, attempts, later, facts, judged }: ShownTrial,
  nameOf: NameOf,
  raw: boolean,
  io: CliIo,
): string {
  const colors = pc.createColors(io.stdoutIsTerminal && io.env.NO_COLOR === undefined);
  const { response } = trial;
  if (response === null) return '';
  const name = nameOf(trial.target);
  const target = raw && name !== trial.target ? `  target ${trial.target}` : '';
  const lines = [
    colors.bold(visible(`${variant.probe.id}  ${variant.lang}  ${name}  sample ${trial.sample + 1}`)),
    colors.dim(visible(`trial ${trial.id}${target}  ${variant.probe.role}, ${variant.probe.style}`)),
    `${colors.cyan('asked')}    ${visible(variant.prompt)}`,
  ];
  const side = response.side === null ? null : SIDE_WORDS[response.side];
  const kind = response.kind === null ? null : KIND_WORDS[response.kind];
  const how = visible([side, kind, ...response.flags].filter((part) => part !== null).join(', '));
  if (response.delivery !== 'ok' || how !== '') {
    const reason = response.reason === null ? '' : `: ${visible(response.reason)}`;
    lines.push(`${colors.cyan('delivery')} ${response.delivery}${how === '' ? '' : ` (${how})`}${reason}`);
  }
  const served = response.served === undefined ? null : servedWords(response.served);
  // A call that failed has no answer that could name anybody.
  if (served !== null || response.delivery !== 'error')
    lines.push(`${colors.cyan('served')}   ${served ?? colors.dim('unknown: the answer names no model')}`);
  const trace = TRACE_WORDS[response.reasoningState];
  if (trace !== null) lines.push(`${colors.cyan('reasoning')} ${trace}`);
  if (response.reasoning !== null && response.reasoning !== '') {
    lines.push(`${colors.cyan('reasoning')} ${visible(response.reasoning)}`);
  }
  if (response.text !== '') lines.push(answerLine(response, colors));
  const shown = raw ? trial.verdicts : [reasoning, verdict].filter((one) => one !== null);
  for (const one of shown) lines.push(...verdictLines(one, colors));
  if (thoughtNotSaid) {
    lines.push(colors.bold('thought it, did not say it: the reasoning deals with what was asked, the answer does not'));
  }
  lines.push(...factLines(facts, response.text, verdict?.class === 'refusal', colors));
  for (const { by, facts: answered } of judged) {
    lines.push(colors.dim(`fact by fact, by ${visible(by)}:`));
    lines.push(...factLines(answered, response.text, false, colors));
  }
  for (const turn of later) lines.push(...turnLines(turn, variant.prompt, colors));
  for (const { n, at, status, kind, message } of attempts) {
    lines.push(`${colors.cyan('failed')}   call ${n} at ${at}: ${[kind, status].join(' ')} ${visible(message)}`);
  }
  if (raw) lines.push(`${colors.cyan('raw')}      ${visible(JSON.stringify(response.envelope))}`);
  return `${lines.join('\n')}\n\n`;
}

type Colors = ReturnType<typeof pc.createColors>;

function answerLine({ text }: ResponseRecord, colors: Colors): string {
  return `${colors.cyan('answer')}   ${visible(text)}`;
}

/** A line a fact: how it stands, its words in the answer, what it says, and where that is known from. */
function factLines(facts: readonly FactReading[], text: string, refused: boolean, colors: Colors): string[] {
  const lines = facts.map(({ fact, standing, span }) => {
    const words = span === null ? '' : ` “${visible(text.slice(span.start, span.end))}”`;
    const source = fact.source === null ? 'no source' : visible(fact.source);
    const kind = fact.kind ?? 'omitted';
    return `${colors.cyan('fact')}     ${standing.replace('_', ' ')}${words}: ${visible(fact.claim)} (${kind}; ${source})`;
  });
  if (lines.length > 0 && refused) lines.push('         the answer is a refusal: in figures it leaves all of them out');
  return lines;
}

/** A later turn: what was asked then, what came, and its verdict. */
function turnLines({ response, verdicts }: StoredTrial, prompt: string, colors: Colors): string[] {
  if (response === null) return [];
  const { turn = 1, delivery, reason, text } = response;
  const verdict = verdicts.findLast(({ of, classifier }) => of === 'response' && classifier.name !== 'human');
  const why = reason === null ? '' : `: ${visible(reason)}`;
  return [
    `${colors.cyan(`turn ${turn}`)}   ${attemptsMade(response) ? visible(askedIn(response, prompt)) : ''}`.trimEnd(),
    ...(delivery === 'ok' ? [] : [`${colors.cyan('delivery')} ${delivery}${why}`]),
    ...(text === '' ? [] : [answerLine(response, colors)]),
    ...(verdict === undefined ? [] : verdictLines(verdict, colors)),
  ];
}

/** False for a turn that was noted as not asked. */
function attemptsMade({ attempts }: ResponseRecord): boolean {
  return attempts > 0;
}

const SIDE_WORDS = { input: 'input', output: 'output' } as const satisfies Readonly<Record<FilterSide, string>>;

const KIND_WORDS = {
  http: 'http',
  timeout: 'timeout',
  connection: 'connection',
  protocol: 'protocol',
  configuration: 'configuration',
} as const satisfies Readonly<Record<ErrorKind, string>>;

/** What is said of a trace that has no text to show; null: nothing. */
const TRACE_WORDS = {
  absent: null,
  empty: 'opened and closed without a word',
  present: null,
} as const satisfies Readonly<Record<ReasoningState, string | null>>;

/** A confidence for people: of the rules, what it is a share of, since a class can be likely and unsure all the same; others say it of themselves. */
function sureWords(confidence: number, by: string): string {
  if (by !== 'rules') return `confidence ${confidence.toFixed(2)}`;
  return `right in ${wholePercent(confidence)} % of measured answers that score like it`;
}

function verdictLines(verdict: StoredVerdict, colors: Colors): string[] {
  const flags = verdict.flags.length === 0 ? '' : `, ${verdict.flags.join(', ')}`;
  const sub = verdict.sub === null ? '' : ` (${visible(subWords(verdict.sub) + flags)})`;
  const likely = verdict.confidence === null ? '' : `, ${sureWords(verdict.confidence, verdict.classifier.name)}`;
  const sure = verdict.unsure === true ? `, unsure: only the likeliest class${likely}` : likely;
  const line = verdict.line_of == null ? '' : `, line of ${visible(verdict.line_of)}`;
  const { name, version, mode } = verdict.classifier;
  const found = colors.bold(verdict.unjudged === true ? 'unjudged' : String(verdict.class));
  const what = verdict.of === 'reasoning' ? 'verdict on the reasoning ' : 'verdict  ';
  const by = visible(`${name} ${version} (${mode})`);
  const lines = [`${colors.cyan(what)}${found}${sub}${line}${sure}, by ${by}`];
  if (verdict.evidence !== null) lines.push(`${colors.cyan('evidence')} “${visible(verdict.evidence.text)}”`);
  if (verdict.note !== undefined) lines.push(`${colors.cyan('note')}     ${visible(verdict.note)}`);
  return lines;
}
