import type { GateResult } from '../compare/gate.ts';
import { gateJunit } from './gate-junit.ts';
import { gateMarkdown } from './gate-markdown.ts';

/** A way to write a gate's result into a file. */
export interface GateFormat {
  readonly description: string;
  readonly render: (result: GateResult) => string;
}

/** The files that `candor gate` writes, each by a flag of its name. Add one by registering it here. */
export const GATE_FORMATS = {
  markdown: { description: 'write the result for a pull-request comment', render: gateMarkdown },
  junit: { description: 'write the result as JUnit XML', render: gateJunit },
} as const satisfies Readonly<Record<string, GateFormat>>;
export type GateFormatName = keyof typeof GATE_FORMATS;
