#!/usr/bin/env node
import process from 'node:process';
import v8 from 'node:v8';
import { calledAs } from './cli/called-as.ts';
import type { CliIo } from './cli/cli-io.ts';
import { main } from './cli/main.ts';
import { outputOf } from './cli/whole-output.ts';
import { systemClock } from './lib/clock.ts';

// Garbage may take a quarter of what is held before it is collected, and not as much as there is memory for.
v8.setFlagsFromString('--heap-growing-percent=25');
// Most commands end within seconds: a function is made fast once it was called often enough to pay for that.
v8.setFlagsFromString('--interrupt-budget=600000');

/** Ctrl-C, a polite end, and a terminal that was closed. */
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const io: CliIo = {
  stdout: outputOf(process.stdout),
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
  random: Math.random,
  stderrIsTerminal: process.stderr.isTTY === true,
  stdinIsTerminal: process.stdin.isTTY === true,
  stdoutIsTerminal: process.stdout.isTTY === true,
  columns: process.stdout.columns ?? process.stderr.columns ?? (Number(process.env.COLUMNS) || 80),
  calledAs: calledAs({ script: process.argv[1] ?? '', cwd: process.cwd(), env: process.env }),
  onInterrupt(handler) {
    for (const signal of STOPS) process.on(signal, handler);
    return () => {
      for (const signal of STOPS) process.off(signal, handler);
    };
  },
};

// A reader that went away (`| head`) ends no audit and changes no exit code: the gate's is what a script asks for. Whoever
// wrote hears of any other error.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await main(process.argv.slice(2), io);
