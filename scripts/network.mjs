import { networkInterfaces } from 'node:os';
import { capture } from './command.mjs';
import { note } from './step.mjs';

/** The address of the test network. It exists only inside the namespace, so it cannot collide with anything on the machine. */
const ADDRESS = '10.77.0.1';

// Firefox offers no loopback ICE candidates, and a machine may have no other address (or one behind a firewall). A network namespace of the
// tests' own, with one virtual cable, gives every browser the same plain network; it is gone as soon as the last process in it is.
const wire = [
  'set -e',
  'ip link set lo up',
  'ip link add media type veth peer name far-end',
  `ip addr add ${ADDRESS}/24 dev media`,
  'ip link set media up',
  'ip link set far-end up',
  'ip route add default via 10.77.0.254 dev media',
  'exec "$@"',
].join('\n');

/**
 * How to run a command where browsers can exchange media with a server on the same machine.
 * @param {readonly string[]} commandLine
 * @returns {Promise<{ commandLine: string[], mediaIp: string }>} what to run instead, and the address on which media is announced
 */
export async function inTestNetwork(commandLine) {
  for (const unshare of [
    ['unshare', '--net'],
    ['unshare', '--map-root-user', '--net'],
  ]) {
    const enter = [...unshare, 'sh', '-c', wire, 'sh'];
    const [command = '', ...args] = [...enter, 'true'];
    if ((await capture(command, args)).code === 0) return { commandLine: [...enter, ...commandLine], mediaIp: ADDRESS };
  }
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  const mediaIp = own?.address ?? '127.0.0.1';
  note(
    `Network namespaces are not available here, so the browsers run on this machine's own network, with media on ${mediaIp}.`,
  );
  return { commandLine: [...commandLine], mediaIp };
}
