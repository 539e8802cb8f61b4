import { type FoundServer, usualServers } from '../targets/discover.ts';

/** What is to be done about a server that has no model to ask; empty for others. */
export function notYet({ server, baseURL, models, state, provider }: FoundServer): string {
  if (state === 'loading') return `${server} at ${baseURL} is still loading its model: try again in a moment.\n`;
  if (state === 'locked')
    return `The server at ${baseURL} wants a key: candor run --target openai:MODEL@${baseURL} --api-key-env NAME asks with the key of the variable NAME.\n`;
  if (models.length > 0) return '';
  const next = provider === 'ollama' ? ' "ollama pull MODEL" fetches one.' : ' Load one there.';
  return `${server} at ${baseURL} answers and has no model.${next}\n`;
}

/** Why no file was written, and what can be done. */
export function notWritten(servers: readonly FoundServer[]): string {
  if (servers.length > 0) return 'Nothing was written.\n';
  const places = usualServers().map(({ server, root }) => `  ${server.padEnd(12)}  ${root}`);
  return `Found no model server. Looked here:\n${places.join('\n')}\nNothing was written. ${NAME_ONE}`;
}

const NAME_ONE = `Start one and try again, or name a target:
  candor run --target openai:MODEL@http://HOST:PORT/v1 --tag quick
  candor init --template      (writes a commented candor.yaml to fill in)
`;
