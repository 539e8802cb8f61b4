import { isIP } from 'node:net';

/** True for addresses of this machine or a private network: loopback, RFC 1918, link-local, unique local IPv6, `.local`. */
export function isLocalAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || /\.(?:localhost|local|internal|lan|home\.arpa)$/.test(host)) return true;
  if (isIP(host) === 4) return isPrivateIpv4(host);
  if (isIP(host) === 6) return host === '::1' || host === '::' || /^f[cd]|^fe[89ab]/.test(host);
  return !host.includes('.');
}

function isPrivateIpv4(host: string): boolean {
  const [a = 0, b = 0] = host.split('.').map(Number);
  if (a === 127 || a === 10 || a === 0) return true;
  return (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254);
}
