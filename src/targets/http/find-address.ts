import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** This machine by both of its addresses: servers listen on either, and a hosts file may know one alone. */
const LOOPBACK: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Looks a host's addresses up; those of `localhost` are known. */
export const findAddress: LookupFunction = (host, options, done) => {
  if (host === 'localhost' && options.all === true) done(null, LOOPBACK);
  else lookup(host, options, done);
};
