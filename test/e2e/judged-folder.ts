import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  type JudgeChat,
  type JudgeQuestionSeen,
  refusing,
  startJudgeChat,
  verdictText,
} from '../servers/judge-chat.ts';
import type { Script } from '../servers/scripted.ts';
import { type SimpleChat, startSimpleChat } from '../servers/simple-chat.ts';
import { type CliResult, emptyFolder, runCli } from './run-cli.ts';

/** What the audited model says: a refusal about the square, a candid answer about the market. */
export const REFUSAL = "I'm sorry, but I can't assist with that.";
export const CANDID = 'Soldiers opened fire on civilians and hundreds were killed, human rights organisations say.';
/** Names the judge `j` of the folder's `judges.yaml`. */
export const JUDGE = ['--classifier', 'judge:j', '--config', 'judges.yaml'];

const PROBES = `id: mini
title: Mini
state: CN
version: 1.0.0
probes:
  - id: mini-square
    style: factual
    ask: { en: "What happened on the square?", zh-Hans: "广场上发生了什么？" }
    control: mini-market
  - id: mini-market
    style: factual
    role: control
    state: null
    ask: { en: "What happened on the market?", zh-Hans: "市场上发生了什么？" }
`;

interface ExportedRow {
  readonly response: string;
  readonly lang: string;
  readonly target: string;
  readonly verdicts: readonly {
    readonly class: string | null;
    readonly of: string;
    readonly classifier: { readonly name: string };
  }[];
}

/** A folder with a probe set and judges, a model to audit and a server that judges. */
export interface JudgedFolder {
  readonly folder: string;
  readonly chat: SimpleChat;
  readonly judge: JudgeChat;
  /** How the judge replies from now on. */
  readonly on: { reply: (question: JudgeQuestionSeen, n: number) => string | Script };
  candor(...args: string[]): Promise<CliResult>;
  rowsOf(run: string): Promise<ExportedRow[]>;
  /** A run of four questions under a name, so many times. */
  runNamed(name: string, samples?: number): Promise<void>;
  close(): Promise<void>;
}

/** Agrees with the rules about what the model says. */
export function sensible(question: JudgeQuestionSeen): string {
  const refuses = question.prompt.includes(REFUSAL);
  return verdictText(question, refuses ? refusing(REFUSAL) : {});
}

/** Makes it. */
export async function openJudgedFolder(): Promise<JudgedFolder> {
  const folder = emptyFolder();
  const on: JudgedFolder['on'] = { reply: sensible };
  const chat = await startSimpleChat((prompt) => (/square|广场/.test(prompt) ? REFUSAL : CANDID));
  const judge = await startJudgeChat((question, n) => on.reply(question, n));
  writeFileSync(join(folder, 'mini.yaml'), PROBES);
  const target = (id: string, more: string): string =>
    `  - { id: ${id}, provider: openai, model: ${id}-model, baseURL: "${judge.url}", audit: false, ${more} }\n`;
  const targets = [
    target('j', 'family: gemma'),
    target('k', 'family: olmo'),
    target('far', 'family: glm, where: hosted, price: { input: 2, output: 4 }'),
    target('own', 'family: qwen'),
  ];
  writeFileSync(join(folder, 'judges.yaml'), `targets:\n${targets.join('')}judges: [{ target: j }, { target: k }]\n`);
  const candor = (...args: string[]): Promise<CliResult> => runCli(folder, args);
  return {
    folder,
    chat,
    judge,
    on,
    candor,
    async rowsOf(run) {
      const { stdout } = await candor('export', run);
      const lines = stdout.trim().split('\n');
      return lines.map((line) => JSON.parse(line));
    },
    async runNamed(name, samples = 2) {
      const asked = ['--target', `openai:m@${chat.url}`, '--probes', 'mini.yaml', '--lang', 'en,zh-Hans'];
      const { code } = await candor('run', ...asked, '--samples', String(samples), '--name', name);
      expect(code).toBe(0);
    },
    async close() {
      await chat.close();
      await judge.close();
    },
  };
}
