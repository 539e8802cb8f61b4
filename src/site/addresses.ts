import { sha256 } from '../lib/digest.ts';

/** Pages that a site has once. */
export const FRONT = 'index.html';
export const METHOD = 'method.html';
export const DATA = 'data.html';
export const MISSING = '404.html';
export const FEED = 'feed.xml';
export const STYLE = 'style.css';

/** Names that Windows keeps for devices. */
const KEPT = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
const LONGEST = 60;

/**
 * A name as a part of an address, the same every time: small letters, digits, `.`, `_` and `-`. A name that is none of these alone gets the hash
 * of the whole behind what is left of it, so that no two share an address on any file system.
 */
export function slugOf(name: string): string {
  const short = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[-._]+|[-._]+$/g, '')
    .slice(0, LONGEST);
  if (short === name && short !== '' && !KEPT.test(short)) return short;
  // As JSON, in which halves of signs have a code of their own.
  return `${short === '' ? 'x' : short}-${sha256(JSON.stringify(name)).slice(0, 10)}`;
}

/** Where one answer stands, for good: by its run and its trial alone. */
export function answerAddress(run: string, trial: string): string {
  return `answers/${slugOf(run)}/${slugOf(trial)}.html`;
}

/** The answers of a model in a language of a run, by what became of them. Language tags are the same in small letters. */
export function listAddress(run: string, target: string, lang: string): string {
  return `lists/${slugOf(run)}/${slugOf(target)}/${slugOf(lang.toLowerCase())}.html`;
}

export function modelAddress(target: string): string {
  return `models/${slugOf(target)}.html`;
}

export function topicAddress(topic: string): string {
  return `topics/${slugOf(topic)}.html`;
}

export function probeAddress(probe: string): string {
  return `probes/${slugOf(probe)}.html`;
}

export function runAddress(run: string): string {
  return `runs/${slugOf(run)}.html`;
}

/** The days of a target that is asked the same questions every day. */
export function canaryAddress(target: string): string {
  return `canary/${slugOf(target)}.html`;
}

/** The answers of one of its days. */
export function canaryDayAddress(target: string, day: string): string {
  return `canary/${slugOf(target)}/${slugOf(day)}.html`;
}

/** Its days as data. */
export function canaryDataAddress(target: string): string {
  return `canary/${slugOf(target)}/days.json`;
}

/** A file of a run's data. */
export function dataAddress(run: string, file: string): string {
  return `data/${slugOf(run)}/${file}`;
}

/** Where a part of a list begins: what became of questions of a role, of a topic alone where it is named. */
export function listPart(role: string, outcome: string, topic: string | null = null): string {
  return [role, outcome, ...(topic === null ? [] : [slugOf(topic)])].join('-');
}

/** The way from one page of a site to another, so that it works in any folder and from disk. */
export function relativeAddress(from: string, to: string): string {
  const [path = '', part] = to.split('#');
  const fragment = part === undefined ? '' : `#${part}`;
  if (path === from) return fragment === '' ? (path.split('/').at(-1) ?? path) : fragment;
  const [here, there] = [from.split('/').slice(0, -1), path.split('/')];
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same += 1;
  return `${'../'.repeat(here.length - same)}${there.slice(same).join('/')}${fragment}`;
}
